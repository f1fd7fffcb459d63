"""Composing a household's feed: the records that repeat from month to month."""

import base64
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from caf_pwa.allocations.calendrier import date_de_paiement
from caf_pwa.comptes.mot_de_passe import hachage
from caf_pwa.demonstration import lettre
from caf_pwa.demonstration.personas import Persona
from caf_pwa.socle.formats import jour
from caf_pwa.socle.horloge import mois_avant

Enregistrement = dict[str, Any]

MOIS = 24


@dataclass(frozen=True)
class Part:
    """What one benefit pays in a month. ``tiers``: to whom, when not to the household."""

    prestation: str
    montant: str
    tiers: str | None = None
    rappel: bool = False


@dataclass(frozen=True)
class Retenue:
    libelle: str
    montant: str
    creance: str


@dataclass
class Dossier:
    """A household being written. Every record carries the version of the day: tomorrow's replaces it."""

    nom: str
    aujourdhui: date
    caisse: str
    enregistrements: list[Enregistrement] = field(default_factory=list)

    def ajouter(self, genre: str, identifiant: str, /, **donnees: Any) -> None:
        self.enregistrements.append(
            {
                "genre": genre,
                "id": f"demo-{identifiant}",
                "version": self.aujourdhui.toordinal(),
                "donnees": donnees,
            }
        )

    def du_foyer(self, genre: str, identifiant: str, /, **donnees: Any) -> None:
        self.ajouter(genre, f"{self.nom}-{identifiant}", foyer=f"demo-{self.nom}", **donnees)

    def il_y_a(self, jours: int) -> str:
        return (self.aujourdhui - timedelta(days=jours)).isoformat()

    def mois(self, rang: int) -> date:
        """The first day of the month ``rang`` months ago."""
        return mois_avant(self.aujourdhui, rang)

    @property
    def avril(self) -> date:
        """The last 1 April, when amounts were revalued."""
        cette_annee = date(self.aujourdhui.year, 4, 1)
        return cette_annee if cette_annee <= self.aujourdhui else cette_annee.replace(year=cette_annee.year - 1)

    def foyer(self, personnes: Iterable[Enregistrement], **donnees: Any) -> None:
        self.ajouter("foyer", self.nom, caisse=self.caisse, regime="CNAF", personnes=list(personnes), **donnees)

    def compte(self, persona: Persona) -> None:
        """The account; its salt follows from the persona so that the same day always writes the same record."""
        sel = hashlib.sha256(persona.persona.encode()).digest()[:16]
        self.ajouter(
            "compte",
            persona.persona,
            personne=f"demo-{persona.persona}",
            identifiant=persona.identifiant,
            empreinte_mot_de_passe=hachage.hacher(persona.mot_de_passe, sel),
        )

    def paiements(
        self, parts: Callable[[int], list[Part]], retenues: Callable[[int], list[Retenue]], compte: str
    ) -> None:
        """24 months of payments; ``parts`` and ``retenues`` say what the payment made ``rang`` months ago holds."""
        for rang in range(MOIS):
            paye_le = date_de_paiement(self.mois(rang))
            if paye_le > self.aujourdhui:
                continue
            lignes = parts(rang)
            retenu = retenues(rang)
            net = sum((Decimal(part.montant) for part in lignes if not part.tiers), Decimal())
            net -= sum((Decimal(retenue.montant) for retenue in retenu), Decimal())
            self.du_foyer(
                "paiement",
                f"paiement-{paye_le:%Y-%m}",
                date=paye_le.isoformat(),
                montant=_nombre(net),
                compte=compte,
                lignes=[
                    {
                        "prestation": part.prestation,
                        "mois": f"{self.mois(rang + 1):%Y-%m}",
                        "montant": _nombre(Decimal(part.montant)),
                        "tiers": part.tiers,
                        "rappel": part.rappel,
                    }
                    for part in lignes
                ],
                retenues=[
                    {
                        "libelle": retenue.libelle,
                        "montant": _nombre(Decimal(retenue.montant)),
                        "creance": f"demo-{self.nom}-{retenue.creance}",
                    }
                    for retenue in retenu
                ],
            )

    def quotients(self, ressources: str, prestations: Callable[[int], str], parts: str) -> None:
        """24 months of quotient familial from a twelfth of the year's resources and the month's benefits."""
        for rang in range(MOIS):
            base = {
                "ressources": _nombre(Decimal(ressources)),
                "prestations": _nombre(Decimal(prestations(rang))),
                "parts": _nombre(Decimal(parts)),
            }
            valeur = int((Decimal(ressources) + Decimal(prestations(rang))) / Decimal(parts))
            self.du_foyer(
                "quotient_familial",
                f"qf-{self.mois(rang):%Y-%m}",
                mois=f"{self.mois(rang):%Y-%m}",
                valeur=valeur,
                fournisseur="CNAF",
                calcule_en=f"{self.mois(rang):%Y-%m}",
                base=base,
            )

    def courrier(
        self, identifiant: str, il_y_a: int, objet: str, texte: str, pdf: bool = False, suite: str = "", **autres: Any
    ) -> None:
        """``suite``: what the PDF says after the text."""
        le = self.aujourdhui - timedelta(days=il_y_a)
        contenu = lettre.composer(self.caisse, "", jour(le), objet, texte + suite) if pdf else None
        self.du_foyer(
            "courrier",
            f"courrier-{identifiant}",
            date=le.isoformat(),
            objet=objet,
            texte=texte,
            pdf=base64.b64encode(contenu).decode() if contenu else None,
            **autres,
        )


def personne(persona: Persona, **donnees: Any) -> Enregistrement:
    """A person of a household's record, from a persona."""
    return {
        "id": f"demo-{persona.persona}",
        "role": persona.role,
        "naissance": persona.naissance.isoformat(),
        "nom_naissance": persona.nom,
        "prenoms": persona.prenom,
        "sexe": persona.sexe,
        "commune_naissance": persona.commune,
        "pays_naissance": persona.pays,
        "courriel": persona.email if persona.a_un_compte else None,
        "identifiant": persona.identifiant,
        **donnees,
    }


def enfant(identifiant: str, prenoms: str, nom: str, naissance: date, sexe: str) -> Enregistrement:
    """A child without account."""
    return {
        "id": f"demo-{identifiant}",
        "role": "enfant",
        "naissance": naissance.isoformat(),
        "nom_naissance": nom,
        "prenoms": prenoms,
        "sexe": sexe,
    }


def _nombre(montant: Decimal) -> float:
    """As JSON writes it; the importer reads it back to the cent."""
    return float(montant)


def sans_retenue(_rang: int) -> list[Retenue]:
    return []
