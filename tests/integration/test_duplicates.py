"""Which rows are one transaction: certain cases are counted once, uncertain ones shown to a person, decisions remembered."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from purser.domain.ids import uuid7
from purser.domain.statements import Item
from purser.store.audit import Origin
from purser.store.postgres import Connection, TenantTx, tenant_tx
from purser.usecases.decide_duplicate import decide_duplicate
from purser.usecases.ingest import Outcome
from purser.usecases.undo_import import undo_import

from tests.integration.http.conftest import make_account, make_transaction
from tests.statements import SEPTEMBER as CHASE_SEPTEMBER
from tests.statements import Drop, Look, column, entry, reader_of

Period = list[tuple[int, str, str]]
SEPTEMBER: Period = [
    (1, "-12.00", "CITY GROCER 42 SPRINGFIELD"), (3, "-4.25", "COFFEE BAR #1"), (3, "-4.25", "COFFEE BAR #1"),
    (10, "2500.00", "PAYROLL ACME INC"), (18, "-80.10", "POWER CO BILL"), (28, "-9.99", "STREAMING SERVICE"),
]  # fmt: skip
Read = Callable[..., Outcome]


@pytest.fixture
def read(drop: Drop) -> Read:
    """Read rows as a file of a format; with `ids`, each has the bank's own id, which begins so."""

    def put(rows: Period, format_: str = "csv", ids: str = "", **rest: Any) -> Outcome:
        items: list[Item] = [
            entry(day, amount, text, provider_id=f"{ids}{n}" if ids else None, account="…1234", **rest)
            for n, (day, amount, text) in enumerate(rows)
        ]
        return drop(uuid4().bytes, reader_of(*items, format=format_))

    return put


def suspicions(look: Look) -> list[dict[str, Any]]:
    return look("SELECT id, reason, status FROM duplicate_suspicions ORDER BY created_at")


def total(look: Look) -> str:
    return str(look("SELECT coalesce(sum(total), 0)::text AS total FROM monthly_totals")[0]["total"])


def cut(rows: Period) -> Period:
    """As OFX cuts names."""
    return [(day, amount, text[:16]) for day, amount, text in rows]


def test_csv_today_and_ofx_of_the_same_period_tomorrow_are_counted_once(read: Read, look: Look) -> None:
    read(SEPTEMBER)
    again = read(cut(SEPTEMBER), "ofx", "F")
    assert (again.imported, again.duplicates, total(look), suspicions(look)) == (0, 6, "2389.41", [])


def test_ofx_first_and_csv_after_it_are_counted_once(read: Read) -> None:
    read(cut(SEPTEMBER), "ofx", "F")
    assert read(SEPTEMBER).duplicates == 6


def test_another_format_of_a_longer_period_brings_only_what_is_new(read: Read) -> None:
    read(SEPTEMBER[:4])
    longer = read(cut(SEPTEMBER), "ofx", "F")
    assert (longer.imported, longer.duplicates) == (2, 4)


def test_one_more_of_two_equal_rows_in_the_other_format_is_new(read: Read) -> None:
    read([SEPTEMBER[0], SEPTEMBER[1], SEPTEMBER[4]])
    assert read(cut(SEPTEMBER[:3] + SEPTEMBER[4:5]), "ofx", "F").imported == 1


def test_the_other_format_again_is_known_again(read: Read) -> None:
    read(SEPTEMBER)
    read(cut(SEPTEMBER), "ofx", "F")
    assert read(cut(SEPTEMBER), "ofx", "F").duplicates == 6


def test_another_format_with_texts_of_its_own_agrees_as_a_whole(read: Read, look: Look) -> None:
    read(SEPTEMBER)
    assert read([(day, amount, f"REF {n}") for n, (day, amount, _) in enumerate(SEPTEMBER)], "ofx", "F").duplicates == 6
    assert suspicions(look) == []


def test_another_format_with_texts_of_its_own_and_few_rows_is_suspected(read: Read, look: Look) -> None:
    read(SEPTEMBER[:1])
    assert read([(1, "-12.00", "REF 7")], "ofx", "F").imported == 1
    assert column(suspicions(look), "status") == ["open"]
    assert look("SELECT warnings FROM imports ORDER BY created_at DESC LIMIT 1")[0]["warnings"] == [
        "One row may have come before, from another file; both count until you decide."
    ]


def test_two_formats_that_date_a_transaction_by_its_day_and_by_its_booking_agree(read: Read) -> None:
    read([(1, "-1.00", "A"), (9, "-7.00", "BOOK SHOP AND CAFE"), (30, "-1.00", "B")], posted=dt.date(2026, 9, 11))
    assert read([(1, "-1.00", "A"), (11, "-7.00", "BOOK SHOP AND C"), (30, "-1.00", "B")], "ofx", "F").duplicates == 3


def test_a_date_that_has_shifted_by_a_day_is_suspected(read: Read, look: Look) -> None:
    read(SEPTEMBER)
    shifted = [(19 if day == 18 else day, amount, text) for day, amount, text in SEPTEMBER]
    assert read(shifted).imported == 1
    assert column(suspicions(look), "reason") == ["Same account and amount, days apart."]


def test_the_same_purchase_on_the_next_day_in_the_next_file_is_no_suspicion(read: Read, look: Look) -> None:
    read(SEPTEMBER[:2])
    assert read([(4, "-4.25", "COFFEE BAR #1"), (5, "-1.00", "X")]).imported == 2
    assert suspicions(look) == []


def test_a_re_export_with_rewritten_descriptions_is_suspected_not_dropped(read: Read, look: Look) -> None:
    read(SEPTEMBER)
    rewritten = [(day, amount, f"SQ *{text.title()} 0917" if day == 18 else text) for day, amount, text in SEPTEMBER]
    assert read(rewritten).imported == 1
    assert len(suspicions(look)) == 1


