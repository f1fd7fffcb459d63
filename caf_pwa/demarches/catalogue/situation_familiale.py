"""Changement de situation familiale: domain fact file 6 (e). A separation is never told to the other person."""

from datetime import date

from caf_pwa.demarches.conditions import Selon, Tours, choisi
from caf_pwa.demarches.moteur import Etape, Fiche, Passage, Piece, Question, Repetition
from caf_pwa.demarches.questions.adresses import en_france
from caf_pwa.demarches.questions.couple import (
    GENRES,
    RUPTURES,
    UNIONS,
    ActiviteDuPartenaire,
    AdresseCommune,
    Deces,
    MonAdresse,
    Partenaire,
    Pension,
    Residence,
    ResidenceLibre,
    Rupture,
    en_mots,
)
from caf_pwa.demarches.situation import Situation
from caf_pwa.dossier.effets import AjouterPersonne, ChangerFoyer, Effet, SortirPersonne
from caf_pwa.dossier.modele import Personne, Role
from caf_pwa.socle.champs import ChampChoix, ChampConfirmation, ChampDate
from caf_pwa.socle.dates import DatePartielle
from caf_pwa.socle.formats import jour as en_jour
from caf_pwa.socle.formulaires import Formulaire, Reponses


def _autre(situation: Situation) -> Personne | None:
    """The other adult of the dossier, for whoever may see them."""
    return next((adulte for adulte in situation.adultes if adulte.id != situation.moi.id), None)


class Evenement(Formulaire):
    contexte: Question

    genre = ChampChoix("Qu’est-ce qui a changé ?")
    jour = ChampDate("Depuis quelle date ?", aide="Le jour où cela a changé. Exemple : 05/03/2026.")
    confirmation = ChampConfirmation()

    def preparer(self) -> None:
        situation = self.contexte.situation
        permis = GENRES if situation.gere_le_dossier else {"separation": GENRES["separation"]}
        self.genre.choices = list(permis.items())
        self.jour.borner(DatePartielle.lire(situation.moi.naissance).exacte(), situation.aujourdhui)

    def verifier(self) -> None:
        situation = self.contexte.situation
        autre, genre = _autre(situation), self.genre.data
        if autre and genre in ("vie-commune", "reprise"):
            self.refuser(self.genre, f"{autre.appellation} est déjà dans votre dossier comme conjoint.")
        elif autre and genre == "celibataire":
            self.refuser(
                self.genre, f"{autre.appellation} est dans votre dossier. Choisissez séparation, divorce ou décès."
            )
        elif situation.gere_le_dossier:
            self._comparer(situation.foyer.situation_depuis)

    def _comparer(self, depuis: date | None) -> None:
        if depuis and self.jour.jour and self.jour.jour < depuis:
            actuelle = self.contexte.situation.foyer.situation or "Situation"
            self.confirmation.demander(f"Votre dossier dit : « {actuelle} » depuis le {en_jour(depuis)}, donc après.")


def _genre(passage: Passage) -> str:
    evenement = passage.lu(Evenement)
    return (evenement.genre.data or "") if evenement else ""


def _enfants(situation: Situation) -> list[Repetition]:
    enfants = [membre for membre in situation.enfants if membre.role is Role.ENFANT]
    return [Repetition(enfant.appellation, personne=enfant) for enfant in enfants]


_union = choisi(Evenement, "genre", *UNIONS)
_nouveau_couple = _union & Selon(lambda situation: _autre(situation) is None)
_rupture = choisi(Evenement, "genre", *RUPTURES)
_veuvage = choisi(Evenement, "genre", "veuvage")
_avec_enfants = _rupture & Selon(lambda situation: bool(_enfants(situation)))
_je_pars = _rupture & choisi(Rupture, "part", "moi")
_sous_le_meme_toit = _rupture & choisi(Rupture, "part", "toit")


def _prenom_connu(passage: Passage, _repetition: Repetition | None) -> Reponses:
    autre = _autre(passage.situation)
    return {"prenoms": [autre.appellation]} if autre else {}


def _fermee(situation: Situation) -> str | None:
    if situation.moi.role in (Role.ENFANT, Role.AUTRE):
        return "Si vous vous mettez en couple, il vous faut votre propre dossier. Appelez votre Caf au 3230."
    return None


