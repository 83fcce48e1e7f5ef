"""Which way the amounts of one column count: decided once for the layout, and only by what proves it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median

from purser.banks._infer_case import Case
from purser.banks._infer_chain import Proof
from purser.banks._infer_columns import read_directions
from purser.banks._infer_lexicon import plain_word
from purser.banks._infer_money import written
from purser.banks._infer_question import Answer, Question
from purser.banks._infer_rows import Cells
from purser.banks._infer_votes import Votes, hides_direction, votes_of
from purser.domain.errors import StatementError

_LOPSIDED = 3
"""How many times as large and as rare as charges payments are on a card."""
_CARD_MAJORITY = 2
"""On a card, whose charges are more than its refunds, fewer rows have to speak."""
_FEW = 3
"""Rows up to which an account may have had money in only."""
_ENOUGH_TO_FLIP = 2
"""Rows that have to say that positive amounts are money out, where nothing else speaks of it."""
_MANY_LINKS = 5
"""Balances that follow from the amounts, from which on words that say now this and now that are noise."""
_ENOUGH_TO_FLIP_SIGNS = 3
"""Rows that have to say so where amounts have signs that say the opposite."""
_ENOUGH_ON_CARD = 6
"""Rows of a card's export, most of them negative, that show its charges to be negative."""
AMBIGUOUS = "AMBIGUOUS_SIGN"
Words = tuple[frozenset[str], frozenset[str]]
"""Money out, money in."""


@dataclass(frozen=True, slots=True)
class Signs:
    """How amounts count; see `Mapping` for the fields. `swapped`: debit and credit play each other's role."""

    signs: dict[str, int] = field(default_factory=dict)
    why: str = ""
    money_in: tuple[str, ...] = ()
    money_out: tuple[str, ...] = ()
    balance_sign: int = 1
    reversals: bool = False
    swapped: bool = False


def signs_of_amount(case: Case) -> Signs | Question:
    """Decide, or say what to ask: words for the direction first, then running balances, descriptions, and what is usual."""
    amounts = case.numbers("amount")
    if words := _words(case):
        return _by_words(case, amounts, words) or _ask(case, "the words that say the direction contradict the signs")
    votes, proof = votes_of(case, amounts), case.chain(amounts)
    unsigned = all(amount is None or amount >= 0 for amount in amounts)
    if unsigned and proof is None and case.goes_both_ways(amounts):
        raise StatementError(
            "No amount has a sign, and the balances say that some are money in and others money out, but no column says which. "
            "Export the statement as OFX or QFX at the bank.",
            code=AMBIGUOUS,
        )
    if unsigned and hides_direction(case, proof):
        return _ask(case, "no amount has a sign, and a column that could say the direction is not understood")
    return _proven(case, proof, votes, amounts) if proof else _unproven(case, votes, amounts)


def _words(case: Case) -> Words | None:
    """Return the words for the direction, of a column or behind the amounts; "" is one where the other way is not marked."""
    if places := case.roles.places.get("direction"):
        found = case.context.columns[places[0]].directions()
        blank = any(not cells.text("direction") for cells in case.rows)
        return (_with_blank(found) or found) if found and blank else found
    words = {parts.word.casefold() for cells in case.rows if (parts := written(cells.text("amount")))}
    found = read_directions(words - {""}) if words - {""} else None
    return _with_blank(found) if found and "" in words else found


def _with_blank(words: Words) -> Words | None:
    """Take rows without a word for those of the way that no word says; None where words say both."""
    out, into = words
    return None if out and into else (out or frozenset({""}), into or frozenset({""}))


def _by_words(case: Case, amounts: Sequence[Decimal | None], words: Words) -> Signs | None:
    """Take the direction from words; amounts that have signs too must agree with them everywhere, or nowhere."""
    out, into = words
    ways = [-1 if word in out else 1 if word in into else 0 for word in map(_word, case.rows)]
    pairs = [(way, amount) for way, amount in zip(ways, amounts, strict=True) if amount and way]
    if not any(amount < 0 for _, amount in pairs):
        deltas = [way * amount if amount is not None and way else None for way, amount in zip(ways, amounts, strict=True)]
        owed = _is_owed(case.chain(deltas), 1)
        return Signs({}, "a word in each row says it", tuple(sorted(into)), tuple(sorted(out)), -1 if owed else 1)
    agreeing = sum((way > 0) == (amount > 0) for way, amount in pairs)
    if agreeing not in (0, len(pairs)):
        return None
    factor = 1 if agreeing else -1
    owed = _is_owed(case.chain(amounts), factor)
    return Signs({"amount": factor}, "the word for the direction in each row says it", balance_sign=-1 if owed else 1)


def _is_owed(proof: Proof | None, factor: int) -> bool:
    """Whether balances run against the amounts, as what is owed does when it is written as a positive number."""
    return proof is not None and proof.factor != factor and proof.links > 1


def _word(cells: Cells) -> str:
    if cells.roles.has("direction"):
        return plain_word(cells.text("direction"))
    parts = written(cells.text("amount"))
    return parts.word.casefold() if parts else ""


