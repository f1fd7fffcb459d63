"""Inès, alone with two children: RSA, APL paid to her landlord, AF, a declaration due, a debt, a document asked for."""

from datetime import date
from decimal import Decimal

from caf_pwa.demonstration.composition import Dossier, Part, Retenue, enfant, personne
from caf_pwa.demonstration.personas import INES
from caf_pwa.socle.formats import mois as en_mois
from caf_pwa.socle.horloge import mois_avant

BAILLEUR = "Logis du Port (votre bailleur)"
RSA = ("703.20", "742.10", "688.75", "688.75", "742.10", "742.10", "742.10", "742.10", "742.10")
DEBUT_DES_RETENUES = 4
_DETAIL_DE_L_INDU = "".join(
    f"\n\n{titre}\n\n{phrase * 9}"
    for titre, phrase in (
        (
            "Comment cette somme a été calculée",
            "Pour chaque mois, nous avons comparé le RSA versé et celui qui vous était dû avec le salaire de mars. ",
        ),
        (
            "Vous voulez demander une rectification",
            "Écrivez-nous dans les 20 jours, avec votre contrat et vos bulletins de salaire. ",
        ),
        (
            "Vous voulez contester",
            "Vous avez deux mois pour écrire à la commission de recours amiable. Le remboursement attend sa réponse. ",
        ),
        (
            "Vous ne pouvez pas rembourser",
            "Demandez un échéancier, ou une remise de dette si votre situation est difficile. ",
        ),
    )
)


def dossier(aujourdhui: date) -> Dossier:
    d = Dossier("ines", aujourdhui, "Caf de la Gironde")
    d.foyer(
        [
            personne(
                INES,
                lieu_naissance="Bordeaux (33)",
                telephone="06 00 00 00 11",
                activite={
                    "nature": "Salariée à temps partiel",
                    "depuis": "2024-09-02",
                    "employeur": "Cantine des Remparts",
                },
            ),
            enfant("lina", "Lina", "MOREAU", date(2017, 3, 9), "F"),
            enfant("adam", "Adam", "MOREAU", date(2020, 10, 22), "M"),
        ],
        numero_allocataire="1234501",
        situation={"nature": "Séparée", "depuis": "2022-05-15"},
        adresse={
            "destinataire": "Madame MOREAU Inès",
            "complement": "Appartement 12",
            "voie": "4 rue des Lilas",
            "code_postal_ville": "33000 BORDEAUX",
            "pays": "FRANCE",
        },
        compte_bancaire={"iban": "FR7600000000000000000001181", "titulaire": "Mme Inès Moreau"},
    )
    d.compte(INES)
    _droits(d)
    d.paiements(lambda rang: _parts(d, rang), _retenues, "FR76 •••• 1181")
    d.quotients("620.50", lambda rang: str(Decimal(_rsa(rang)) + Decimal("540.25")), "3")
    _ressources(d)
    _dette(d)
    _a_faire(d)
    _courriers(d)
    return d