def test_a_re_export_that_keeps_the_original_description_is_known(read: Read) -> None:
    read(SEPTEMBER)
    assert read(SEPTEMBER, description="Cleaned up").duplicates == 6


def test_an_id_that_the_bank_has_changed_is_known(read: Read, look: Look) -> None:
    read(SEPTEMBER, "ofx", "F")
    renamed = read(SEPTEMBER, "ofx", "G")
    assert renamed.duplicates == 4
    assert len(suspicions(look)) == 2, "the first and the last day of a file may be cut"


def test_an_id_that_the_bank_uses_again_for_something_else_is_new(read: Read, look: Look) -> None:
    read([(1, "-12.00", "GROCER")], "ofx", "F")
    assert read([(20, "-3.00", "BUS")], "ofx", "F").imported == 1
    assert suspicions(look) == []


def test_shuffled_order_changes_nothing(read: Read) -> None:
    read(SEPTEMBER)
    assert read(SEPTEMBER[::-1]).duplicates == 6


def test_different_shops_on_one_day_for_one_amount_are_two(read: Read, look: Look) -> None:
    read([(20, "-4.25", "STARBUCKS")])
    assert read([(20, "-4.25", "PEETS COFFEE")]).imported == 1
    assert suspicions(look) == []


def _person(tx: TenantTx) -> UUID:
    role, person = uuid7(), uuid7()
    tx.execute("INSERT INTO roles (id, org_id, name, permissions) VALUES (:r, :o, :n, '{}')", r=role, o=tx.org_id, n=str(role))
    sql = "INSERT INTO users (id, org_id, email, role_id) VALUES (:i, :o, :e, :r)"
    tx.execute(sql, i=person, o=tx.org_id, r=role, e=f"{person}@x.org")
    return person


@pytest.fixture
def decide(app_connection: Connection, organization: UUID, look: Look) -> Callable[[str], Any]:
    def decided(decision: Any) -> Any:
        suspicion_id = UUID(suspicions(look)[0]["id"])
        with tenant_tx(app_connection, organization) as tx:
            return decide_duplicate(tx, suspicion_id, decision, _person(tx), Origin())

    return decided


def test_a_confirmed_duplicate_counts_once_and_stays_so(read: Read, look: Look, decide: Callable[[str], Any]) -> None:
    read(SEPTEMBER[:1])
    other = [(1, "-12.00", "REF 7")]
    read(other, "ofx", "F")
    assert total(look) == "-24.00"
    decide("confirmed")
    assert total(look) == "-12.00"
    assert read(other, "ofx", "F").duplicates == 1
    assert (total(look), column(suspicions(look), "status")) == ("-12.00", ["confirmed"])


def test_a_rejected_suspicion_is_not_raised_again(read: Read, look: Look, decide: Callable[[str], Any]) -> None:
    read(SEPTEMBER[:1])
    other = [(1, "-12.00", "REF 7")]
    read(other, "ofx", "F")
    decide("rejected")
    read(other, "ofx", "F")
    read(SEPTEMBER[:1])
    assert (total(look), column(suspicions(look), "status")) == ("-24.00", ["rejected"])


def test_a_decision_can_be_changed(read: Read, look: Look, decide: Callable[[str], Any]) -> None:
    read(SEPTEMBER[:1])
    read([(1, "-12.00", "REF 7")], "ofx", "F")
    for decision, expected in (("confirmed", "-12.00"), ("rejected", "-24.00"), ("confirmed", "-12.00")):
        decide(decision)
        assert total(look) == expected


def test_a_row_that_a_person_deleted_stays_deleted_in_the_other_format(
    read: Read, look: Look, app_connection: Connection, organization: UUID
) -> None:
    read(SEPTEMBER)
    with tenant_tx(app_connection, organization) as tx:
        tx.execute("UPDATE transactions SET deleted_at = now() WHERE amount = -80.10")
    read(cut(SEPTEMBER), "ofx", "F")
    assert total(look) == "2469.51"


def test_taking_back_the_first_of_two_formats_leaves_the_other_whole(
    read: Read, look: Look, app_connection: Connection, organization: UUID
) -> None:
    first = read(SEPTEMBER).import_id
    read(cut(SEPTEMBER), "ofx", "F")
    with tenant_tx(app_connection, organization) as tx:
        undo_import(tx, first, uuid7(), Origin())
    assert total(look) == "2389.41"
    assert read(cut(SEPTEMBER), "ofx", "F").duplicates == 6
    assert look("SELECT imported FROM imports WHERE status = 'done' ORDER BY created_at") == [{"imported": 6}, {"imported": 0}]


def test_what_a_linked_bank_has_told_is_known_when_a_file_of_its_account_tells_it(
    drop: Drop, look: Look, app_connection: Connection, organization: UUID
) -> None:
    with tenant_tx(app_connection, organization) as tx:
        account = make_account(tx, bank="plaid")
        for day, amount, text in (("18", "-277.66", "Online Transfer"), ("20", "-4.25", "Starbucks"), ("28", "2500.00", "Acme")):
            told = {"bank": "plaid", "source": "plaid", "provider_id": text, "description": text, "original_description": text}
            make_transaction(tx, account, f"2026-09-{day}", amount, merchant=text, **told)
    outcome = drop(CHASE_SEPTEMBER, bank="other", account_id=account)
    assert outcome.imported + outcome.duplicates == 4
    (open_,) = look("SELECT count(*) AS n FROM duplicate_suspicions WHERE status = 'open'")
    assert outcome.duplicates + open_["n"] == 3, "known or asked about, all three"
