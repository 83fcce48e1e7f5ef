"""Control totals of BAI2: what the trailers 49, 98 and 99 say, beside what stands in the file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from purser.banks._bai2_records import Record, read_amount, summaries

_MOST_WARNINGS = 5
_TRAILERS = {"49": "account", "98": "group", "99": "file"}


@dataclass(slots=True)
class _Sum:
    """What a level holds so far: the sum of its amounts (of the control totals below it), and its physical records."""

    amount: Decimal = Decimal(0)
    records: int = 0

    def add(self, amount: Decimal, records: int) -> None:
        self.amount += amount
        self.records += records


def mismatches(records: Iterable[Record]) -> tuple[str, ...]:
    """The first few trailers that contradict the file, in words; also that the last trailer is missing."""
    return tuple(islice(_mismatches(records), _MOST_WARNINGS))


def _mismatches(records: Iterable[Record]) -> Iterator[str]:
    account, group, file = _Sum(), _Sum(), _Sum()
    code = ""
    for record in records:
        code = record.code
        match code:
            case "03" | "16":
                account.add(_amount_of(record), record.physical)
            case "49":
                yield from _compare(record, account)
                group.add(_declared(record, account), account.records + record.physical)
                account = _Sum()
            case "98":
                yield from _compare(record, group)
                file.add(_declared(record, group), group.records + record.physical)
                group = _Sum()
            case "02":
                group = _Sum(records=record.physical)
            case "99":
                yield from _compare(record, file)
            case _:
                file.records += record.physical
    if code != "99":
        yield "The file stops before its last record (99). Download it again."


def _amount_of(record: Record) -> Decimal:
    fields = record.fields
    texts = [text for _, text in summaries(fields)] if record.code == "03" else fields[1:2]
    return sum((read_amount(text) or Decimal(0) for text in texts), Decimal(0))


def _declared(record: Record, found: _Sum) -> Decimal:
    """The trailer's total, so that one wrong account does not make its group wrong too."""
    said = read_amount(record.fields[0])
    return found.amount if said is None else said


def _compare(record: Record, found: _Sum) -> Iterator[str]:
    level = _TRAILERS[record.code]
    said = read_amount(record.fields[0])
    if said is not None and said != found.amount:
        yield f"Line {record.line}: the {level}'s control total is {said}, its amounts add up to {found.amount}."
    count = read_amount([*record.fields, "", ""][1 if record.code == "49" else 2])
    if count is not None and count != found.records + record.physical:
        yield f"Line {record.line}: the {level} is said to have {count} records, it has {found.records + record.physical}."
