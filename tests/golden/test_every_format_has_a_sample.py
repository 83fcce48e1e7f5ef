"""The folder of samples and the package of formats agree."""

from pathlib import Path

import pytest
from purser import banks

FOLDER = Path(__file__).parent


@pytest.mark.parametrize("name", sorted(banks.formats()))
def test_every_format_has_a_sample(name: str) -> None:
    samples = [path for path in (FOLDER / name).glob("[!._]*") if path.suffix != ".json"]
    assert samples, (
        f"The format {name} has no golden sample. Put an invented statement in its exact layout at tests/golden/{name}/, "
        "run `pytest tests/golden --update-golden`, and check by eye what was read (docs/adding-a-bank.md)."
    )


@pytest.mark.parametrize("name", sorted(banks.formats()))
def test_every_format_is_described(name: str) -> None:
    page = (FOLDER.parents[1] / "docs/formats.md").read_text(encoding="utf-8")
    assert f"### `{name}`\n" in page, f"docs/formats.md needs a section ### `{name}`: what it is, its sign, what is odd about it"


@pytest.mark.parametrize("name", sorted(banks.formats()))
def test_a_format_is_named_as_its_module(name: str) -> None:
    assert banks.formats()[name].name == name, f"FORMAT.name in banks/{name}.py must be {name!r}: it is how people find the file"


def test_every_folder_of_samples_has_its_format() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir() and not path.name.startswith(("_", "."))}
    strangers = folders - banks.formats().keys() - {"inferred"}  # layouts that nobody declared: docs/inference.md
    assert not strangers, f"no module purser.banks.* for the samples in tests/golden/{strangers}: rename or remove the folder"
