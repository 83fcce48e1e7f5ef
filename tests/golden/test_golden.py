"""Each sample reads exactly as the JSON file beside it says, row by row."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from purser import banks
from purser.domain.money import format_amount
from purser.domain.statements import Item, Tally

FOLDER = Path(__file__).parent
SAMPLES = sorted(path for path in FOLDER.glob("*/[!._]*") if path.suffix != ".json" and path.is_file())


def said(item: Item) -> dict[str, Any]:
    fields = {field.name: getattr(item, field.name) for field in dataclasses.fields(item)}
    return {"is": type(item).__name__, **{name: value for name, value in fields.items() if value not in (None, "", False)}}


def read(sample: Path) -> dict[str, Any]:
    reading = banks.read(sample.read_bytes(), filename=sample.name)
    items, tally = list(reading.items), Tally()
    for item in items:
        tally.add(item)
    return {
        "format": reading.format,
        "bank": reading.bank,
        "kind": reading.kind,
        "warnings": reading.warnings,
        "totals": {currency: format_amount(total) for currency, total in tally.totals.items()},
        "balance_check": tally.balance_check(),
        "items": [said(item) for item in items],
    }


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_sample_reads_as_written_beside_it(sample: Path, update_golden: bool) -> None:  # noqa: FBT001 - a fixture
    expected = sample.with_suffix(".json")
    found = json.dumps(read(sample), indent=2, ensure_ascii=False, default=str) + "\n"
    if update_golden:
        expected.write_text(found, encoding="utf-8")
    assert expected.is_file(), f"write it with: pytest tests/golden --update-golden, then check {expected.name} by eye"
    assert found == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_sample_stands_in_the_folder_of_its_format(sample: Path) -> None:
    assert banks.recognise(sample.read_bytes(), sample.name).name == sample.parent.name
