"""Making papers and checking them. All this runs in processes of their own, which know no secret and no database."""
