"""The one field of the help."""

from caf_pwa.socle.champs import ChampTexte
from caf_pwa.socle.formulaires import Formulaire


class FormulaireQuestion(Formulaire):
    question = ChampTexte(
        "Votre question",
        longueur=300,
        manque="Écrivez votre question.",
        trop_long="C’est trop long : 300 caractères au plus. Posez une seule question, en une phrase.",
        aide="Avec vos mots. N’écrivez jamais un mot de passe, un code, un IBAN ou un numéro de carte.",
        render_kw={"autocomplete": "off", "enterkeyhint": "send"},
    )
