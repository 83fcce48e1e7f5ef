"""OFX as a stream of tags: 1.x SGML and 2.x XML alike, forgiving what banks get wrong.

Leaf elements need no end tags, aggregates may lose theirs, the declared charset may lie. Nothing is expanded but the five XML
entities, numeric ones and &nbsp;, so there is no bomb to set off. Every pattern here takes linear time.
"""

import re
import sys
from collections.abc import Iterator
from typing import NamedTuple

from purser.banks._text import Document

_CDATA = r"<!\[CDATA\[(?:[^\]<]++|\](?!\]>)|<(?!!\[CDATA\[|/?STMTTRN))*+\]\]>"  # one never closed must not swallow entries
_COMMENT = r"<!--(?:[^-<]++|-(?!->)|<(?!!--))*+-->"
_TOKEN = re.compile(
    rf"{_CDATA}|{_COMMENT}|<(?P<end>/?)(?:[A-Za-z_][\w-]{{0,30}}+:)?(?P<name>[A-Za-z][A-Za-z0-9_.]*+)(?:\s[^<>]*+)?/?>"
)
_CHARSET = re.compile(
    r"(?:CHARSET:\s*|encoding\s*=\s*[\"'])(?:windows-|cp|iso-?)?(125[0-8]|874|932|936|949|950|8859-(?:[2-9]|1[013-6]))\b",
    re.IGNORECASE,
)
_MARKUP = re.compile(
    rf"(?P<cdata>{_CDATA})|(?P<comment>{_COMMENT})"
    r"|&(?:#(?P<decimal>[0-9]{1,7})|#x(?P<hex>[0-9a-fA-F]{1,6})|(?P<name>amp|lt|gt|quot|apos|nbsp));"
)
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": " "}
_AMOUNT = re.compile(r"<(TRNAMT|BALAMT)>\s*([^<\r\n]*)", re.IGNORECASE)
_OPEN = re.compile(r"[-+ $]*([1-9][0-9]{0,2}|)[.,][0-9]{3}-?")


class Tag(NamedTuple):
    """An opening or closing tag; `value` is the text up to the next tag, `end` where that text ends."""

    name: str
    closing: bool
    value: str
    start: int
    end: int


def decode(document: Document) -> str:
    """Decode by the bytes first and the declaration second: many files declare one charset and use another."""
    declared = _CHARSET.search(document.opening())
    if not declared:
        return document.text()
    return document.text(f"iso{declared[1]}" if declared[1].startswith("8859") else f"cp{declared[1]}")


def read_tags(text: str) -> Iterator[Tag]:
    """Yield the tags in file order, names in capitals, values with entities resolved and CDATA unwrapped."""
    last: re.Match[str] | None = None
    for match in _TOKEN.finditer(text):
        if match["name"] is None:
            continue
        if last:
            yield _tag(last, text, match.start())
        last = match
    if last:
        yield _tag(last, text, len(text))


def _tag(match: re.Match[str], text: str, end: int) -> Tag:
    return Tag(match["name"].upper(), bool(match["end"]), _clean(text[match.end() : end]), match.start(), end)


def _clean(value: str) -> str:
    value = value.strip()
    return _MARKUP.sub(_resolve, value).strip() if "&" in value or "<!" in value else value


def _resolve(markup: re.Match[str]) -> str:
    if markup["cdata"]:
        return markup[0][len("<![CDATA[") : -len("]]>")]
    if markup["comment"]:
        return ""
    if markup["name"]:
        return _NAMED[markup["name"]]
    code = int(markup["decimal"]) if markup["decimal"] else int(markup["hex"], 16)
    letter = chr(code) if code <= sys.maxunicode else ""
    return " " if letter.isspace() else letter if letter.isprintable() and letter else markup[0]


def mark_of(amount: str) -> str:
    """Return the decimal mark that an amount proves by itself, "" if it has none or "1,234" leaves it open."""
    dot, comma = amount.rfind("."), amount.rfind(",")
    if dot >= 0 and comma >= 0:
        return "." if dot > comma else ","
    if max(dot, comma) < 0 or _OPEN.fullmatch(amount):
        return ""
    mark, other = (".", ",") if dot >= 0 else (",", ".")
    return mark if amount.count(mark) == 1 else other


def decimal_mark(text: str) -> str:
    """Decide for the amounts that prove none: "." or ",", or "" where commas may as well group thousands, or both are in use."""
    amounts = [(match[1].upper(), match[2].strip()) for match in _AMOUNT.finditer(text)]
    for tag in ("TRNAMT", "BALAMT"):
        if marks := {mark_of(amount) for name, amount in amounts if name == tag} - {""}:
            return marks.pop() if len(marks) == 1 else ""
    return "" if any("," in amount for _, amount in amounts) else "."
