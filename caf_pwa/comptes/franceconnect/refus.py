"""What a person is told when FranceConnect did not let them in: what happened, what to do. No request here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Refus:
    statut: int
    titre: str
    phrases: tuple[str, ...]
    reessayer: bool = True


_AUTREMENT = "Vous pouvez aussi entrer avec votre numéro et votre mot de passe."
_CONSEILLER = "Appelez votre Caf au 3230 (prix d’un appel local) : un conseiller vérifie avec vous."

_REFUS = {
    "abandon": Refus(
        403,
        "Vous avez arrêté l’identification",
        ("Rien n’a été fait. Vous pouvez recommencer quand vous voulez.", _AUTREMENT),
    ),
    "bloque": Refus(
        403,
        "FranceConnect a refusé cette identification",
        (
            "Le compte choisi, ou son fournisseur, est bloqué pour le moment. Choisissez un autre compte sur "
            "FranceConnect.",
            _AUTREMENT,
        ),
    ),
    "etat-civil": Refus(
        403,
        "FranceConnect n’a pas retrouvé votre état civil",
        (
            "Votre identité n’a pas pu être confirmée auprès de l’Insee. Un accent ou un nom d’usage suffit parfois. "
            "Vérifiez vos informations chez votre fournisseur, ou choisissez un autre compte.",
            _AUTREMENT,
        ),
    ),
    "refus": Refus(
        403,
        "FranceConnect ne vous a pas identifié",
        ("Rien n’a été fait. Recommencez, ou choisissez un autre compte sur FranceConnect.", _AUTREMENT),
    ),
    "demande": Refus(
        400,
        "FranceConnect n’a pas compris notre demande",
        ("L’erreur vient de chez nous, pas de vous. Recommencez une fois.", _AUTREMENT),
    ),
    "panne": Refus(
        503,
        "FranceConnect ne répond pas",
        ("Ce n’est pas de votre fait. Réessayez dans quelques minutes.", _AUTREMENT),
    ),
    "etat": Refus(
        400,
        "Cette identification est trop ancienne",
        (
            "Elle a duré plus de 10 minutes, a déjà servi, ou a commencé dans un autre navigateur. "
            "Par sécurité, recommencez depuis le début.",
            _AUTREMENT,
        ),
    ),
    "jeton": Refus(
        403,
        "Nous n’avons pas pu vérifier votre identification",
        ("Par sécurité, nous n’avons pas accepté la réponse reçue. Recommencez depuis le début.", _AUTREMENT),
    ),
    "incomplete": Refus(
        403,
        "FranceConnect ne nous a pas tout dit de vous",
        ("Il nous manque votre nom, vos prénoms ou votre date de naissance. Acceptez de les partager.", _AUTREMENT),
    ),
    "plusieurs": Refus(
        409,
        "Plusieurs personnes portent votre identité",
        (
            "Même nom, mêmes prénoms, même date de naissance : nous ne pouvons pas choisir à votre place. "
            "Rien n’a été relié.",
            _CONSEILLER,
            _AUTREMENT,
        ),
        reessayer=False,
    ),
    "deja-lie": Refus(
        409,
        "Votre compte est déjà relié à un autre FranceConnect",
        ("Par sécurité, rien n’a été changé.", _CONSEILLER, _AUTREMENT),
        reessayer=False,
    ),
    "compte-bloque": Refus(
        403,
        "Votre compte est bloqué",
        ("Il a été bloqué pour vous protéger, quand une connexion a été signalée.", _CONSEILLER),
        reessayer=False,
    ),
}

# What FranceConnect's own pages show, and people quote to us: the code, and what it means.
CODES = (
    ("Y010004, Y010006", "Votre état civil n’a pas été retrouvé, ou plusieurs personnes ont le même."),
    ("Y010007", "Vous êtes connu sous votre nom d’époux ou d’épouse : il faut votre nom de naissance."),
    ("Y010009, Y010011, Y010012", "Le registre de l’Insee n’a pas répondu. Réessayez plus tard."),
    ("Y010013", "Il manque votre nom de naissance chez votre fournisseur d’identité."),
    ("Y010015", "Le registre dit cette personne décédée. Si c’est une erreur, adressez-vous à l’Insee."),
    ("Y030007", "Notre demande était incomplète : l’erreur vient de chez nous."),
    ("Y030030", "L’adresse de retour n’est pas la bonne : l’erreur vient de chez nous."),
    ("Y190001", "L’identification a duré trop longtemps. Recommencez depuis le début."),
)

_ETAT_CIVIL = ("rnipp", "identity", "identité", "insee")
_ABANDON = ("aborted", "abandon", "user auth", "cancel")
_PAR_ERREUR = {
    "invalid_request": "demande",
    "unauthorized_client": "demande",
    "unsupported_response_type": "demande",
    "invalid_scope": "demande",
    "server_error": "panne",
    "temporarily_unavailable": "panne",
}


def refus_de(genre: str) -> Refus:
    return _REFUS[genre]


def genre_de(erreur: str, description: str) -> str:
    """The refusal that stands behind what FranceConnect sent back."""
    if erreur != "access_denied":
        return _PAR_ERREUR.get(erreur, "refus")
    dit = description.casefold()
    if any(mot in dit for mot in _ETAT_CIVIL):
        return "etat-civil"
    if any(mot in dit for mot in _ABANDON) or not dit:
        return "abandon"
    return "bloque" if "block" in dit or "bloqu" in dit else "refus"
