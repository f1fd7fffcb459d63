"""Nadia has no number at all: she signs in with an identifiant provisoire."""

from datetime import date

from caf_pwa.demonstration.composition import Dossier, Part, enfant, personne, sans_retenue
from caf_pwa.demonstration.personas import NADIA


def dossier(aujourdhui: date) -> Dossier:
    d = Dossier("nadia", aujourdhui, "Caf des Bouches-du-Rhône")
    d.foyer(
        [
            personne(NADIA, telephone="06 00 00 00 19", activite={"nature": "Congé parental"}),
            enfant("yasmine", "Yasmine", "HADDAD", date(2022, 1, 11), "F"),
            enfant("ilyes", "Ilyès", "HADDAD", date(2024, 4, 2), "M"),
        ],
        situation={"nature": "Veuve"},
        adresse={
            "destinataire": "Madame HADDAD Nadia",
            "voie": "52 boulevard National",
            "code_postal_ville": "13003 MARSEILLE",
            "pays": "FRANCE",
        },
        compte_bancaire={"iban": "FR7600000000000000000001985", "titulaire": "Mme Nadia Haddad"},
    )
    d.compte(NADIA)
    d.du_foyer("droit", "af", prestation="AF", etat="ouvert", montant=152.25, depuis=d.mois(11).isoformat())
    d.du_foyer("droit", "paje", prestation="PAJE-AB", etat="ouvert", montant=198.16, depuis=d.mois(11).isoformat())
    d.du_foyer(
        "droit",
        "asf",
        prestation="ASF",
        etat="suspendu",
        depuis=d.mois(11).isoformat(),
        motif="Il nous manque l’acte de décès de votre conjoint.",
        a_faire="Envoyez-nous ce document. Le versement reprendra, et les mois manqués vous seront payés.",
    )
    d.paiements(lambda _: [Part("AF", "152.25"), Part("PAJE-AB", "198.16")], sans_retenue, "FR76 •••• 1985")
    d.quotients("410.00", lambda _: "350.41", "3")
    d.du_foyer(
        "piece",
        "acte",
        libelle="Acte de décès de votre conjoint",
        raison="Pour reprendre le versement de l’allocation de soutien familial.",
        demandee_le=d.il_y_a(18),
        limite=d.il_y_a(-14),
    )
    return d
