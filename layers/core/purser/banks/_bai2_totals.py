"""Control totals of BAI2: what the trailers 49, 98 and 99 say, beside what stands in the file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from purser.banks._bai2_records import Record, read_amount, summaries

_MOST_WARNINGS = 5
_TRAILERS = {"49": "account", "98": "group", "99": "file"}


@dataclass(slots=True)
class _Level:
    """The sum and the physical records of an account, a group or the file: as found, and as the trailers below say.

    A trailer is right if it agrees with either, so that one damaged account is told of once and not three times.
    """

    sum: Decimal = Decimal(0)
    said_sum: Decimal = Decimal(0)
    records: Decimal = Decimal(0)
    said_records: Decimal = Decimal(0)

    def add(self, amount: Decimal, records: int) -> None:
        """Take in a record."""
        self.sum += amount
        self.said_sum += amount
        self.records += records
        self.said_records += records

    def absorb(self, below: "_Level", trailer: Record) -> None:
        """Take in a level below, which its trailer closes."""
        said_sum, said_records = _said(trailer)
        self.sum += below.sum
        self.said_sum += below.said_sum if said_sum is None else said_sum
        self.records += below.records
        self.said_records += below.said_records if said_records is None else said_records


def mismatches(records: Iterable[Record]) -> tuple[str, ...]:
    """The first few trailers that contradict the file, in words; also that the last trailer is missing."""
    return tuple(islice(_mismatches(records), _MOST_WARNINGS))


def _mismatches(records: Iterable[Record]) -> Iterator[str]:
    account, group, file = _Level(), _Level(), _Level()
    code = ""
    for record in records:
        code = record.code
        match code:
            case "03" | "16":
                account.add(_amount_of(record), record.physical)
            case "49":
                yield from _close(record, account)
                group.absorb(account, record)
                account = _Level()
            case "98":
                yield from _close(record, group)
                file.absorb(group, record)
                group = _Level()
            case "99":
                yield from _close(record, file)
            case _:
                (group if code == "02" else file).add(Decimal(0), record.physical)
    if code != "99":
        yield "The file stops before its last record (99). Download it again."


def _amount_of(record: Record) -> Decimal:
    fields = record.fields
    texts = [text for _, text in summaries(fields)] if record.code == "03" else fields[1:2]
    return sum((read_amount(text) or Decimal(0) for text in texts), Decimal(0))


def _said(trailer: Record) -> tuple[Decimal | None, Decimal | None]:
    """The trailer's control total and number of records; None where it says none."""
    fields = [*trailer.fields, "", ""]
    return read_amount(fields[0]), read_amount(fields[1 if trailer.code == "49" else 2])


def _close(trailer: Record, level: _Level) -> Iterator[str]:
    """Count the trailer itself in, and compare."""
    level.add(Decimal(0), trailer.physical)
    said_sum, said_records = _said(trailer)
    name = _TRAILERS[trailer.code]
    if said_sum not in {None, level.sum, level.said_sum}:
        yield f"Line {trailer.line}: the {name}'s control total is {said_sum}, its amounts add up to {level.sum}."
    if said_records not in {None, level.records, level.said_records}:
        yield f"Line {trailer.line}: the {name} is said to have {said_records} records, it has {level.records}."
