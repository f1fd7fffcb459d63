"""Enfants et personnes à charge, who come, go, study, work: domain fact file 6 (i)."""

from datetime import date

from caf_pwa.demarches.conditions import Condition, Environ, choisi
from caf_pwa.demarches.moteur import Etape, Fiche, Passage, Piece, Question
from caf_pwa.demarches.questions.enfance import (
    ETUDIE,
    LOIN,
    Alternance,
    Deces,
    Depart,
    EnfantDuDossier,
    NouvellePersonne,
    Occupation,
    age_limite,
    ce_que_l_age_change,
)
from caf_pwa.demarches.situation import Situation
from caf_pwa.dossier.effets import AjouterPersonne, ChangerPersonne, Effet, NoterFait, SortirPersonne
from caf_pwa.dossier.modele import Role
from caf_pwa.socle.champs import ChampChoix
from caf_pwa.socle.formats import jour
from caf_pwa.socle.formulaires import Formulaire

_NAISSANCE, _PERSONNE = "naissance", "personne"

ARRIVEES = {
    _NAISSANCE: "Une naissance",
    "adoption": "Une adoption",
    "conjoint": "L’enfant de mon conjoint arrive chez nous",
    "confie": "Un enfant m’est confié",
    "retour": "Un enfant revient vivre chez moi",
    _PERSONNE: "Une autre personne vient vivre chez moi, à ma charge",
}
CHANGEMENTS = {
    "depart": "Quelqu’un ne vit plus chez moi",
    "fin-etudes": "Il finit ses études, ou commence à travailler",
    "alternee": "Une résidence alternée",
    "deces": "Un décès",
}
_ACTIVITES = {
    ETUDIE: "Études",
    "apprentissage": "Apprentissage",
    "travail": "Salarié",
    "recherche": "Recherche d’emploi",
    "aucune": "Sans activité",
}


class Evenement(Formulaire):
    contexte: Question

    genre = ChampChoix("Qu’est-ce qui a changé ?")

    def preparer(self) -> None:
        connus = CHANGEMENTS if self.contexte.situation.enfants else {}
        self.genre.choices = list((ARRIVEES | connus).items())

    def verifier(self) -> None:
        if self.genre.data == _NAISSANCE:
            self.refuser(self.genre, "Pour une naissance, choisissez la démarche « Déclarer une naissance ».")


class Arrivee(NouvellePersonne):
    """A child is one up to the last age that counts; a child is adopted as long as the family benefits run."""

    def verifier(self) -> None:
        super().verifier()
        genre = _genre(self.contexte.passage)
        limite = age_limite("af" if genre == "adoption" else "rsa", self.contexte.situation.aujourdhui)
        if genre != _PERSONNE and self.ans >= limite:
            self.refuser(
                self.naissance,
                f"À partir de {limite} ans, ce n’est plus un enfant à charge. Vérifiez l’année, ou revenez choisir "
                "une autre réponse.",
            )


class Situations(Occupation):
    def preparer(self) -> None:
        super().preparer()
        if ans := _ans(self.contexte.passage):
            self.nature.description = ce_que_l_age_change(ans, self.contexte.situation.aujourdhui)


def _genre(passage: Passage) -> str:
    evenement = passage.lu(Evenement)
    return (evenement.genre.data or "") if evenement else ""


def _est(*genres: str) -> Condition:
    return choisi(Evenement, "genre", *genres)


def _ans(passage: Passage) -> int:
    """The age of the person that all this is about."""
    arrivee, connu = passage.lu(Arrivee), passage.lu(EnfantDuDossier)
    return arrivee.ans if arrivee else connu.ans if connu else 0


_ARRIVE = _est(*(genre for genre in ARRIVEES if genre != _NAISSANCE))
_FINIT = _est("fin-etudes")


def _occupe(passage: Passage) -> bool:
    """Finishing school always asks what comes next; arriving does from the age when it must be shown."""
    if _FINIT(passage):
        return True
    return _ARRIVE(passage) and _ans(passage) >= age_limite("justificatif", passage.situation.aujourdhui)


def _fermee(situation: Situation) -> str | None:
    if situation.gere_le_dossier:
        return None
    return "Seule la personne qui gère le dossier peut le dire. Demandez-lui, ou appelez votre Caf au 3230."


