"""What people asked that nothing answered, without anything of who asked."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from caf_pwa.extensions import Modele


class QuestionSansReponse(Modele):
    """One question, in words alone. ``nombre``: how often it came; ``vue_le``: the last day, without an hour."""

    __tablename__ = "questions_sans_reponse"

    texte: Mapped[str] = mapped_column(String(120), primary_key=True)
    nombre: Mapped[int]
    vue_le: Mapped[date] = mapped_column(index=True)
