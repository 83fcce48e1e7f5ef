"""Layers that are unpacked once: a function finds in the stand-in what it would find in the layer."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from infra.local.packages import Unpacked

# What the emulator does with a layer, then a function's import.
FIND_GREETING = """
import site, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1] + "/python")
for lib in Path(sys.argv[1], "python/lib").iterdir():
    site.addsitedir(str(lib / "site-packages"))
import greeting
print(greeting.WORDS, sys.path.index(str(Path(greeting.__file__).parent)))
"""


def layer(words: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("python/greeting.py", f"WORDS = {words!r}\n")
    return made.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a folder's layers").mkdir()
    return tmp_path / "a folder's layers"


def test_a_function_imports_from_the_layer_before_anything_else(folder: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(io.BytesIO(Unpacked(folder).stand_in(layer("good day")))).extractall(tmp_path / "mounted")

    found = [sys.executable, "-c", FIND_GREETING, str(tmp_path / "mounted")]
    said = subprocess.run(found, capture_output=True, text=True, timeout=30, check=True).stdout  # noqa: S603 - our own words

    assert said == "good day 0\n"


def test_layers_of_earlier_deployments_are_forgotten(folder: Path) -> None:
    Unpacked(folder).stand_in(layer("old"))
    latest = Unpacked(folder)
    latest.stand_in(layer("new"))

    latest.forget_the_rest()

    assert [path.read_text() for path in folder.rglob("greeting.py")] == ["WORDS = 'new'\n"]