def _rsa(rang: int) -> str:
    """Computed anew every three months; last of all for the month before the last one paid."""
    return RSA[(rang + 1) // 3]


def _parts(d: Dossier, rang: int) -> list[Part]:
    parts = [
        Part("RSA", _rsa(rang)),
        Part("AF", "152.25" if d.mois(rang + 1) >= d.avril else "151.05"),
        Part("APL", "388.00" if rang < 10 else "381.00", tiers=BAILLEUR),
    ]
    if rang == 6:
        parts.append(Part("AF", "42.60", rappel=True))
    return parts


def _retenues(rang: int) -> list[Retenue]:
    return [Retenue("Remboursement de votre dette de RSA", "45.00", "dette-rsa")] if rang < DEBUT_DES_RETENUES else []


def _droits(d: Dossier) -> None:
    d.du_foyer(
        "droit",
        "rsa",
        prestation="RSA",
        etat="ouvert",
        montant=703.20,
        depuis="2022-06-01",
        changement={
            "le": d.mois(2).isoformat(),
            "motif": "Vos ressources des trois derniers mois déclarés ont augmenté.",
            "montant_avant": 742.10,
        },
        calcul=[
            {"libelle": "Montant pour une personne seule avec deux enfants", "montant": 1173.04},
            {"libelle": "Moins le forfait logement", "montant": -193.55},
            {"libelle": "Moins les allocations familiales", "montant": -152.25},
            {"libelle": "Moins la moyenne de vos autres ressources", "montant": -124.04},
        ],
    )
    d.du_foyer(
        "droit",
        "af",
        prestation="AF",
        etat="ouvert",
        montant=152.25,
        depuis="2020-11-01",
        changement={
            "le": d.avril.isoformat(),
            "motif": "Revalorisation annuelle des prestations.",
            "montant_avant": 151.05,
        },
        calcul=[
            {"libelle": "Montant pour deux enfants", "montant": 153.01},
            {"libelle": "Moins la CRDS (0,5 %)", "montant": -0.76},
        ],
    )
    d.du_foyer("droit", "apl", prestation="APL", etat="ouvert", montant=388.00, depuis="2022-09-01", tiers=BAILLEUR)
    d.du_foyer(
        "droit",
        "paje",
        prestation="PAJE-AB",
        etat="clos",
        depuis="2020-10-01",
        fin="2023-10-31",
        motif="Adam a eu 3 ans.",
    )


def _ressources(d: Dossier) -> None:
    for ecart, salaires in ((2, 7446.00), (3, 6980.00)):
        annee = d.aujourdhui.year - ecart
        d.du_foyer(
            "ressources",
            f"ressources-{annee}",
            personne="demo-ines",
            annee=annee,
            lignes=[
                {"libelle": "Salaires", "montant": salaires, "origine": "impots"},
                {"libelle": "Pension alimentaire reçue", "montant": 1200.00, "origine": "vous"},
            ],
        )
    d.du_foyer(
        "ressources",
        f"ressources-{d.mois(2).year}",
        personne="demo-ines",
        annee=d.mois(2).year,
        lignes=[
            {
                "libelle": "Montant net social",
                "montant": montant,
                "origine": "employeur",
                "mois": d.mois(rang).month,
                "payeur": "Cantine des Remparts",
            }
            for rang, montant in ((4, 612.40), (3, 598.12), (2, 640.75))
            if d.mois(rang).year == d.mois(2).year
        ],
    )


def _dette(d: Dossier) -> None:
    deja = sum(45 for rang in range(DEBUT_DES_RETENUES) if rang or _paye_ce_mois(d))
    d.du_foyer(
        "creance",
        "dette-rsa",
        reference="INK 001 2026",
        prestation="Revenu de solidarité active",
        motif="Le salaire de votre contrat de mars n’avait pas été compté. Le RSA versé était trop élevé.",
        mois_debut=f"{d.mois(8):%Y-%m}",
        mois_fin=f"{d.mois(6):%Y-%m}",
        montant=540.00,
        rembourse=float(deja),
        retenue_mensuelle=45.00,
        notifiee_le=d.il_y_a(140),
        etat="en_recouvrement",
        calcul=[
            {"mois": f"{d.mois(rang):%Y-%m}", "verse": verse, "du": du}
            for rang, verse, du in ((8, 688.75, 508.75), (7, 688.75, 508.75), (6, 703.20, 523.20))
        ],
    )


def _paye_ce_mois(d: Dossier) -> bool:
    return any(e["genre"] == "paiement" and e["donnees"]["date"] >= d.mois(0).isoformat() for e in d.enregistrements)


def _a_faire(d: Dossier) -> None:
    premier, dernier = mois_avant(d.aujourdhui, 4), mois_avant(d.aujourdhui, 2)
    periode = f"{en_mois(premier)} à {en_mois(dernier)}"
    d.du_foyer(
        "declaration",
        f"dtr-{d.aujourdhui:%Y-%m}",
        demarche="declaration-trimestrielle",
        titre="Déclaration trimestrielle de ressources",
        periode=periode,
        ouverte_le=d.il_y_a(6),
        limite=d.il_y_a(-12),
    )
    d.du_foyer(
        "piece",
        "bail",
        libelle="Quittance de loyer du mois dernier",
        raison="Votre bailleur nous a signalé un changement de loyer. Nous devons connaître le nouveau montant.",
        demandee_le=d.il_y_a(9),
        limite=d.il_y_a(-21),
    )
    d.du_foyer(
        "demarche",
        "demarche-dtr",
        titre="Déclaration trimestrielle de ressources",
        numero="DTR-000000-0001",
        deposee_le=d.il_y_a(96),
        etat="traitee",
        historique=[
            {"date": d.il_y_a(96), "auteur": "Vous", "texte": "Déclaration envoyée depuis caf.fr."},
            {
                "date": d.il_y_a(94),
                "auteur": "Votre Caf",
                "texte": "Déclaration prise en compte : RSA de 703,20 € par mois.",
            },
        ],
    )
    d.du_foyer(
        "demarche",
        "demarche-travail",
        titre="Changement de situation professionnelle",
        numero="PRO-000000-0002",
        deposee_le=d.il_y_a(240),
        etat="traitee",
        historique=[
            {"date": d.il_y_a(240), "auteur": "Vous", "texte": "Changement déclaré à l’accueil de la Caf."},
            {"date": d.il_y_a(233), "auteur": "Votre Caf", "texte": "Changement enregistré."},
        ],
    )


def _courriers(d: Dossier) -> None:
    d.courrier(
        "quittance",
        9,
        "Il nous manque un document",
        "Bonjour,\n\nVotre bailleur nous a signalé un changement de loyer. Pour recalculer votre aide au logement, "
        "nous avons besoin de votre quittance de loyer du mois dernier.\n\nVous pouvez nous l’envoyer depuis "
        "« Mes démarches », rubrique « À transmettre ».\n\nVotre Caf",
        pdf=True,
        piece="demo-ines-bail",
    )
    d.courrier(
        "declaration",
        6,
        "Votre déclaration trimestrielle est ouverte",
        "Bonjour,\n\nDites-nous les ressources de votre foyer pour les trois derniers mois. Votre RSA en dépend."
        "\n\nVotre Caf",
        nature="courriel",
        demarche="declaration-trimestrielle",
    )
    d.courrier(
        "rsa",
        60,
        "Votre RSA change",
        "Bonjour,\n\nNous avons étudié vos ressources des trois derniers mois déclarés. Votre RSA passe de 742,10 € à "
        "703,20 € par mois.\n\nVous n’êtes pas d’accord ? Vous avez deux mois pour nous écrire.\n\nVotre Caf",
        pdf=True,
    )
    d.courrier(
        "indu",
        140,
        "Vous devez nous rembourser 540,00 €",
        "Bonjour,\n\nLe salaire de votre contrat de mars n’avait pas été compté. Nous vous avons donc versé 540,00 € "
        "de RSA en trop.\n\nVous avez 20 jours pour demander une rectification et deux mois pour contester. Vous "
        "pouvez rembourser en plusieurs fois. Sans réponse de votre part, nous retiendrons 45,00 € par mois."
        "\n\nVotre Caf",
        pdf=True,
        suite=_DETAIL_DE_L_INDU,
    )
    d.courrier(
        "rentree",
        115,
        "Préparez la rentrée",
        "Bonjour,\n\nL’allocation de rentrée scolaire sera versée en août pour Lina. Vous n’avez rien à faire."
        "\n\nVotre Caf",
        nature="courriel",
    )
    d.courrier(
        "revalorisation",
        230,
        "Les montants changent au 1er avril",
        "Bonjour,\n\nLes prestations augmentent de 0,8 % au 1er avril. Vos nouveaux montants sont dans « Mes droits »."
        "\n\nVotre Caf",
        nature="courriel",
    )
