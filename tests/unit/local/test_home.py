from pathlib import Path

import pytest

from infra.local.home import Home, LocalError, Ports, home


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (
        "PURSER_PORT",
        "PURSER_CLOUD_PORT",
        "PURSER_MAIL_PORT",
        "PURSER_PLAID_PORT",
        "PURSER_DATABASE_PORT",
        "AWS_ENDPOINT_URL",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PURSER_HOME", str(tmp_path / "home"))


def test_the_usual_address(tmp_path: Path) -> None:
    found = home()
    assert (found.folder, found.origin, found.endpoint) == (tmp_path / "home", "http://127.0.0.1:8080", "http://127.0.0.1:4566")


def test_the_environment_moves_a_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PURSER_PORT", "9090")
    assert home().origin == "http://127.0.0.1:9090"


def test_other_commands_find_the_ports_a_cloud_was_started_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PURSER_PORT", "9090")
    home().remember_ports()
    monkeypatch.delenv("PURSER_PORT")
    assert home().ports == Ports(front_door=9090)


def test_a_port_that_is_no_number_is_refused_with_the_names_of_the_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PURSER_PORT", "http")
    with pytest.raises(LocalError, match="PURSER_PORT"):
        home()


def test_a_folder_that_cannot_be_made_names_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LocalError, match="PURSER_HOME"):
        Home(tmp_path / "file" / "home", Ports()).made("run")


def test_an_emulator_of_somebody_else_is_used_and_not_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://localhost.localstack.cloud:4566")
    assert (home().endpoint, home().runs_own_cloud) == ("http://localhost.localstack.cloud:4566", False)
