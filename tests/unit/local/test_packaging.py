"""How packages are put together; that Lambda's wheels install is what `sam build` shows."""

import importlib.util
import sys
from pathlib import Path

import pytest

from infra import packaging
from infra.packaging import Target

HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
OWN = Target(("--python", sys.executable), sys.executable)


def byte_code(source: Path) -> bytes:
    return Path(importlib.util.cache_from_source(str(source))).read_bytes()


def test_every_function_and_every_migration_is_in_the_package(tmp_path: Path) -> None:
    packaging.build_functions(tmp_path / "package", OWN)

    handlers = {path.parent.name for path in (packaging.ROOT / "functions").glob("*/handler.py")}
    assert {path.parent.name for path in (tmp_path / "package").glob("*/handler.py")} == handlers
    assert (tmp_path / "package/migrations/0001_ledger.sql").exists()


def test_byte_code_does_not_look_at_the_time_of_its_source(tmp_path: Path) -> None:
    packaging.add_sources("core", tmp_path, OWN)

    flags = int.from_bytes(byte_code(tmp_path / "purser/discover.py")[4:8], "little")
    assert flags == 0b01, "hash-based (bit 0) and unchecked (bit 1 clear), see PEP 552"


def test_without_an_interpreter_the_package_says_so_and_is_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packaging.add_sources("core", tmp_path, Target((), None))

    assert "without byte code" in capsys.readouterr().err
    assert (tmp_path / "purser/discover.py").exists()
    assert list(tmp_path.rglob("*.pyc")) == []


def test_the_layer_carries_the_authority_of_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "layers/core").mkdir(parents=True)
    (tmp_path / "layers/core/rds-global-bundle.pem").write_text("a certificate")
    (tmp_path / "opt").mkdir()
    monkeypatch.setattr(packaging, "ROOT", tmp_path)

    packaging.add_certificates("core", tmp_path / "opt")

    assert (tmp_path / "opt/rds-global-bundle.pem").read_text() == "a certificate"


def test_an_interpreter_is_found_by_its_exact_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packaging, "_known_to_uv", lambda _: None)
    monkeypatch.setenv("PURSER_BUILD_PYTHON", "/nowhere/python")
    assert packaging.interpreter_of(HERE) == sys.executable
    assert packaging.interpreter_of("3.4") is None


@pytest.mark.parametrize(("machine", "processor"), [("arm64", "aarch64"), ("aarch64", "aarch64"), ("x86_64", "x86_64")])
def test_containers_share_the_processor_of_their_machine(machine: str, processor: str) -> None:
    assert packaging.container_target(machine).wheels[1].startswith(processor)