def _proven(case: Case, proof: Proof, votes: Votes, amounts: Sequence[Decimal | None]) -> Signs | Question:
    """Weigh a running balance: it may be what is owed, written as a positive number, and then it proves the opposite."""
    noise = votes.mixed and proof.links >= _MANY_LINKS and 2 * votes.agree >= votes.against
    plain = not votes.factor and (noise or not votes.mixed) and not case.context.is_card and proof.factor > 0
    if votes.factor == proof.factor or plain:
        return Signs({"amount": proof.factor}, proof.why)
    moved = [amount for amount in amounts if amount]
    if votes.factor and (case.context.is_card or (votes.strong and not _is_even(moved))):
        return Signs({"amount": votes.factor}, votes.why, balance_sign=-1)
    if votes.factor or votes.mixed:
        return _ask(case, "the balances say one thing and the descriptions another")
    if 2 * sum(1 for amount in moved if proof.factor * amount < 0) >= len(moved):
        return Signs({"amount": proof.factor}, proof.why)
    return _ask(case, "the balances do not say whether they are what is owned or what is owed")


def _unproven(case: Case, votes: Votes, amounts: Sequence[Decimal | None]) -> Signs | Question:
    moved = [amount for amount in amounts if amount]
    out = [amount for amount in moved if amount < 0]
    few_out = case.context.is_card and len(out) * _CARD_MAJORITY < len(moved)
    if why := _too_little(case, votes, moved, out):
        usual = _convention(case, moved, out) if out and votes.against == 1 and not votes.agree else ""
        return Signs({"amount": 1}, usual) if _outweighs(case, moved, out) and usual else _ask(case, why)
    if votes.factor or (few_out and votes.against >= _CARD_MAJORITY * votes.agree > 0):
        return Signs({"amount": votes.factor or -1}, votes.why)
    if votes.mixed and not (out and _has_plus(case) and votes.agree >= votes.against):
        return _ask(case, "the descriptions contradict each other")
    if why := _convention(case, moved, out):
        return Signs({"amount": 1}, why)
    return _ask(case, "no balance, no word and no sign in the file settles it")


def _too_little(case: Case, votes: Votes, moved: Sequence[Decimal], out: Sequence[Decimal]) -> str:
    """Say why what the rows speak for is too little to go by, "" where it is enough."""
    if not out and votes.factor > 0 and 2 * votes.agree < len(moved):
        return "no amount has a sign, and only some rows are of money in"
    if not out and votes.factor < 0 and votes.either:
        return f'no amount has a sign, and "{votes.either}" may be the other way'
    if votes.factor >= 0 or case.context.is_card or votes.paid:
        return ""
    if not out:
        lone = votes.against < _ENOUGH_TO_FLIP and not _lacks_a_side(case)
        return "no amount has a sign, and one row alone speaks" if lone else ""
    if _has_plus(case) or votes.against < _ENOUGH_TO_FLIP_SIGNS or _is_even(moved):
        return "the signs say one thing and the descriptions another"
    return ""


def _is_even(moved: Sequence[Decimal]) -> bool:
    """Whether more than a handful of amounts has both signs about as often, as ledgers have and cards' charges do not."""
    out = sum(amount < 0 for amount in moved)
    return len(moved) >= _ENOUGH_ON_CARD and out * _CARD_MAJORITY >= len(moved) - out


def _outweighs(case: Case, moved: Sequence[Decimal], out: Sequence[Decimal]) -> bool:
    """Whether the signs themselves say more than one row's words do: plus is written, or most of many amounts are negative."""
    return _has_plus(case) or (len(moved) >= _ENOUGH_ON_CARD and len(out) >= 2 * (len(moved) - len(out)))


def _has_plus(case: Case) -> bool:
    return any((parts := written(cells.text("amount"))) and parts.sign == "+" for cells in case.rows)


def _lacks_a_side(case: Case) -> bool:
    """Whether the column beside the amount is always empty, in a table without names: the other side, of which none came."""
    place = case.roles.places["amount"][0]
    beside = [column for column in case.context.columns if abs(column.place - place) == 1]
    return case.context.table.header is None and any(not column.filled for column in beside)


def _convention(case: Case, moved: Sequence[Decimal], out: Sequence[Decimal]) -> str:
    """Say why the signs can be taken as written where nothing proves them, "" where they cannot.

    An export that nothing says is of a card is one of an account, and accounts write money out as negative.
    """
    into = len(moved) - len(out)
    if case.context.is_card:
        enough = len(moved) >= (_ENOUGH_ON_CARD if into else _FEW) and len(out) >= 2 * into
        return "most amounts are negative" if enough else ""
    if not out:
        idle = sum(balance is not None for balance in case.numbers("balance")) > 1
        own = case.context.table.header is not None and case.roles.has("currency", "balance") and not idle
        return "few amounts, all positive, in an export of an account" if own and 0 < into <= _FEW else ""
    if len(out) >= into:
        return "most amounts are negative" if into else "all amounts are negative"
    if _has_plus(case):
        return "amounts are written with plus and minus"
    charges, payments = median(amount for amount in moved if amount > 0), -median(out)
    lopsided = payments > _LOPSIDED * charges and into > _LOPSIDED * len(out)
    return "" if lopsided else "amounts have signs, and nothing speaks of a card"


def _ask(case: Case, why: str) -> Question:
    without = (cells for cells in case.rows if (parts := written(cells.text("amount"))) and parts.sign != "-")
    cells = next(without, case.rows[0])
    name = case.name(cells.roles.places["amount"][0])
    text = (
        f'Is "{cells.text("amount")}" of {case.told(cells)}, money in or money out? '
        f'The sign of the amounts in "{name}" is not clear: {why}.'
    )
    plus = cells.number("amount", case.mark) or Decimal(1)
    ways = (
        Answer("money in", {"signs": {"amount": 1 if plus > 0 else -1}}),
        Answer("money out", {"signs": {"amount": -1 if plus > 0 else 1}}),
    )
    return Question(AMBIGUOUS, text, ways, cells.line)
