"""Words as people write them -> words as they can be compared, and lists of them to look up."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

LONGEST = 200
"""Characters of a text that are looked at."""

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "a", "œ": "o", "þ": "th", "ŀ": "l"})
_HUMP = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ][a-zäöüß])")
_UMLAUT = re.compile(r"(?<=[aou])e")
_NOT_WORD = re.compile(r"[^\w+]+|_+")
_UNSPACED = re.compile(r"[\u2e80-\ud7ff\u0e00-\u0eff]")
_MOST_WORDS = 4
_SHORTEST_PART = 2


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """Fold "Währungs-Code", "WAEHRUNGSCODE " or "waehrungsCode" to plain words: no case, accents, marks, CamelCase or umlauts."""
    plain = unicodedata.normalize("NFKD", _HUMP.sub(" ", text[:LONGEST]).casefold().translate(_LETTERS))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(_NOT_WORD.sub(" ", _UMLAUT.sub("", unicodedata.normalize("NFC", plain))).split())


class _Sorted(NamedTuple):
    """Stems by where they must stand: as whole words, at the start of one, at its end, anywhere."""

    words: set[str]
    starts: set[str]
    ends: set[str]
    parts: list[str]


class Lexicon:
    """Stems to find in folded text: "_" is a space inside one, "*" before or after it the rest of a word.

    Scripts that write no space between words have no edges to look for: their stems are found anywhere.
    """

    def __init__(self, stems: str) -> None:
        self._stems = stems

    @cached_property
    def _sorted(self) -> _Sorted:
        """Sort the stems when they are first needed, not at import."""
        found = _Sorted(set(), set(), set(), [])
        for stem in self._stems.split():
            text = fold(stem.strip("*").replace("_", " "))
            if _UNSPACED.search(text) or (stem.startswith("*") and stem.endswith("*")):
                found.parts.append(text)
            elif stem.endswith("*"):
                found.starts.add(text)
            elif stem.startswith("*"):
                found.ends.add(text)
            else:
                found.words.add(text)
        return found

    def find(self, folded: str) -> Iterator[str]:
        """Yield what is found, the longest from each place, in order."""
        words = folded.split()
        place = 0
        while place < len(words):
            for count in range(min(_MOST_WORDS, len(words) - place), 0, -1):
                phrase = " ".join(words[place : place + count])
                if self._knows(phrase):
                    yield phrase
                    place += count
                    break
            else:
                place += 1
        yield from (part for part in self._sorted.parts if part in folded)

    def begins(self, folded: str) -> bool:
        """Whether the text begins with one of the stems."""
        words = folded.split(" ", _MOST_WORDS)[:_MOST_WORDS]
        phrases = (" ".join(words[:count]) for count in range(1, len(words) + 1))
        return any(map(self._knows, phrases)) or any(map(folded.startswith, self._sorted.parts))

    def __contains__(self, folded: str) -> bool:
        return next(self.find(folded), None) is not None

    def whole(self, folded: str) -> bool:
        """Whether the text as a whole is one of the stems."""
        return self._knows(folded) or folded in self._sorted.parts

    def _knows(self, phrase: str) -> bool:
        known = self._sorted
        if phrase in known.words or not (known.starts or known.ends):
            return phrase in known.words
        lengths = range(_SHORTEST_PART, len(phrase) + 1)
        return any(phrase[:n] in known.starts or phrase[-n:] in known.ends for n in lengths)
