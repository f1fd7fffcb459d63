"""The "autorisation de gestion": the responsible person lets the spouse manage the whole dossier, and takes it back."""
