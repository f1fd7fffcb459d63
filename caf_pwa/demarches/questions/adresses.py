"""Where somebody lives, asked part by part, and said as the dossier keeps it."""

import re

from caf_pwa.demarches.moteur import Passage, Repetition
from caf_pwa.socle.champs import ChampTexte
from caf_pwa.socle.formulaires import Formulaire, Reponses

FRANCE = "FRANCE"

_CODE_POSTAL = re.compile(r"\d{5}", re.ASCII)


def en_france(_passage: Passage, _repetition: Repetition | None) -> Reponses:
    """What is proposed before any answer."""
    return {"pays": [FRANCE]}


class Adresse(Formulaire):
    """A postal address. ``pays`` decides how the postcode is written."""

    voie = ChampTexte(
        "Numéro et rue",
        aide="Exemple : 27 cours de la Liberté.",
        longueur=38,
        render_kw={"autocomplete": "address-line1"},
    )
    complement = ChampTexte(
        "Complément",
        aide="Bâtiment, étage, appartement, lieu-dit. Exemple : Bâtiment B, appartement 12.",
        longueur=38,
        exige=False,
        render_kw={"autocomplete": "address-line2"},
    )
    code_postal = ChampTexte(
        "Code postal",
        aide="Exemple : 69003.",
        longueur=10,
        render_kw={"autocomplete": "postal-code"},
    )
    commune = ChampTexte(
        "Commune",
        aide="Exemple : L’Haÿ-les-Roses.",
        longueur=38,
        render_kw={"autocomplete": "address-level2"},
    )
    pays = ChampTexte("Pays", longueur=38, render_kw={"autocomplete": "country-name"})

    def verifier(self) -> None:
        self.controler_le_code()

    def controler_le_code(self) -> None:
        compact = (self.code_postal.data or "").replace(" ", "")
        if self.est_en_france and not _CODE_POSTAL.fullmatch(compact):
            self.refuser(self.code_postal, "En France, un code postal compte cinq chiffres. Exemple : 69003.")

    @property
    def est_en_france(self) -> bool:
        return (self.pays.data or "").upper() == FRANCE

    def parties(self, destinataire: str | None = None) -> dict[str, str]:
        """The parts of ``dossier.modele.ADRESSE``; what was not said is left out."""
        code = (self.code_postal.data or "").replace(" ", "")
        toutes = {
            "destinataire": destinataire,
            "complement": self.complement.data,
            "voie": self.voie.data,
            "code_postal_ville": f"{code} {(self.commune.data or '').upper()}",
            "pays": (self.pays.data or "").upper(),
        }
        return {nom: texte for nom, texte in toutes.items() if texte}
