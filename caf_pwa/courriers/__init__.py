"""Letters and e-mails received from the Caf."""
