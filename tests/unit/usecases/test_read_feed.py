import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from purser.domain.connections import ConnectorBusyError, ConnectorError, FeedMovedError, Page
from purser.domain.statements import Entry
from purser.usecases.read_feed import RESTARTS, Changes, read_feed


def paid(name: str, amount: str = "-1") -> Entry:
    day = dt.date(2026, 3, 4)
    money = Decimal(amount)
    return Entry(
        line=1, text=name, date=day, amount=money, currency="USD", description=name, original_description=name, provider_id=name
    )


def page(next_cursor: str, *, more: bool = False, **said: Any) -> Page:
    return Page(next_cursor=next_cursor, has_more=more, **said)


class Feed:
    """A connector that answers from a list and remembers where it was asked to begin."""

    def __init__(self, *answers: Page | Exception) -> None:
        self.answers, self.asked = list(answers), []  # type: tuple[list[Page | Exception], list[str | None]]

    def page(self, access_token: str, cursor: str | None) -> Page:
        assert access_token == "access"
        self.asked.append(cursor)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def read(feed: Feed, cursor: str | None = None) -> Changes:
    return read_feed(feed, "access", cursor)  # type: ignore[arg-type] # of a connector, only `page` is wanted here


def names(changes: Changes) -> list[str]:
    return [row.text for row in changes.rows]


def test_pages_are_read_until_there_are_no_more() -> None:
    feed = Feed(page("1", more=True, added=[paid("a")]), page("2", more=True, added=[paid("b")]), page("3", added=[paid("c")]))
    changes = read(feed)
    assert (names(changes), changes.cursor, feed.asked) == (["a", "b", "c"], "3", [None, "1", "2"])


def test_a_feed_that_moves_is_read_again_from_the_first_pages_cursor() -> None:
    feed = Feed(
        page("1", more=True, added=[paid("stale")]),
        FeedMovedError("moved"),
        page("7", more=True, added=[paid("a")]),
        page("8", added=[paid("b")]),
    )
    changes = read(feed, "0")
    assert (names(changes), changes.cursor, feed.asked) == (["a", "b"], "8", ["0", "1", "0", "7"])


def test_a_feed_that_never_stands_still_is_left_for_later() -> None:
    feed = Feed(*[FeedMovedError("moved")] * RESTARTS)
    with pytest.raises(ConnectorBusyError):
        read(feed)
    assert feed.answers == []


def test_the_latest_word_on_a_transaction_counts() -> None:
    feed = Feed(
        page("1", more=True, added=[paid("a"), paid("b"), paid("c")]),
        page("2", modified=[paid("b", "-2")], removed=["c", "never heard of"]),
    )
    changes = read(feed)
    assert [f"{row.text} {row.amount}" for row in changes.rows if isinstance(row, Entry)] == ["a -1", "b -2"]
    assert (changes.removed, len(changes)) == (["c", "never heard of"], 4)


def test_which_pending_one_was_booked_is_kept_across_pages() -> None:
    feed = Feed(page("1", more=True, added=[paid("x")], booked_of={"x": "p"}), page("2", added=[paid("y")], booked_of={"y": "q"}))
    assert read(feed).booked_of == {"x": "p", "y": "q"}


def test_a_feed_that_is_not_ready_keeps_its_cursor() -> None:
    changes = read(Feed(page("", ready=False)), "5")
    assert (changes.ready, changes.cursor, len(changes)) == (False, "5", 0)


def test_a_feed_that_promises_more_without_moving_on_is_refused() -> None:
    with pytest.raises(ConnectorError, match="does not end"):
        read(Feed(page("1", more=True), page("1", more=True)))


def test_any_other_refusal_is_the_callers_to_judge() -> None:
    with pytest.raises(ConnectorBusyError):
        read(Feed(page("1", more=True, added=[paid("a")]), ConnectorBusyError("busy")))
