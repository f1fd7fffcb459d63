"""« S’identifier avec FranceConnect »: the provider, the person behind an identity, going there and leaving."""
