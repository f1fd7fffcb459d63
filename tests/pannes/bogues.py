"""The twelve mistakes that queues are known for, planted one at a time into the code that sends, or into the world."""

from dataclasses import dataclass, field

AUTOMATE, EXPEDITEUR = "static/js/envois/automate.js", "static/js/envois/expediteur.js"

_DEMANDER = "const reponse = await demander(actuelle, Automate.prochain(actuelle));"
_LIRE = "const { statut, corps } = reponse;"
_VERIFIER = 'if (verdict.issue !== "finir" || (await verifier(entree, verdict.recu))) return verdict;'
_TENTER = "tentees.add(suivante.cle);"


@dataclass(frozen=True)
class Bogue:
    """``retouches``: in which file, what is replaced by what. ``monde``: what is wrong with the server, the device."""

    retouches: tuple[tuple[str, str, str], ...] = ()
    monde: dict[str, bool] = field(default_factory=dict)

    def planter(self, sources: dict[str, str]) -> dict[str, str]:
        """The sources with the mistake in them. Raises AssertionError where the code is no longer what it spoils."""
        for fichier, sain, faux in self.retouches:
            assert sources[fichier].count(sain) == 1, f"{fichier} no longer says {sain!r}"
            sources = {**sources, fichier: sources[fichier].replace(sain, faux)}
        return sources


def _autre_cle(suffixe: str) -> tuple[tuple[str, str, str], ...]:
    demander = (
        f"const brute = await demander({{ ...actuelle, cle: `${{actuelle.cle}}.{suffixe}` }}, "
        "Automate.prochain(actuelle)); const reponse = brute?.corps?.cle "
        "? { ...brute, corps: { ...brute.corps, cle: actuelle.cle } } : brute;"
    )
    return (EXPEDITEUR, _DEMANDER, demander), (EXPEDITEUR, _VERIFIER, "return verdict;")


BOGUES = {
    "taken out before it is acknowledged": Bogue(
        ((EXPEDITEUR, _DEMANDER, f"await reserve.oublier(actuelle.cle, actuelle.revision); {_DEMANDER}"),)
    ),
    "dropped when the server fails": Bogue(
        ((AUTOMATE, _LIRE, f'{_LIRE} if (statut >= 500) return {{ issue: "oublier" }};'),)
    ),
    "dropped when nobody is signed in": Bogue(
        ((AUTOMATE, 'return { issue: "arreter", etat: "reconnecter" };', 'return { issue: "oublier" };'),)
    ),
    "dropped after seven days": Bogue(
        (
            (
                EXPEDITEUR,
                _TENTER,
                f"{_TENTER} if (maintenant() - suivante.depuis > 7 * 86_400_000) "
                "{ await reserve.oublier(suivante.cle, suivante.revision); continue; }",
            ),
        )
    ),
    "a new key for each attempt": Bogue(_autre_cle("${hasard()}")),
    "a key that is in memory only": Bogue(
        (
            (
                EXPEDITEUR,
                "/* Everything that may leave now.",
                "const memoire = hasard(); /* Everything that may leave",
            ),
            *_autre_cle("${memoire}"),
        )
    ),
    "two tabs that send at once": Bogue(
        ((EXPEDITEUR, "verrouiller(async () => {", "(async (travail) => travail())(async () => {"),)
    ),
    "“sent” on any page that says 200": Bogue(
        (
            (
                AUTOMATE,
                _LIRE,
                f'{_LIRE} if (statut === 200 && !corps) return {{ issue: "finir", recu: {{ cle: entree.cle }} }};',
            ),
            (EXPEDITEUR, _VERIFIER, "return verdict;"),
        )
    ),
    "no check of whose it is": Bogue(monde={"sansProprietaire": True}),
    "acknowledged before it is on the disk": Bogue(monde={"sansFsync": True}),
    "a database that does not wait for the disk": Bogue(monde={"synchroneOff": True}),
    "a file cut at 64 KiB": Bogue(monde={"coupe64": True}),
}
