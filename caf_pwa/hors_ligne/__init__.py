"""What makes the app installable and readable without network: worker, manifest, shell, what to keep."""
