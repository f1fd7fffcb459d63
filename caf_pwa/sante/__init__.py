"""Is the service well? For those who run it."""
