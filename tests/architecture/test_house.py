"""The house rules of docs/decisions and CONTRIBUTING, held by the repository itself."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORE = ROOT / "layers/core/purser"
FUNCTIONS = ROOT / "functions"
VAGUE = {"utils", "util", "helpers", "common", "manager", "misc", "base"}
LONGEST_FILE = 350


def product_files() -> Iterator[Path]:
    yield from CORE.rglob("*.py")
    yield from FUNCTIONS.rglob("*.py")
    yield from (ROOT / "infra").rglob("*.py")


def imported_names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_imports_go_one_way() -> None:
    contracts = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(contracts, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603 - ours
    assert done.returncode == 0, done.stdout


def test_every_function_is_held_by_the_import_contracts() -> None:
    declared = (ROOT / "pyproject.toml").read_text()
    folders = [p.parent.name for p in FUNCTIONS.glob("*/handler.py")]
    missing = [name for name in folders if declared.count(f'"{name}"') < 2]
    assert not missing, f"add {missing} to root_packages and to the contracts in pyproject.toml"


def test_the_domain_imports_only_the_standard_library_and_itself() -> None:
    for path in (CORE / "domain").rglob("*.py"):
        for name in imported_names(ast.parse(path.read_text())):
            top = name.split(".")[0]
            assert top in sys.stdlib_module_names or name.startswith("purser.domain"), f"{path.name} imports {name}"


def test_only_runtime_reads_the_environment() -> None:
    for path in (*CORE.rglob("*.py"), *FUNCTIONS.rglob("*.py")):
        if path.is_relative_to(CORE / "runtime"):
            continue
        assert not re.search(r"\bos\.(environ|getenv)\b", path.read_text()), f"{path}: read settings() instead"


def test_names_say_what_a_module_is_about() -> None:
    vague = [str(p.relative_to(ROOT)) for p in product_files() if p.stem.strip("_") in VAGUE]
    assert not vague, f"name these after what they do: {vague}"


def test_no_file_has_outgrown_its_room() -> None:
    long = {str(p.relative_to(ROOT)): n for p in product_files() if (n := len(p.read_text().splitlines())) > LONGEST_FILE}
    assert not long, f"split along a seam: {long}"


def test_no_unfinished_marks() -> None:
    marks = re.compile(r"\b(TODO|FIXME|raise NotImplementedError)\b")
    found = [str(p.relative_to(ROOT)) for p in product_files() if marks.search(p.read_text())]
    assert not found, f"finish or remove: {found}"


def test_migrations_are_numbered_without_gaps() -> None:
    numbers = [int(p.name[:4]) for p in sorted((ROOT / "infra/migrations").glob("*.sql"))]
    assert numbers == list(range(1, len(numbers) + 1)), "name migrations 0001_, 0002_, … without gaps or repeats"


@pytest.mark.parametrize("path", sorted(FUNCTIONS.glob("*/handler.py")), ids=lambda p: p.parent.name)
def test_a_handler_translates_and_delegates(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= 25, f"{path.parent.name}.{node.name} has {lines} lines: move the work into a use case"


def test_readme_commands_exist() -> None:
    readme, makefile = (ROOT / "README.md").read_text(), (ROOT / "Makefile").read_text()
    for target in set(re.findall(r"\bmake (\w+)", readme)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"README promises `make {target}`"
    commands = {p.stem for p in (ROOT / "infra/command").glob("[a-z]*.py")}
    for command in set(re.findall(r"\bpurser (\w+)", readme)) - {"ledger"}:
        assert command in commands, f"README promises `purser {command}`"


def test_links_between_documents_lead_somewhere() -> None:
    for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} links to {target}, which does not exist"
