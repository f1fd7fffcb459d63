"""Paul receives the AAH, is separated and contests a debt: nothing is deducted meanwhile."""

from datetime import date

from caf_pwa.demonstration.composition import Dossier, Part, personne, sans_retenue
from caf_pwa.demonstration.personas import PAUL


def dossier(aujourdhui: date) -> Dossier:
    d = Dossier("paul", aujourdhui, "Caf du Nord")
    d.foyer(
        [
            personne(
                PAUL,
                lieu_naissance="Lille (59)",
                telephone="06 00 00 00 17",
                activite={"nature": "Sans activité", "depuis": "2016-02-01"},
            )
        ],
        numero_allocataire="1234506",
        situation={"nature": "Séparé", "depuis": "2023-11-02"},
        adresse={
            "destinataire": "Monsieur ROUSSEL Paul",
            "voie": "3 place du Béguinage",
            "code_postal_ville": "59000 LILLE",
            "pays": "FRANCE",
        },
        compte_bancaire={"iban": "FR7600000000000000000001786", "titulaire": "M. Paul Roussel"},
    )
    d.compte(PAUL)
    d.du_foyer("droit", "aah", prestation="AAH", etat="ouvert", montant=1041.59, depuis="2016-05-01")
    d.paiements(lambda rang: [Part("AAH", "1041.59" if rang < 8 else "1033.32")], sans_retenue, "FR76 •••• 1786")
    d.quotients("0.00", lambda _: "1041.59", "2")
    d.du_foyer(
        "creance",
        "dette-aah",
        reference="IM3 002 2026",
        prestation="Allocation aux adultes handicapés",
        motif="Une pension versée en début d’année n’avait pas été comptée.",
        mois_debut=f"{d.mois(9):%Y-%m}",
        mois_fin=f"{d.mois(8):%Y-%m}",
        montant=824.16,
        rembourse=0.00,
        notifiee_le=d.il_y_a(34),
        etat="contestee",
        calcul=[
            {"mois": f"{d.mois(9):%Y-%m}", "verse": 1033.32, "du": 621.24},
            {"mois": f"{d.mois(8):%Y-%m}", "verse": 1041.59, "du": 629.51},
        ],
    )
    d.courrier(
        "contestation",
        20,
        "Nous étudions votre contestation",
        "Bonjour,\n\nNous avons bien reçu votre contestation. Le remboursement de votre dette est suspendu : rien ne "
        "sera retenu sur vos paiements jusqu’à la décision.\n\nVotre Caf",
        pdf=True,
    )
    return d
