"""Whatever happens to a file of a bank standard on its way: rows, or a refusal in words; never a crash, never a hang."""

import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from purser import banks
from purser.banks._text import open_document
from purser.domain.errors import StatementError
from purser.domain.statements import Tally

STANDARDS = ("bai2", "camt", "mt940", "mt942", "qif")
GOLDEN = Path(__file__).parents[2] / "golden"
SAMPLES = [path for name in STANDARDS for path in sorted((GOLDEN / name).iterdir()) if path.suffix != ".json"]
MOST_SECONDS = 5


def read_or_refuse(name: str, data: bytes) -> Tally | None:
    """Read with the format even if the damage hides what it is; the tally, or None for a refusal."""
    tally = Tally()
    try:
        for item in banks.formats()[name].read(open_document(data, "damaged"), None).items:
            tally.add(item)
    except StatementError:
        return None
    return tally


def damage(data: bytes, dice: random.Random) -> bytes:
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(data) + 1)
        length = dice.choice((1, 1, 2, 5, 40, 300))
        piece = data[at : at + length]
        insert = dice.choice((b"", bytes(dice.randrange(1, 256) for _ in range(length)), piece * dice.randint(2, 30)))
        keep = dice.choice((0, length))
        data = data[:at] + insert + data[at + keep :]
    return data[: dice.randrange(len(data) + 1)] if dice.random() < 0.2 else data


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SAMPLES), st.integers(0, 2**32))
def test_damaged_samples_are_read_or_refused(sample: Path, seed: int) -> None:
    data = damage(sample.read_bytes(), random.Random(seed))  # noqa: S311 - damage need not be secret
    begun = time.monotonic()
    tally = read_or_refuse(sample.parent.name, data)
    assert time.monotonic() - begun < MOST_SECONDS
    if tally:
        assert tally.rows == tally.booked + tally.pending + tally.rejected + tally.ignored


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(STANDARDS), st.binary(max_size=400))
@example("qif", b"!Type:Bank\nD\nT\n^\n")
@example("bai2", b"01/02/03/16/88/49/98/99/")
@example("bai2", b"16,475,1,D,99,\n88,")
@example("mt940", b":61:\n:86:\n:60F:\n:62F:\n:25:")
@example("camt", b"<BkToCstmrStmt><Stmt><Ntry/></Stmt></BkToCstmrStmt>")
def test_arbitrary_bytes_are_read_or_refused(name: str, data: bytes) -> None:
    read_or_refuse(name, data)


LONG = 200_000
MONSTERS = {
    "digits without end": ("mt940", b":20:X\n:25:1\n:61:260903C" + b"1" * LONG),
    "commas without end": ("mt940", b":20:X\n:25:1\n:61:260903C" + b",1" * LONG),
    "one field of many lines": ("mt940", b":20:X\n:25:1\n:61:260903C5,NMSCX\n:86:" + b"?20x\n" * (LONG // 4)),
    "braces": ("mt940", b"{1:" * LONG + b":20:X\n:61:260903C5,NMSCX\n"),
    "nested blocks": ("mt940", b"{3:{1:}" * LONG + b"\n:20:X\n:61:260903C5,NMSCX\n"),
    "subfield marks": ("mt940", b":20:X\n:25:1\n:61:260903C5,NMSCX\n:86:020" + b"?20" * LONG),
    "code words": ("mt940", b":20:X\n:25:1\n:61:260903C5,NMSCX\n:86:" + b"/NAME/" * LONG),
    "slashes": ("bai2", b"01,1,2,260930,2130,1,,,2/\n02,C,0,1,260930,2359,,2/\n" + b"/16,4" * LONG),
    "continuations": (
        "bai2",
        b"01,1,2,260930,2130,1,,,2/\n02,C,0,1,260930,2359,,2/\n03,1,/\n16,475,1,,,,X\n" + b"88,Y\n" * (LONG // 20),
    ),
    "summaries": ("bai2", b"01,1,2,260930,2130,1,,,2/\n02,C,0,1,260930,2359,,2/\n03,1,USD" + b",010,1,,D,99" * (LONG // 4)),
    "spaces": ("qif", b"!Type:Bank\nD" + b" " * LONG + b"\nT" + b" " * LONG + b"1\n^\n"),
    "splits": ("qif", b"!Type:Bank\nD1/31/2026\nT1.00\n" + b"SX\n$1.00\n" * (LONG // 4) + b"^\n"),
    "attributes": (
        "camt",
        b"<BkToCstmrStmt><Stmt><Ntry " + b" ".join(b'a%d="x"' % n for n in range(20_000)) + b"/></Stmt></BkToCstmrStmt>",
    ),
    "depth": ("camt", b"<BkToCstmrStmt><Stmt>" + b"<Ntry>" * LONG),
    "children": ("camt", b"<BkToCstmrStmt><Stmt><Ntry>" + b"<Ustrd>x</Ustrd>" * LONG + b"</Ntry></Stmt></BkToCstmrStmt>"),
}


@pytest.mark.parametrize("monster", MONSTERS)
def test_files_made_to_cost_much_cost_little(monster: str) -> None:
    name, data = MONSTERS[monster]
    begun = time.process_time()
    read_or_refuse(name, data)
    assert time.process_time() - begun < MOST_SECONDS
