"""The application as it will be after its next release."""

from app import app

app.config["VERSION"] = "version-suivante"

__all__ = ["app"]
