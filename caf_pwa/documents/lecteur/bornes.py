"""What a process that opens a file may use, set by the kernel: nothing in the file can talk it out of that."""

import resource
import signal

MEMOIRE = 1 << 30
SECONDES = 12  # of a processor
DELAI = 20  # of a clock on the wall
FICHIER = 96 << 20  # bytes of a file it writes
DESCRIPTEURS = 64


def borner() -> None:
    """For this process, for good. At the end of its time the kernel ends it, whatever it is doing."""
    limites = {
        resource.RLIMIT_AS: MEMOIRE,
        resource.RLIMIT_CPU: SECONDES,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: FICHIER,
        resource.RLIMIT_NOFILE: DESCRIPTEURS,
    }
    for ressource, valeur in limites.items():
        dur = resource.getrlimit(ressource)[1]
        borne = valeur if dur == resource.RLIM_INFINITY else min(valeur, dur)
        resource.setrlimit(ressource, (borne, borne))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(DELAI)
