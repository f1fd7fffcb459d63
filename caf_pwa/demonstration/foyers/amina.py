"""Amina is a refugee; her temporary number begins with 8."""

from datetime import date

from caf_pwa.demonstration.composition import Dossier, Part, personne, sans_retenue
from caf_pwa.demonstration.personas import AMINA


def dossier(aujourdhui: date) -> Dossier:
    d = Dossier("amina", aujourdhui, "Caf de la Seine-Saint-Denis")
    d.foyer(
        [
            personne(
                AMINA,
                lieu_naissance="Somalie",
                telephone="06 00 00 00 16",
                activite={"nature": "Sans emploi"},
            )
        ],
        numero_allocataire="1234504",
        situation={"nature": "Célibataire"},
        adresse={
            "destinataire": "Madame YUSUF Amina",
            "complement": "Chez l’association Le Seuil",
            "voie": "18 rue de la République",
            "code_postal_ville": "93200 SAINT-DENIS",
            "pays": "FRANCE",
        },
        compte_bancaire={"iban": "FR7600000000000000000001684", "titulaire": "Mme Amina Yusuf"},
    )
    d.compte(AMINA)
    d.du_foyer(
        "droit",
        "rsa",
        prestation="RSA",
        etat="ouvert",
        montant=573.49,
        depuis=d.mois(9).isoformat(),
        calcul=[
            {"libelle": "Montant pour une personne seule", "montant": 651.69},
            {"libelle": "Moins le forfait logement (vous êtes hébergée)", "montant": -78.20},
        ],
    )
    d.paiements(lambda rang: [Part("RSA", "573.49" if rang < 9 else "568.94")], sans_retenue, "FR76 •••• 1684")
    d.quotients("0.00", lambda _: "573.49", "2")
    d.courrier(
        "numero",
        25,
        "Votre numéro est provisoire",
        "Bonjour,\n\nVous avez un numéro de sécurité sociale provisoire, qui commence par 8. Il fonctionne comme un "
        "autre pour vous connecter. Quand vous recevrez votre numéro définitif, votre compte restera le même."
        "\n\nVotre Caf",
    )
    return d
