"""The forms of this slice."""

from wtforms import Form, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from caf_pwa.comptes.mots_de_passe import LONGUEUR_MAXIMALE


class FormulaireConnexion(Form):
    class Meta:
        locales = ("fr",)

    identifiant = StringField(
        "Numéro de sécurité sociale ou identifiant provisoire",
        [
            InputRequired("Saisissez votre numéro de sécurité sociale ou votre identifiant provisoire."),
            Length(max=64, message="Ce numéro est trop long. Il compte 13 chiffres."),
        ],
        description="Les 13 premiers chiffres de votre carte Vitale. Exemple : 2 91 07 33 063 011.",
    )
    mot_de_passe = PasswordField(
        "Mot de passe",
        [
            InputRequired("Saisissez votre mot de passe."),
            Length(max=LONGUEUR_MAXIMALE, message="Ce mot de passe est trop long : 128 caractères au plus."),
        ],
    )
