"""The advisers’ console: what is to be answered, a dossier opened for a reason, and what one does with it."""
