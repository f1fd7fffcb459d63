"""Opening what people send. All this runs in a process of its own, which knows no secret and no database."""
