"""The first tab. Reads the other slices, owns no table."""
