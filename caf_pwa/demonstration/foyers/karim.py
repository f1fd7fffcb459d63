"""Karim and Julie have three children, one aged 16. Julie has an account and no authorisation; Hugo none yet."""

from datetime import date

from caf_pwa.demonstration.composition import Dossier, Part, enfant, personne, sans_retenue
from caf_pwa.demonstration.personas import JULIE, KARIM, hugo

PRIME = ("187.64", "203.11", "203.11", "195.40", "195.40", "176.02", "176.02", "176.02", "176.02")


def dossier(aujourdhui: date) -> Dossier:
    d = Dossier("karim", aujourdhui, "Caf du Rhône")
    d.foyer(
        [
            personne(
                KARIM,
                lieu_naissance="Lyon (69)",
                telephone="06 00 00 00 12",
                activite={"nature": "Salarié", "depuis": "2019-01-07", "employeur": "Ateliers du Confluent"},
            ),
            personne(
                JULIE,
                nom_usage="BENALI",
                lieu_naissance="Lyon (69)",
                telephone="06 00 00 00 13",
                activite={
                    "nature": "Salariée à temps partiel",
                    "depuis": "2021-10-04",
                    "employeur": "Librairie de la Place",
                },
            ),
            personne(hugo(aujourdhui), lieu_naissance="Lyon (69)"),
            enfant("sarah", "Sarah", "BENALI", date(2014, 1, 30), "F"),
            enfant("noe", "Noé", "BENALI", date(2018, 12, 5), "M"),
        ],
        numero_allocataire="1234502",
        situation={"nature": "Mariés", "depuis": "2009-06-20"},
        adresse={
            "destinataire": "Monsieur et Madame BENALI Karim",
            "voie": "27 cours de la Liberté",
            "code_postal_ville": "69003 LYON",
            "pays": "FRANCE",
        },
        compte_bancaire={"iban": "FR7600000000000000000001282", "titulaire": "M. ou Mme Benali"},
    )
    d.compte(KARIM)
    d.compte(JULIE)
    d.du_foyer("droit", "af", prestation="AF", etat="ouvert", montant=347.31, depuis="2019-01-01")
    d.du_foyer("droit", "cf", prestation="CF", etat="ouvert", montant=198.16, depuis="2021-12-01")
    d.du_foyer(
        "droit",
        "ppa",
        prestation="PPA",
        etat="ouvert",
        montant=187.64,
        depuis="2023-03-01",
        changement={
            "le": d.mois(1).isoformat(),
            "motif": "Vos ressources des trois derniers mois déclarés ont augmenté.",
            "montant_avant": 203.11,
        },
    )
    d.paiements(lambda rang: _parts(d, rang), sans_retenue, "FR76 •••• 1282")
    d.quotients("2640.00", lambda rang: str(545 + rang % 3), "4")
    for nom, salaire in (("karim", 24480.00), ("julie", 9320.00)):
        for ecart in (2, 3):
            annee = aujourdhui.year - ecart
            d.du_foyer(
                "ressources",
                f"ressources-{nom}-{annee}",
                personne=f"demo-{nom}",
                annee=annee,
                lignes=[{"libelle": "Salaires", "montant": salaire - 400 * (ecart - 2), "origine": "impots"}],
            )
    d.du_foyer(
        "demarche",
        "demarche-coordonnees",
        titre="Changement de coordonnées",
        numero="COO-000000-0003",
        deposee_le=d.il_y_a(410),
        etat="traitee",
        historique=[{"date": d.il_y_a(410), "auteur": "Vous", "texte": "Nouvelle adresse déclarée."}],
    )
    d.courrier(
        "prime",
        42,
        "Votre Prime d’activité change",
        "Bonjour,\n\nAprès votre déclaration trimestrielle, votre Prime d’activité passe de 203,11 € à 187,64 € par "
        "mois, pour trois mois.\n\nVotre Caf",
        pdf=True,
    )
    d.courrier(
        "seize-ans",
        70,
        "Hugo a 16 ans",
        "Bonjour,\n\nÀ 16 ans, Hugo peut ouvrir son propre compte dans l’application. Pour l’allocation de rentrée "
        "scolaire, dites-nous chaque été s’il est toujours scolarisé.\n\nVotre Caf",
        nature="courriel",
        demarche="certificat-de-scolarite",
    )
    return d


def _parts(d: Dossier, rang: int) -> list[Part]:
    """The Prime d’activité is computed anew every three months; family benefits grow in April."""
    af, cf = ("347.31", "198.16") if d.mois(rang + 1) >= d.avril else ("344.55", "196.59")
    return [Part("AF", af), Part("CF", cf), Part("PPA", PRIME[(rang + 2) // 3])]
