"""What docs/security.md says is shown by a test, is."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/security.md").read_text()


def test_every_test_that_the_page_names_exists() -> None:
    written = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    missing = sorted(name for name in named if f"def {name}(" not in written)
    assert len(named) > 20
    assert not missing, f"docs/security.md claims evidence that is not there: {missing}"


def test_every_file_of_tests_that_the_page_names_exists() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", PAGE))
    assert named
    assert not [name for name in named if not (ROOT / name).exists()]
