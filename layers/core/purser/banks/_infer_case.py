"""The rows of a sample and everything known about them, as it is handed to those who decide about amounts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from purser.banks._infer_chain import Proof, Step, goes_both_ways, prove
from purser.banks._infer_context import Context
from purser.banks._infer_roles import Roles
from purser.banks._infer_rows import Cells


@dataclass(frozen=True, slots=True)
class Case:
    """`mark` is the decimal mark; `oldest_first` is what the dates say, None if they do not tell."""

    rows: Sequence[Cells]
    roles: Roles
    mark: str
    context: Context
    oldest_first: bool | None

    def numbers(self, role: str) -> list[Decimal | None]:
        """Return the numbers of a role as written, row by row."""
        return [cells.number(role, self.mark) for cells in self.rows]

    def chain(self, deltas: Iterable[Decimal | None]) -> Proof | None:
        """Follow the running balance, if there is one, along amounts that count as `deltas`."""
        return prove(self._steps(deltas), oldest_first=self.oldest_first)

    def goes_both_ways(self, amounts: Iterable[Decimal | None]) -> bool:
        """Whether the balances say that some of the amounts, which have no signs, are of money in and some of money out."""
        return goes_both_ways(self._steps(amounts))

    def _steps(self, deltas: Iterable[Decimal | None]) -> list[Step]:
        return [
            Step(f"{cells.text('account')} {cells.text('currency')}", delta, cells.number("balance", self.mark))
            for cells, delta in zip(self.rows, deltas, strict=True)
            if delta is not None
        ]

    def name(self, place: int) -> str:
        """What a person calls a column."""
        return self.context.columns[place].name or f"column {place + 1}"

    def told(self, cells: Cells) -> str:
        """Name a row as a person finds it: its date and what it says."""
        return f'{cells.text("date")}, "{cells.text("description")[:60]}"'
