"""Maintien dans les lieux pendant l’été, for students with a housing benefit: domain fact file 6 (b)."""

from datetime import date

from caf_pwa.demarches.conditions import choisi
from caf_pwa.demarches.moteur import Etape, Fiche, Passage, Periode, Question, Repetition
from caf_pwa.demarches.questions.adresses import FRANCE, Adresse
from caf_pwa.demarches.questions.annee_scolaire import etudiants, jour_de_regle
from caf_pwa.demarches.situation import Situation
from caf_pwa.dossier.effets import ChangerFoyer, Effet, NoterFait
from caf_pwa.socle.champs import ChampChoix, ChampDate
from caf_pwa.socle.formats import jour, jour_court
from caf_pwa.socle.formulaires import Formulaire, Reponses

AIDES_AU_LOGEMENT = ("APL", "ALF", "ALS")


class Ete(Formulaire):
    contexte: Question

    reponse = ChampChoix(
        "Que faites-vous de votre logement cet été ?",
        (
            ("garde", "Je le garde en juillet et en août"),
            ("revient", "Je pars pour l’été, et je reviens en septembre"),
            ("quitte", "Je pars définitivement"),
        ),
    )

    def preparer(self) -> None:
        limite = jour(derniere_reponse(self.contexte.situation))
        self.reponse.description = (
            f"Répondez avant le {limite} inclus. Sans réponse, l’aide au logement s’arrête à partir de juillet : cela "
            "se voit sur le paiement d’août. « Je pars pour l’été » est pour une résidence qui suspend votre loyer."
        )


class Depart(Formulaire):
    contexte: Question

    depart = ChampDate("Jour du départ", aide="Le jour où vous rendez les clés. Exemple : 30/06/2026.")

    def preparer(self) -> None:
        annee = _annee(self.contexte.situation)
        self.depart.borner(date(annee, 1, 1), date(annee, 12, 31))


def _annee(situation: Situation) -> int:
    """The year of the summer in question."""
    return (situation.attendue.ouverte_le if situation.attendue else situation.aujourdhui).year


def derniere_reponse(situation: Situation) -> date:
    """The last day to answer: that of the declaration which is waited for, else the rule's."""
    if situation.attendue:
        return situation.attendue.limite
    return jour_de_regle("maintien.dernier_jour", _annee(situation))


def _fermee(situation: Situation) -> str | None:
    if situation.attendue:
        return None
    if not situation.gere_le_dossier:
        return "Le responsable du dossier répond à cette question. Demandez-lui de le faire."
    if not etudiants(situation):
        return (
            "Cette question est pour les étudiants. Si vous l’êtes, dites-le avec « Changement de situation "
            "professionnelle »."
        )
    if not situation.a_droit(*AIDES_AU_LOGEMENT):
        return (
            "Vous n’avez pas d’aide au logement : il n’y a rien à déclarer. Pour en demander une, contactez votre Caf."
        )
    premier = jour_de_regle("maintien.premier_jour", situation.aujourdhui.year)
    if not premier <= situation.aujourdhui <= derniere_reponse(situation):
        return (
            f"Cette question s’ouvre le {jour_court(premier)}, pour l’été. Si vous déménagez avant, faites un "
            "« Changement de coordonnées »."
        )
    return None


def _periode(situation: Situation) -> Periode:
    annee = _annee(situation)
    return Periode(str(annee), f"l’été {annee}")


def _en_france(_passage: Passage, _tour: Repetition | None) -> Reponses:
    return {"pays": [FRANCE]}


_definitif = choisi(Ete, "reponse", "quitte")


def _effets(passage: Passage) -> list[Effet]:
    """What they do with the flat; a student who leaves for good gives the new address of their own dossier."""
    situation, ete, adresse = passage.situation, passage.lu(Ete), passage.lu(Adresse)
    if ete is None:
        return []
    effets: list[Effet] = [NoterFait(situation.moi.id, f"Logement, été {_annee(situation)}", ete.reponse.en_clair())]
    if adresse is not None and situation.gere_le_dossier:
        destinataire = (situation.foyer.adresse or {}).get("destinataire")
        effets.append(ChangerFoyer("adresse", adresse.parties(destinataire)))
    return effets


FICHE = Fiche(
    slug="maintien-dans-les-lieux",
    titre="Maintien dans les lieux pendant l’été",
    objet="Si vous êtes étudiant : dire si vous gardez votre logement en juillet et en août.",
    rang=20,
    etapes=(
        Etape(
            nom="ete",
            titre="Votre été",
            formulaire=Ete,
            pourquoi="L’aide au logement continue en juillet et en août si vous gardez le logement et payez son loyer.",
        ),
        Etape(
            nom="depart",
            titre="Votre départ",
            formulaire=Depart,
            pourquoi="L’aide pour ce logement s’arrête. Pour un autre logement, il faut en demander une nouvelle.",
            si=_definitif,
        ),
        Etape(
            nom="adresse",
            titre="Votre nouvelle adresse",
            formulaire=Adresse,
            pourquoi="Nous y envoyons vos courriers, et votre dossier passe à la Caf de cette adresse.",
            si=_definitif,
            preremplir=_en_france,
        ),
    ),
    change="Votre aide au logement de juillet et d’août suit votre réponse : elle continue, est suspendue ou s’arrête.",
    suite="Nous tenons compte de votre réponse pour le paiement d’août. Si vous changez d’avis, écrivez à votre Caf.",
    bouton="Envoyer ma déclaration",
    fermee=_fermee,
    periode=_periode,
    effets=_effets,
)
