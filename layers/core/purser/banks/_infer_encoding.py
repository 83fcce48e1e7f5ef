"""In which encoding a file that is not Unicode was written: the one under which its letters make sense."""

import re

from purser.banks._infer_headers import concepts, languages
from purser.banks._text import Document

_LETTERS = {
    "cp1252": "äöüßéèêëàâçîïôûùñãõíóúáåøæœÄÖÜÉÈÀÇÑÅØÆ€£§°´’“”–…«»ªº·ÁÍÓÚÂÊÔÃÕìòÌÒ",
    "cp1250": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽőűöüŐŰÖÜäßăâîșțşţđ€§°–„”’ĺľŕôĽ",
    "iso8859_2": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽőűöüŐŰÖÜäßăâîșțşţđ§°ĺľŕôĽ",
    "cp1251": "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯєіїґЄІЇҐ«»№–—“”",
    "cp1254": "çğıöşüÇĞİÖŞÜâîû€",
    "cp1253": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏ€",
    "cp1257": "ąčęėįšųūžĄČĘĖĮŠŲŪŽāēīōģķļņõäöüÕÄÖÜ€–„“”",
    "cp1255": "אבגדהוזחטיךכלםמןנסעףפץצקרשת₪",
    "cp850": "äöüßéèêëàâçîïôûùñãõíóúáåøæÄÖÜÉÑÅØÆ",
    "cp852": "ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžőűöüäß",
    "cp866": "абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ№",
    "mac_roman": "äöüßéèêëàâçîïôûùñãõíóúáåøæÄÖÜÉÑÅØÆ€",
}
"""Encoding -> the letters beyond ASCII that its languages use."""
_WIDE = {
    "gb18030": re.compile("[\u4e00-\u9fff\uff00-\uffef\u3000-\u303f]"),
    "cp932": re.compile("[\u3040-\u30ff\u4e00-\u9fff\uff00-\uffef\u3000-\u303f]"),
    "cp949": re.compile("[\uac00-\ud7af\uff00-\uffef\u3000-\u303f]"),
    "big5": re.compile("[\u4e00-\u9fff\uff00-\uffef\u3000-\u303f]"),
}
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_OTHER_ALPHABETS = {"cp1251", "cp1253", "cp1255", "cp866"}
_ADJACENT = re.compile(r"[^\x00-\x7f]{3}")
"""Words of another alphabet have several of its letters in a row, words with accents hardly ever."""
_WESTERN = frozenset({"en", "de", "fr", "es", "it", "pt", "ca", "nl", "sv", "da", "no", "fi"})
_LONGEST_NAME = 60
_KNOWN_WORD = 3
"""A word of a header that becomes known under an encoding counts as much as so many letters."""
_FIRST_LINES = 30
_LANGUAGES = {
    "cp1250": frozenset({"pl", "cs", "sk", "hu", "ro", "hr"}),
    "cp1251": frozenset({"ru", "uk", "bg", "sr"}),
    "cp1253": frozenset({"el"}),
    "cp1254": frozenset({"tr"}),
    "cp1255": frozenset({"he"}),
    "cp1257": frozenset({"lt", "lv", "et"}),
}
"""Encoding -> the languages that it was made for; all others mostly used cp1252."""
_FEWEST_WIDE = 6
"""Letters of two bytes that prove them: a few can come out of any encoding's accents."""


def encoding_of(document: Document) -> str:
    """Return the document's own encoding where it is Unicode, else the likeliest of the old ones; cp1252 where nothing tells."""
    if document.encoding:
        return document.encoding
    candidates = (*_LETTERS, *_WIDE)
    return max(candidates, key=lambda encoding: (_sense(document.opening(encoding), encoding), -candidates.index(encoding)))


def _sense(text: str, encoding: str) -> float:
    """Weigh the letters that the encoding's languages use against those they do not, and add the words of headers."""
    beyond = _BEYOND_ASCII.findall(text)
    good = _WIDE[encoding].findall(text) if encoding in _WIDE else [letter for letter in beyond if letter in _LETTERS[encoding]]
    if encoding in _WIDE and (len(good) < _FEWEST_WIDE or len(good) < len(beyond)):
        return -1
    if encoding in _OTHER_ALPHABETS and not _ADJACENT.search(text):
        return -1
    sense = (2 * len(good) - len(beyond)) / max(1, len(beyond)) + _spoken(text, encoding)
    names = [name for line in text.splitlines()[:_FIRST_LINES] for name in re.split(r"[;,\t|]", line)[:40] if not name.isascii()]
    return sense + sum(_KNOWN_WORD for name in names if concepts(name.strip(' "'))) / max(1, len(names))


def _spoken(text: str, encoding: str) -> float:
    """Weigh the names of columns that are plain ASCII: a Czech header has a Czech encoding."""
    mine, others = 0, 0
    for line in text.splitlines()[:_FIRST_LINES]:
        for name in re.split(r"[;,\t|]", line)[:40]:
            spoken = languages(name.strip(' "')) if name.isascii() and len(name) < _LONGEST_NAME else frozenset()
            mine += bool(spoken & _LANGUAGES.get(encoding, frozenset())) and not spoken & _WESTERN
            others += bool(spoken)
    return mine / max(1, others)
