"""The inside of a process apart, which works within limits. It knows no secret and no database."""