def _pieces(_situation: Situation) -> list[Piece]:
    plus_tard = "Facultatif : vous pourrez l’envoyer plus tard."
    titres = {
        "adoption": ("Jugement ou décision d’adoption", "Toutes les pages.", True),
        "confie": ("Décision qui vous confie l’enfant", "Du juge ou de l’Aide sociale à l’enfance.", True),
        "alternee": ("Jugement ou accord écrit entre les parents", plus_tard, False),
        "deces": ("Acte de décès", plus_tard, False),
    }
    scolarite = "Certificat de scolarité ou contrat d’apprentissage"
    return [
        *(Piece("justificatif", *titre, si=_est(genre)) for genre, titre in titres.items()),
        Piece("scolarite", scolarite, plus_tard, si=choisi(Situations, "nature", ETUDIE, "apprentissage")),
    ]


def _effets(passage: Passage) -> list[Effet]:
    genre, arrivee, connu = _genre(passage), passage.lu(Arrivee), passage.lu(EnfantDuDossier)
    if arrivee is not None:
        role = Role.AUTRE if genre == _PERSONNE else Role.ENFANT
        prenoms, nom = arrivee.prenoms.data or "", arrivee.nom.data or ""
        return [AjouterPersonne(role, prenoms, nom, arrivee.ecrite, arrivee.sexe.data)]
    if connu is None or connu.personne is None:
        return []
    depart, occupation = passage.lu(Depart), passage.lu(Situations)
    if genre == "deces" or (depart is not None and depart.motif.data != LOIN):
        return [SortirPersonne(connu.personne.id)]
    if occupation is not None:
        return [
            ChangerPersonne(connu.personne.id, "activite", _ACTIVITES[occupation.nature.data or "aucune"]),
            ChangerPersonne(connu.personne.id, "activite_depuis", connu.jour.jour),
        ]
    return _notes(passage, connu.personne.id, connu.jour.jour)


def _notes(passage: Passage, enfant_id: str, depuis: date | None) -> list[Effet]:
    """What a child who stays in the dossier lives, and no register has a place for."""
    alternance = passage.lu(Alternance)
    if depuis is None:
        return []
    if alternance is not None:
        dit = f"Depuis le {jour(depuis)}. Allocations familiales : {alternance.partage.en_clair()}"
        return [NoterFait(enfant_id, "Résidence alternée", dit)]
    if passage.lu(Depart) is not None:
        return [NoterFait(enfant_id, "Vit ailleurs pour ses études", f"Depuis le {jour(depuis)}")]
    return []


FICHE = Fiche(
    slug="enfants-et-personnes-a-charge",
    titre="Enfants et personnes à charge",
    objet="Arrivée, adoption, départ, résidence alternée.",
    rang=110,
    etapes=(
        Etape(
            nom="evenement",
            titre="Le changement",
            formulaire=Evenement,
            pourquoi="Pour vous poser seulement les questions utiles.",
        ),
        Etape(
            nom="arrivee",
            titre="La personne qui arrive",
            formulaire=Arrivee,
            pourquoi="Cette personne entre dans votre dossier. Son âge décide des prestations.",
            si=_ARRIVE,
        ),
        Etape(
            nom="connu",
            titre="La personne concernée",
            formulaire=EnfantDuDossier,
            pourquoi="La date décide à partir de quel mois vos droits changent.",
            si=_est(*CHANGEMENTS),
        ),
        Etape(
            nom="occupation",
            titre="Ce que fait cette personne",
            formulaire=Situations,
            pourquoi="Les études et le salaire décident si elle compte dans votre dossier.",
            si=Environ(_occupe, _FINIT | _ARRIVE),
        ),
        Etape(
            nom="depart",
            titre="Le départ",
            formulaire=Depart,
            pourquoi="Un enfant qui vit ailleurs peut encore être à votre charge.",
            si=_est("depart"),
        ),
        Etape(
            nom="alternance",
            titre="La résidence alternée",
            formulaire=Alternance,
            pourquoi="Les deux parents peuvent recevoir leur part des allocations familiales.",
            si=_est("alternee"),
        ),
        Etape(
            nom="deces",
            titre="Si vous voulez ajouter quelque chose",
            formulaire=Deces,
            pourquoi="Rien n’est obligatoire ici. Votre Caf étudie les aides auxquelles vous avez droit.",
            si=_est("deces"),
        ),
    ),
    change="Votre dossier est mis à jour et vos droits sont calculés de nouveau.",
    suite="Votre Caf vous répond ici. Pour parler à quelqu’un, appelez le 3230.",
    bouton="Envoyer ma déclaration",
    fermee=_fermee,
    pieces=_pieces,
    effets=_effets,
)
