"""The names that banks give to entries, of which not every bank keeps each to one entry."""


class References:
    """The names of one statement. Of equal entries that share one only the first has it, for they are two."""

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def first(self, name: str, *money: object) -> str | None:
        """Return the name; None if it says nothing, being empty or zeros, or an entry of the same day, amount … had it before."""
        key = hash("\x1f".join((name, *map(str, money))))  # of text: -1 and -2 have one hash, as numbers
        if not name.strip("0") or key in self._seen:
            return None
        self._seen.add(key)
        return name

    def clear(self) -> None:
        """Begin another statement."""
        self._seen.clear()
