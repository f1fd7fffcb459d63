"""Pages for the press: an attestation such as it prints every day."""

import base64
import struct
import zlib
from html import escape

STYLE = """@page { size: a4 portrait; margin: 18mm 16mm } body { font-family: Papier; font-size: 10pt; color: #111 }
h1 { font-size: 17pt } th { text-align: left; background-color: #eee } td, th { padding: 3pt }
td { border-bottom: 0.5pt solid #999 } .montant { text-align: right }"""


def page(corps: str, titre: str = "Attestation de paiement", style: str = STYLE) -> str:
    return (
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{titre}</title>'
        f"<style>{style}</style></head><body>{corps}</body></html>"
    )


def attestation(nom: str = "Inès Œuvrard-N’Guyễn", lignes: int = 14) -> str:
    rangs = "".join(
        f"<tr><td>novembre 2026</td><td>Aide personnalisée au logement</td><td>Bailleur</td>"
        f'<td class="montant">1 {rang:03},45 €</td></tr>'
        for rang in range(lignes)
    )
    return page(
        f"<p><b>Caf de Seine-et-Œuvre</b><br>1 rue de l’Été, 00000 Ville</p><h1>Attestation de paiement</h1>"
        f"<p>Madame {escape(nom)}, numéro allocataire 0000000, née le 3 février 1990.</p>"
        f'<table><tr><th>Mois</th><th>Prestation</th><th>Versé à</th><th class="montant">Montant</th></tr>{rangs}'
        f"</table><p><b>Total : 12 345,67 €</b></p><p>Code : <b>ABCD-EFGH-JKLM</b></p>"
        f'<img src="data:image/png;base64,{png(60, 60)}" width="60" height="60">'
    )


def png(largeur: int, hauteur: int) -> str:
    """A black picture in base64, light whatever its size."""

    def morceau(genre: bytes, donnees: bytes) -> bytes:
        somme = struct.pack(">I", zlib.crc32(genre + donnees))
        return struct.pack(">I", len(donnees)) + genre + donnees + somme

    tete = morceau(b"IHDR", struct.pack(">IIBBBBB", largeur, hauteur, 8, 0, 0, 0, 0))
    points = morceau(b"IDAT", zlib.compress(bytes((largeur + 1) * hauteur), 9))
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + tete + points + morceau(b"IEND", b"")).decode()
