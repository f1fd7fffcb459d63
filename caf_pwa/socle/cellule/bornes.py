"""What a process that opens or makes a file may use, set by the kernel: nothing in the file can talk it out of that."""

import resource
import signal
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Bornes:
    """Of one task. Sizes are in bytes."""

    memoire: int
    secondes: int  # of a processor
    delai: int  # of a clock on the wall, in seconds
    fichier: int  # of a file it writes
    descripteurs: int = 64

    def poser(self) -> None:
        """On this process, for good. At the end of its time the kernel ends it, whatever it is doing."""
        _limiter(resource.RLIMIT_AS, self.memoire)
        _limiter(resource.RLIMIT_CPU, self.secondes)
        _limiter(resource.RLIMIT_CORE, 0)
        _limiter(resource.RLIMIT_FSIZE, self.fichier)
        _limiter(resource.RLIMIT_NOFILE, self.descripteurs)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(self.delai)


def murer() -> None:
    """From here on this process opens no file and no connection; those it holds stay open."""
    _limiter(resource.RLIMIT_NOFILE, 0)


def _limiter(ressource: int, valeur: int) -> None:
    dur = resource.getrlimit(ressource)[1]
    borne = valeur if dur == resource.RLIM_INFINITY else min(valeur, dur)
    resource.setrlimit(ressource, (borne, borne))
