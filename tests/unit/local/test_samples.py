from pathlib import Path

import pytest
from purser import banks

from infra.local import samples


@pytest.mark.parametrize(
    ("name", "bank"),
    [
        ("Chase4821_Activity_20261101.CSV", "chase"),
        ("Discover-AllAvailable-20261101.csv", "discover"),
        ("Capital_One_2026-11-01_transaction_download.csv", "capital_one"),
        ("CapitalOne_360.csv", "capital_one"),
        ("statement.ofx", "other"),
    ],
)
def test_a_name_begins_with_its_bank(name: str, bank: str) -> None:
    assert samples.bank_of(name) == bank


@pytest.mark.parametrize("path", sorted(samples.FOLDER.iterdir()), ids=lambda path: path.name)
def test_every_sample_is_a_statement_of_the_bank_it_is_dropped_for(path: Path) -> None:
    reading = banks.read(path.read_bytes(), filename=path.name, bank=samples.bank_of(path.name), currency=None)

    assert reading.bank == samples.bank_of(path.name)
    assert len(list(reading.items)) > 10
