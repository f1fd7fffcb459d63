"""The kinds of alert: what each says, where it leads, and whether it asks for something to be done."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Genre:
    """``texte`` is a sentence with the alert's values in braces; ``lien`` an address with ``{objet}`` in it.

    ``personnel``: what is addressed to one person is read by that person alone, whoever manages the dossier.
    """

    titre: str
    texte: str
    lien: str
    a_faire: bool = False
    personnel: bool = False


GENRES = {
    "paiement": Genre("Paiement effectué", "{montant} le {date}.", "/allocations/paiements/{objet}"),
    "courrier": Genre("Nouveau courrier", "« {objet_du_courrier} », le {date}.", "/courriers/{objet}", personnel=True),
    "piece": Genre("Document à envoyer", "{libelle}, {limite}.", "/demarches/a-transmettre", a_faire=True),
    "declaration": Genre("{titre}", "À faire avant le {date}.", "/demarches/a-transmettre", a_faire=True),
    "envoi-en-attente": Genre(
        "Votre déclaration attend sur votre téléphone",
        "{titre}, à envoyer avant le {date}. Ouvrez l’application sur ce téléphone, là où il y a du réseau.",
        "/demarches/a-consulter",
        a_faire=True,
        personnel=True,
    ),
    "demarche": Genre("{titre}", "Votre démarche est maintenant : {etat}.", "/demarches/suivi/{objet}", personnel=True),
    "compte-cree": Genre(
        "Nouveau compte dans votre foyer",
        "{prenom} a créé son compte le {date}. Ce n’est pas {prenom} ? Appelez votre Caf au 3230.",
        "/compte/historique",
        personnel=True,
    ),
    "autorisation": Genre(
        "Autorisation de gestion",
        "{prenom} vous laisse gérer tout le dossier depuis le {date}.",
        "/compte/procuration",
        personnel=True,
    ),
    "fin-autorisation": Genre(
        "Autorisation de gestion", "Elle a pris fin le {date}.", "/compte/procuration", personnel=True
    ),
    "creance": Genre("Dette notifiée", "{montant} à rembourser : {prestation}.", "/dettes/{objet}"),
    "demande-de-creance": Genre("{titre}", "Votre demande est {etat}.", "/dettes/demandes/{objet}"),
    "remboursement": Genre(
        "Remboursement reçu", "{montant} reçus. Reste à rembourser : {reste}.", "/dettes/reglements/{objet}"
    ),
    "trop-rembourse": Genre(
        "Vous avez payé trop", "{montant} en trop : votre Caf vous les rend.", "/dettes/reglements/{objet}"
    ),
}