def _pieces(_situation: Situation) -> list[Piece]:
    preuve = "Par exemple une lettre d’avocat, deux comptes séparés, deux déclarations d’impôts."
    plus_tard = "Facultatif : vous pourrez l’envoyer plus tard."
    titres = {
        "mariage": "Acte de mariage ou livret de famille",
        "pacs": "Récépissé du Pacs",
        "divorce": "Jugement de divorce",
        "veuvage": "Acte de décès",
    }
    justificatifs = (
        Piece("justificatif", titre, plus_tard, si=choisi(Evenement, "genre", genre) & ~_sous_le_meme_toit)
        for genre, titre in titres.items()
    )
    toit = "Preuve que vous vivez séparés sous le même toit"
    return [Piece("toit", toit, preuve, exigee=True, si=_sous_le_meme_toit), *justificatifs]


def _effets(passage: Passage) -> list[Effet]:
    evenement, moi = passage.lu(Evenement), passage.situation.moi
    if evenement is None:
        return []
    genre = _genre(passage)
    if moi.role is not Role.RESPONSABLE and genre not in UNIONS:
        return [SortirPersonne(moi.id)] if genre in RUPTURES else []
    effets: list[Effet] = [
        ChangerFoyer("situation", en_mots(genre, moi.sexe)),
        ChangerFoyer("situation_depuis", evenement.jour.jour),
    ]
    autre, partenaire = _autre(passage.situation), passage.lu(Partenaire)
    if partenaire is not None:
        prenoms, nom = partenaire.prenoms.data or "", partenaire.nom.data or ""
        effets.append(AjouterPersonne(Role.CONJOINT, prenoms, nom, partenaire.ecrite))
    elif autre is not None and genre not in UNIONS:
        effets.append(SortirPersonne(autre.id))
    return effets


def _a_l_abri(passage: Passage) -> bool:
    return _rupture(passage) or not passage.situation.gere_le_dossier


FICHE = Fiche(
    slug="situation-familiale",
    titre="Changement de situation familiale",
    objet="Mariage, Pacs, vie commune, séparation, divorce, décès d’un conjoint.",
    rang=70,
    etapes=(
        Etape(
            nom="evenement",
            titre="Le changement",
            formulaire=Evenement,
            pourquoi="La date décide à partir de quel mois vos droits changent.",
        ),
        Etape(
            nom="partenaire",
            titre="Votre conjoint",
            formulaire=Partenaire,
            pourquoi="Cette personne entre dans votre dossier. Si elle en a un, les deux sont réunis le mois suivant.",
            si=_nouveau_couple,
        ),
        Etape(
            nom="activite",
            titre="La situation de votre conjoint",
            formulaire=ActiviteDuPartenaire,
            pourquoi="Les droits d’un couple dépendent des revenus des deux.",
            si=_nouveau_couple,
        ),
        Etape(
            nom="adresse",
            titre="Votre adresse commune",
            formulaire=AdresseCommune,
            pourquoi="Un seul dossier a une seule adresse.",
            si=_nouveau_couple,
        ),
        Etape(
            nom="rupture",
            titre="Votre séparation",
            formulaire=Rupture,
            pourquoi="Pour calculer vos droits tout de suite, et protéger ce que vous nous dites.",
            si=_rupture,
        ),
        Etape(
            nom="residence",
            titre="Vos enfants",
            formulaire=Residence,
            pourquoi="Les allocations suivent les enfants.",
            si=_avec_enfants,
            repete=Tours(_enfants),
        ),
        Etape(
            nom="enfants",
            titre="Vos enfants",
            formulaire=ResidenceLibre,
            pourquoi="Les allocations suivent les enfants.",
            si=_rupture & Selon(lambda situation: not situation.gere_le_dossier),
        ),
        Etape(
            nom="pension",
            titre="La pension alimentaire",
            formulaire=Pension,
            pourquoi="Elle compte dans vos ressources ; sans elle, une allocation peut vous aider.",
            si=_avec_enfants,
        ),
        Etape(
            nom="depart",
            titre="Votre nouvelle adresse",
            formulaire=MonAdresse,
            pourquoi="Pour vous écrire chez vous. Elle n’est pas inscrite dans le dossier que vous quittez.",
            si=_je_pars,
            preremplir=en_france,
        ),
        Etape(
            nom="deces",
            titre="Le décès de votre conjoint",
            formulaire=Deces,
            pourquoi="Pour étudier les aides auxquelles vous avez droit maintenant.",
            si=_veuvage,
            preremplir=_prenom_connu,
        ),
    ),
    change="Votre dossier est mis à jour et vos droits sont calculés de nouveau.",
    suite="Pensez à vérifier le compte bancaire et l’adresse du dossier. Pour parler à quelqu’un, appelez le 3230.",
    bouton="Envoyer ma déclaration",
    fermee=_fermee,
    pieces=_pieces,
    effets=_effets,
    confidentielle=_a_l_abri,
    rupture=_rupture,
)
