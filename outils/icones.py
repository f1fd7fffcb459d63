"""Draw the PNG icons of the application from ``static/icons/caf.svg``, in a real browser."""

import os
from pathlib import Path

from playwright.sync_api import sync_playwright

ICONES = Path(__file__).resolve().parent.parent / "static/icons"
FICHIERS = {"caf-180.png": (180, "plein"), "caf-192.png": (192, ""), "caf-512.png": (512, "")}
FICHIERS["caf-maskable-512.png"] = (512, "plein")


def main() -> None:
    dessin = (ICONES / "caf.svg").read_text()
    # Systems cut these to their own shape: the ground fills the square, the drawing keeps to the middle.
    plein = dessin.replace('rx="14" ', "")
    with sync_playwright() as playwright:
        navigateur = playwright.chromium.launch(
            executable_path=os.environ.get("CAF_CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        for nom, (cote, genre) in FICHIERS.items():
            page = navigateur.new_page(viewport={"width": cote, "height": cote})
            page.set_content(
                f"<style>*{{margin:0}}svg{{display:block;width:100vw}}</style>{plein if genre else dessin}"
            )
            page.screenshot(path=ICONES / nom, omit_background=True)
        navigateur.close()


if __name__ == "__main__":
    main()
