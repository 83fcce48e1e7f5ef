"""Read what an aggregator's feed says since a cursor: all pages or none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from purser.domain.connections import Connector, ConnectorBusyError, ConnectorError, FeedMovedError, Page
from purser.domain.statements import Entry, Rejected

RESTARTS = 5
"""A feed that moves more often than this is left alone for a while."""
MOST_PAGES = 2000
"""A million transactions; a feed that says there is more after that is not to be believed."""


@dataclass(slots=True)
class Changes:
    """What became of each transaction since the cursor; the latest word on each, in the order of first mention.

    `rows` are to be added or brought up to date, `removed` are provider ids that are no more. `booked_of` maps a booked
    transaction's id to the one it had while pending. `cursor` is where the next reading begins.
    """

    cursor: str | None
    ready: bool = True
    rows: list[Entry | Rejected] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    booked_of: dict[str, str] = field(default_factory=dict)

    @property
    def accounts(self) -> set[str]:
        """The aggregator's ids of the accounts that rows are of."""
        return {row.account for row in self.rows if isinstance(row, Entry)}

    def __len__(self) -> int:
        return len(self.rows) + len(self.removed)


def read_feed(connector: Connector, access_token: str, cursor: str | None) -> Changes:
    """Read all pages since `cursor`; if the feed moves meanwhile, begin again at that cursor, some times."""
    for _ in range(RESTARTS):
        try:
            return _read_once(connector, access_token, cursor)
        except FeedMovedError:
            continue
    raise ConnectorBusyError("The bank's transactions change faster than they can be read. Try again later.", code="FEED_MOVES")


def _read_once(connector: Connector, access_token: str, cursor: str | None) -> Changes:
    latest: dict[str, Entry | Rejected | None] = {}
    booked_of: dict[str, str] = {}
    place = cursor
    for _ in range(MOST_PAGES):
        page = connector.page(access_token, place)
        if not page.ready:
            return Changes(cursor, ready=False)
        latest.update(_told(page))
        booked_of.update(page.booked_of)
        if page.has_more and page.next_cursor == place:
            break
        place = page.next_cursor
        if not page.has_more:
            return _changes(latest, booked_of, place)
    raise ConnectorError("The bank's feed does not end.", code="FEED_ENDLESS")


def _told(page: Page) -> Iterable[tuple[str, Entry | Rejected | None]]:
    """Name every transaction of a page with what it says of it, None for removed."""
    for row in (*page.added, *page.modified):
        yield (row.provider_id or row.text if isinstance(row, Entry) else row.text), row
    for transaction_id in page.removed:
        yield transaction_id, None


def _changes(latest: Mapping[str, Entry | Rejected | None], booked_of: dict[str, str], cursor: str) -> Changes:
    rows = [row for row in latest.values() if row is not None]
    return Changes(cursor, rows=rows, removed=[name for name, row in latest.items() if row is None], booked_of=booked_of)
