"""The household: its persons, address, resources and quotient familial."""
