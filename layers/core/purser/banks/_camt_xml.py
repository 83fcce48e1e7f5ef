"""XML of ISO 20022 cut into the parts of its statements, streamed, namespaces taken off, DTDs refused."""

import io
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError, TreeBuilder
from xml.sax.saxutils import escape, quoteattr

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import DefusedXMLParser, iterparse  # type: ignore[import-untyped]

from purser.domain.errors import StatementError

STATEMENTS = {"Stmt", "Rpt", "Ntfctn"}
"""What camt.053, camt.052 and camt.054 call a statement."""

_DEEPEST = 64
_MOST_DETAILS = 10
"""Transactions kept of one batch entry: enough to describe it, and a batch of thousands stays small."""

_LONGEST_TEXT = 20_000
_MOST_DOCUMENTS = 1_000
_NEXT = re.compile(rb">\s*(?=<\?xml\s)")
"""Where another document begins: some banks, such as BNP Paribas, write several behind each other into one file."""


class Part(NamedTuple):
    """A child of a statement, or the statement itself when it begins (`Stmt`, `Rpt`, `Ntfctn`); tags without namespace."""

    name: str
    element: Element


def parts(data: bytes, encoding: str | None) -> Iterator[Part]:
    """Stream the parts; raise StatementError (UNREADABLE) when the XML is broken, unfinished, too deep or declares a DTD."""
    data, start, lines = data.lstrip(), 0, 0
    for number, end in enumerate((*(match.end() for match in _NEXT.finditer(data)), len(data)), 1):
        if number > _MOST_DOCUMENTS:
            raise StatementError(f"The file holds more than {_MOST_DOCUMENTS} XML documents. Upload them one by one.")
        document = data[start:end]
        yield from _document(document, encoding, lines)
        start, lines = end, lines + document.count(b"\n")


def _document(data: bytes, encoding: str | None, lines: int) -> Iterator[Part]:
    """Stream one document, which so many lines stand above."""
    parser = DefusedXMLParser(target=TreeBuilder(), encoding=encoding, forbid_dtd=True)
    try:
        yield from _parts(iterparse(io.BytesIO(data), ("start", "end"), parser=parser))
    except DefusedXmlException as error:
        raise StatementError(
            "The XML declares a document type or entities, which statements never need. It is refused."
        ) from error
    except ParseError as error:
        line = lines + error.position[0]
        raise StatementError(f"The XML is broken or unfinished ({error}). Download the statement again.", line=line) from error
    except (ValueError, LookupError) as error:
        raise StatementError(f"The XML cannot be decoded ({error}). Download the statement again.") from error


def _parts(events: Iterator[tuple[str, Element]]) -> Iterator[Part]:
    path: list[Element] = []
    for event, element in events:
        if event == "start":
            element.tag = element.tag.rpartition("}")[2]
            path.append(element)
            if len(path) > _DEEPEST:
                raise StatementError("The XML is nested deeper than any statement.")
            if element.tag in STATEMENTS:
                yield Part(element.tag, element)
            continue
        path.pop()
        parent = path[-1] if path else element
        if parent.tag in STATEMENTS:
            yield Part(element.tag, element)
            parent.remove(element)
        elif element.tag in {"NtryDtls", "TxDtls"} and len(parent) > _MOST_DETAILS:
            parent.remove(element)


def markup(element: Element) -> str:
    """The element as text, without indentation and namespaces, cut where a batch makes it very long."""
    written: list[str] = []
    _write(element, written.append)
    return "".join(written)[:_LONGEST_TEXT]


def _write(element: Element, out: Callable[[str], None]) -> None:
    attributes = "".join(f" {name.rpartition('}')[2]}={quoteattr(value)}" for name, value in element.items())
    text = (element.text or "").strip()
    if text or len(element):
        out(f"<{element.tag}{attributes}>{escape(text)}")
        for child in element:
            _write(child, out)
        out(f"</{element.tag}>")
    else:
        out(f"<{element.tag}{attributes}/>")
