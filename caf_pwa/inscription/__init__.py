"""« Créer Mon Compte »: a member of a household, other than its responsible person, opens an account of their own."""
