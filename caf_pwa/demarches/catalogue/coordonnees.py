"""Changement de coordonnées, postal address, mail, telephone: domain fact file 6 (g)."""

from datetime import timedelta

from caf_pwa.demarches.conditions import Environ, choisi
from caf_pwa.demarches.moteur import Contact, Etape, Fiche, Passage, Piece, Question, Repetition
from caf_pwa.demarches.questions.adresses import Adresse, en_france
from caf_pwa.demarches.questions.identites import nom_propre
from caf_pwa.demarches.situation import Situation, au_choix
from caf_pwa.dossier.effets import ChangerFoyer, ChangerPersonne
from caf_pwa.dossier.modele import Role
from caf_pwa.socle import champs_speciaux
from caf_pwa.socle.champs import ChampChoix, ChampChoixMultiples, ChampDate, ChampMontant, ChampTexte
from caf_pwa.socle.dates import DatePartielle
from caf_pwa.socle.formulaires import Formulaire, Reponses
from caf_pwa.socle.parametres import parametre

AIDE_ARRETEE = "Votre aide au logement s’arrête quand vous déménagez : une nouvelle demande est nécessaire."
_ADRESSE = ("adresse", "Mon adresse postale")
_COURRIEL = ("mail", "Mon adresse mail")
_TELEPHONE = ("tel", "Mon téléphone")
_LOUES = ("location", "colocation", "foyer")


class Changements(Formulaire):
    contexte: Question

    quoi = ChampChoixMultiples("Que voulez-vous changer ?", aide="Cochez une ou plusieurs réponses.")

    def preparer(self) -> None:
        gere = self.contexte.situation.gere_le_dossier
        self.quoi.choices = [_ADRESSE, _COURRIEL, _TELEPHONE] if gere else [_COURRIEL, _TELEPHONE]


class Demenagement(Formulaire):
    contexte: Question

    jour = ChampDate("Date du déménagement", aide=f"{AIDE_ARRETEE} Exemple de date : 05/03/2026.")
    qui = ChampChoixMultiples("Qui déménage ?", aide="Cochez toutes les personnes qui vivront à la nouvelle adresse.")

    def preparer(self) -> None:
        situation = self.contexte.situation
        avance = timedelta(days=int(parametre("demenagement.jours_a_l_avance", situation.aujourdhui)))
        self.jour.borner(DatePartielle.lire(situation.moi.naissance).exacte(), situation.aujourdhui + avance)
        self.qui.choices = au_choix(situation.membres)


class NouvelleAdresse(Adresse):
    contexte: Question

    def verifier(self) -> None:
        super().verifier()
        actuelle = self.contexte.situation.foyer.adresse or {}
        if self.parties(actuelle.get("destinataire")) == actuelle:
            self.refuser(self.voie, "C’est l’adresse que nous avons déjà. Écrivez la nouvelle.")


class Logement(Formulaire):
    nature = ChampChoix(
        "Comment y êtes-vous logé ?",
        (
            ("location", "Locataire"),
            ("colocation", "En colocation"),
            ("foyer", "En foyer ou en résidence"),
            ("proprietaire", "Propriétaire"),
            ("heberge", "Hébergé chez quelqu’un"),
            ("autre", "Autrement, ou sans logement fixe"),
        ),
    )


class Bail(Formulaire):
    bailleur = ChampTexte("Nom du propriétaire ou de l’agence", aide="Exemple : Agence du Marché.", forme=nom_propre)
    loyer = ChampMontant("Loyer par mois, sans les charges", aide="Il est écrit sur votre bail. Exemple : 612,50.")


class Hebergement(Formulaire):
    chez = ChampTexte("Hébergé chez", aide="Son prénom et son nom. Exemple : Inès O’Brien.", forme=nom_propre)


class Courriel(Formulaire):
    contexte: Question

    courriel = ChampTexte(
        "Nouvelle adresse mail",
        aide="Exemple : prenom.nom@exemple.fr. Nous prévenons aussi votre ancienne adresse.",
        longueur=254,
        forme=champs_speciaux.courriel,
        render_kw={"type": "email", "autocomplete": "email"},
    )

    def verifier(self) -> None:
        if (self.courriel.data or "").casefold() == (self.contexte.situation.moi.courriel or "").casefold():
            self.refuser(self.courriel, "C’est l’adresse mail que nous avons déjà. Écrivez la nouvelle.")


class Telephone(Formulaire):
    contexte: Question

    telephone = ChampTexte(
        "Nouveau numéro de téléphone",
        aide="Exemple : 06 12 34 56 78. À l’étranger, commencez par + et l’indicatif du pays.",
        longueur=30,
        forme=champs_speciaux.telephone,
        render_kw={"type": "tel", "autocomplete": "tel"},
    )

    def verifier(self) -> None:
        if self.telephone.data == self.contexte.situation.moi.telephone:
            self.refuser(self.telephone, "C’est le numéro que nous avons déjà. Écrivez le nouveau.")


