"""A letter as a PDF. The only importer of reportlab. The same letter always makes the same bytes."""

from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

_CORPS = ParagraphStyle("corps", fontName="Helvetica", fontSize=11, leading=16, spaceAfter=4 * mm)
_OBJET = ParagraphStyle("objet", parent=_CORPS, fontName="Helvetica-Bold")
_A_DROITE = ParagraphStyle("a-droite", parent=_CORPS, alignment=TA_RIGHT)


def composer(expediteur: str, destinataire: str, date_en_lettres: str, objet: str, texte: str) -> bytes:
    """One letter, A4. No personal data in its metadata."""
    sortie = BytesIO()
    document = SimpleDocTemplate(
        sortie,
        pagesize=A4,
        invariant=1,
        title="Courrier",
        leftMargin=25 * mm,
        rightMargin=25 * mm,
        topMargin=22 * mm,
        bottomMargin=22 * mm,
    )
    document.build(
        [
            Paragraph(escape(expediteur), _OBJET),
            Paragraph(escape(destinataire), _A_DROITE),
            Paragraph(escape(f"Le {date_en_lettres}"), _A_DROITE),
            Spacer(1, 8 * mm),
            Paragraph(escape(f"Objet : {objet}"), _OBJET),
            *(Paragraph(escape(paragraphe), _CORPS) for paragraphe in texte.split("\n\n")),
        ]
    )
    return sortie.getvalue()
