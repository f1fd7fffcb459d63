"""Why what comes from a provider of identities is not taken."""


class Refus(Exception):
    """What came is not to be believed; ``genre`` is a word for the log, and names nobody."""

    def __init__(self, genre: str) -> None:
        super().__init__(genre)
        self.genre = genre


class Injoignable(Refus):
    """The provider does not answer, or not sensibly; trying again later may work."""