_adresse = choisi(Changements, "quoi", _ADRESSE[0])
_loue = _adresse & choisi(Logement, "nature", *_LOUES)
_heberge = _adresse & choisi(Logement, "nature", "heberge")


def _tout_le_monde(passage: Passage, _repetition: Repetition | None) -> Reponses:
    return {"qui": [membre.id for membre in passage.situation.membres]}


def _pieces(_situation: Situation) -> list[Piece]:
    bail = "Facultatif : cela aide à étudier l’aide au logement."
    attestation = "Facultatif : écrite par la personne chez qui vous vivez."
    return [
        Piece("bail", "Bail ou attestation de loyer", bail, si=_loue),
        Piece("hebergement", "Attestation d’hébergement", attestation, si=_heberge),
    ]


def _effets(passage: Passage) -> list[ChangerFoyer | ChangerPersonne]:
    effets: list[ChangerFoyer | ChangerPersonne] = []
    adresse = passage.lu(NouvelleAdresse)
    if adresse is not None and _le_dossier_demenage(passage):
        destinataire = (passage.situation.foyer.adresse or {}).get("destinataire")
        effets.append(ChangerFoyer("adresse", adresse.parties(destinataire)))
    moi = passage.situation.moi.id
    return effets + [ChangerPersonne(moi, contact.canal, contact.nouveau) for contact in _contacts(passage)]


def _contacts(passage: Passage) -> list[Contact]:
    """The new mail and telephone, each to be confirmed by a code."""
    moi, mail, tel = passage.situation.moi, passage.lu(Courriel), passage.lu(Telephone)
    contacts = []
    if mail is not None and mail.courriel.data:
        contacts.append(Contact("courriel", mail.courriel.data, moi.courriel))
    if tel is not None and tel.telephone.data:
        contacts.append(Contact("telephone", tel.telephone.data, moi.telephone))
    return contacts


def _le_dossier_demenage(passage: Passage) -> bool:
    """The address of the dossier is that of its responsible person: a child who leaves alone does not change it."""
    demenagement = passage.lu(Demenagement)
    partants = demenagement.qui.data or () if demenagement else ()
    return any(membre.role is Role.RESPONSABLE and membre.id in partants for membre in passage.situation.membres)


def _la_mienne(passage: Passage) -> bool:
    return not passage.situation.gere_le_dossier


FICHE = Fiche(
    slug="coordonnees",
    titre="Changement de coordonnées",
    objet="Adresse postale, adresse mail, téléphone.",
    rang=90,
    etapes=(
        Etape(
            nom="choix",
            titre="Le changement",
            formulaire=Changements,
            pourquoi="Pour vous poser seulement les questions utiles.",
        ),
        Etape(
            nom="demenagement",
            titre="Votre déménagement",
            formulaire=Demenagement,
            pourquoi="La date décide de vos droits. Si vous changez de Caf, le dossier passe tout seul à la nouvelle.",
            si=_adresse,
            preremplir=_tout_le_monde,
        ),
        Etape(
            nom="adresse",
            titre="Votre nouvelle adresse",
            formulaire=NouvelleAdresse,
            pourquoi="Nous vous écrivons à cette adresse.",
            si=_adresse,
            preremplir=en_france,
        ),
        Etape(
            nom="logement",
            titre="Votre logement",
            formulaire=Logement,
            pourquoi="Vos droits dépendent de la façon dont vous êtes logé.",
            si=_adresse,
        ),
        Etape(
            nom="bail",
            titre="Votre loyer",
            formulaire=Bail,
            pourquoi="Pour préparer votre nouvelle demande d’aide au logement.",
            si=_loue,
        ),
        Etape(
            nom="hebergement",
            titre="Votre hébergement",
            formulaire=Hebergement,
            pourquoi="Pour que notre courrier vous parvienne.",
            si=_heberge,
        ),
        Etape(
            nom="mail",
            titre="Votre adresse mail",
            formulaire=Courriel,
            pourquoi="Nous y envoyons les codes et les alertes.",
            si=choisi(Changements, "quoi", _COURRIEL[0]),
        ),
        Etape(
            nom="telephone",
            titre="Votre téléphone",
            formulaire=Telephone,
            pourquoi="Pour vous appeler au sujet de votre dossier.",
            si=choisi(Changements, "quoi", _TELEPHONE[0]),
        ),
    ),
    change="Nous vous écrivons et nous vous appelons à vos nouvelles coordonnées.",
    suite="Confirmez une nouvelle adresse mail ou un nouveau numéro avec le code que nous y envoyons. Nous prévenons "
    "aussi les anciens. Après un déménagement, faites une nouvelle demande d’aide au logement.",
    pieces=_pieces,
    effets=_effets,
    contacts=_contacts,
    sensible_si=Environ(
        lambda passage: bool(_contacts(passage)), choisi(Changements, "quoi", _COURRIEL[0], _TELEPHONE[0])
    ),
    confidentielle=_la_mienne,
)
