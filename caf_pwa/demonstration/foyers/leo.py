"""Léo is a student with ALS; the summer question is open."""

from datetime import date

from caf_pwa.demonstration.composition import Dossier, Part, personne, sans_retenue
from caf_pwa.demonstration.personas import LEO


def dossier(aujourdhui: date) -> Dossier:
    d = Dossier("leo", aujourdhui, "Caf d’Ille-et-Vilaine")
    d.foyer(
        [
            personne(
                LEO,
                lieu_naissance="Rennes (35)",
                telephone="06 00 00 00 15",
                activite={"nature": "Étudiant", "depuis": "2023-09-04"},
            )
        ],
        numero_allocataire="1234503",
        situation={"nature": "Célibataire"},
        adresse={
            "destinataire": "Monsieur GARNIER Léo",
            "complement": "Résidence des Tilleuls, studio 204",
            "voie": "9 allée de Beaulieu",
            "code_postal_ville": "35000 RENNES",
            "pays": "FRANCE",
        },
        compte_bancaire={"iban": "FR7600000000000000000001583", "titulaire": "M. Léo Garnier"},
    )
    d.compte(LEO)
    d.du_foyer("droit", "als", prestation="ALS", etat="ouvert", montant=214.00, depuis="2023-10-01")
    d.paiements(lambda rang: [Part("ALS", "214.00" if rang < 11 else "209.00")], sans_retenue, "FR76 •••• 1583")
    d.quotients("300.00", lambda _: "214.00", "2")
    d.du_foyer(
        "declaration",
        f"ete-{aujourdhui:%Y-%m}",
        demarche="maintien-dans-les-lieux",
        titre="Votre logement pendant l’été",
        periode="juillet et août",
        ouverte_le=d.il_y_a(10),
        limite=d.il_y_a(-15),
    )
    annee = aujourdhui.year - 2
    d.du_foyer(
        "ressources",
        f"ressources-{annee}",
        personne="demo-leo",
        annee=annee,
        lignes=[{"libelle": "Salaires (jobs d’été)", "montant": 1640.00, "origine": "impots"}],
    )
    d.courrier(
        "ete",
        10,
        "Gardez-vous votre logement cet été ?",
        "Bonjour,\n\nDites-nous si vous gardez votre logement en juillet et en août. Sans réponse, l’aide au logement "
        "s’arrête pendant l’été.\n\nVotre Caf",
        nature="courriel",
    )
    return d
