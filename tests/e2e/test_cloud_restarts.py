"""Stopping, crashing and starting again: nothing is lost, nothing doubled, nothing left behind."""

import signal
import socket
from typing import Any

import psutil

from tests.cloud import LocalCloud, three_lines, wait_for

MANY = 12


def ledger(cloud: LocalCloud) -> list[list[Any]]:
    return cloud.rows("SELECT id, amount FROM transactions ORDER BY id")


def test_starting_again_keeps_the_data_and_doubles_nothing(cloud: LocalCloud) -> None:
    before = ledger(cloud)
    assert cloud.purser("down").returncode == 0
    assert cloud.purser("status").returncode == 1

    cloud.up()

    cloud.sign_in_again()
    assert ledger(cloud) == before
    objects = cloud.client("s3").list_object_versions(Bucket=cloud.bucket, Prefix="incoming/")["Versions"]
    assert len(objects) == len({found["Key"] for found in objects}), "a sample was dropped twice"


def test_an_emulator_killed_while_it_reads_statements_loses_none(cloud: LocalCloud) -> None:
    names = [f"killed-{number}.csv" for number in range(MANY)]
    for name in names:
        cloud.drop("chase", name, three_lines(name.upper()))
    cloud.kill("cloud")

    assert "announced again" in cloud.up()

    cloud.sign_in_again()
    assert [cloud.imported(name)["imported"] for name in names] == [3] * MANY
    assert cloud.rows("SELECT count(*) FROM transactions WHERE description LIKE 'KILLED-%'") == [[3 * MANY]]


def test_down_cleans_up_after_a_crash(another_cloud: LocalCloud) -> None:
    started = another_cloud.in_foreground("--empty")
    started.kill()
    started.wait(10)
    assert another_cloud.alive()

    assert another_cloud.purser("down").returncode == 0

    assert another_cloud.alive() == []


def test_a_part_that_ends_by_itself_is_brought_back_and_ctrl_c_stops_everything(another_cloud: LocalCloud) -> None:
    started = another_cloud.in_foreground("--empty")
    first = another_cloud.kill("cloud")

    def again() -> bool | None:
        return (another_cloud.purser("status").returncode == 0 and not psutil.pid_exists(first)) or None

    assert wait_for(again, 120, "the part that was killed")
    started.send_signal(signal.SIGINT)
    assert started.wait(60) == 0
    assert another_cloud.alive() == []


def test_a_taken_port_is_named_with_its_owner_and_the_way_out(another_cloud: LocalCloud) -> None:
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", another_cloud.ports.front_door))
        squatter.listen()

        done = another_cloud.purser("up", "--detach", "--empty")

    assert done.returncode == 1
    assert f"Port {another_cloud.ports.front_door} is taken by" in done.stderr
    assert "PURSER_PORT=" in done.stderr
    assert another_cloud.alive() == []
