"""docs/adding-a-bank.md, followed to the letter."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from purser import banks

from infra.command import main

PAGE = (Path(__file__).parents[3] / "docs/adding-a-bank.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """The first code block of the page in this language."""
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found, f"docs/adding-a-bank.md has no {language} block"
    return found[1]


@pytest.fixture
def followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder where the page's files stand at the page's places, as part of the package while the test runs."""
    for path, text in (
        ("layers/core/purser/banks/lakeside_savings.py", block("python")),
        ("tests/golden/lakeside_savings/export.csv", block("csv")),
    ):
        assert f"`{path}`" in PAGE
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    monkeypatch.setattr(banks, "__path__", [*banks.__path__, str(tmp_path / "layers/core/purser/banks")])
    monkeypatch.chdir(tmp_path)
    banks.formats.cache_clear()
    yield
    banks.formats.cache_clear()
    sys.modules.pop("purser.banks.lakeside_savings", None)
    vars(banks).pop("lakeside_savings", None)


@pytest.mark.usefixtures("followed")
def test_the_page_leads_to_a_bank_that_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    command, *printed = block("console").removeprefix("$ ").splitlines()
    program, *arguments = command.split()
    assert program == "purser"
    assert main(arguments) == 0
    assert capsys.readouterr().out.splitlines() == printed


def test_the_page_names_files_that_exist() -> None:
    for name in re.findall(r"`banks/(_?\w+\.py)`", PAGE):
        assert Path(os.fspath(banks.__path__[0]), name).is_file(), f"docs/adding-a-bank.md speaks of banks/{name}"
