"""Claire's quotient familial cannot be computed: it is absent, with its reason."""

from datetime import date

from caf_pwa.demonstration.composition import MOIS, Dossier, Part, enfant, personne, sans_retenue
from caf_pwa.demonstration.personas import SANS_QF

MOTIF = (
    "Vos ressources d’il y a deux ans ne nous sont pas connues. "
    "Déclarez-les aux impôts ou envoyez-nous votre avis d’imposition."
)


def dossier(aujourdhui: date) -> Dossier:
    d = Dossier("sans-qf", aujourdhui, "Caf de Loire-Atlantique")
    d.foyer(
        [
            personne(
                SANS_QF,
                lieu_naissance="Nantes (44)",
                telephone="06 00 00 00 18",
                activite={"nature": "Travailleuse indépendante", "depuis": "2024-02-01"},
            ),
            enfant("jules", "Jules", "FONTAINE", date(2019, 5, 17), "M"),
            enfant("zoe", "Zoé", "FONTAINE", date(2021, 9, 6), "F"),
        ],
        numero_allocataire="1234508",
        situation={"nature": "Vie commune", "depuis": "2018-03-01"},
        adresse={
            "destinataire": "Madame FONTAINE Claire",
            "voie": "14 quai de la Fosse",
            "code_postal_ville": "44000 NANTES",
            "pays": "FRANCE",
        },
        compte_bancaire={"iban": "FR7600000000000000000001887", "titulaire": "Mme Claire Fontaine"},
    )
    d.compte(SANS_QF)
    d.du_foyer("droit", "af", prestation="AF", etat="ouvert", montant=152.25, depuis="2021-10-01")
    d.paiements(lambda _: [Part("AF", "152.25")], sans_retenue, "FR76 •••• 1887")
    for rang in range(MOIS):
        d.du_foyer(
            "quotient_familial",
            f"qf-{d.mois(rang):%Y-%m}",
            mois=f"{d.mois(rang):%Y-%m}",
            valeur=None,
            motif=MOTIF,
            fournisseur="CNAF",
        )
    return d
