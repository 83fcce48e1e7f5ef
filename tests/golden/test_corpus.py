"""Real files with known figures, where they are at hand (../shared/corpus beside the repository); they are never copied here.

The score is the corpus's own: outcome, count, the signed sum of every currency, first and last date.
"""

import csv
import subprocess
import sys
import time
from pathlib import Path

import pytest
from purser import banks
from purser.domain.errors import StatementError

SHARED = Path(__file__).parents[3] / "shared"
CORPUS = SHARED / "corpus"
ROOT = Path(__file__).parents[2]
SECONDS_A_FILE = 1
MEGABYTES = 300
PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""Started by a small process: the peak of a child begins with the size of the one that starts it, and a test run is large."""

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this repository")


def files() -> list[Path]:
    if not CORPUS.is_dir():
        return []
    with (CORPUS / "MANIFEST.tsv").open(encoding="utf-8") as lines:
        return [CORPUS / row["file"] for row in csv.DictReader(lines, delimiter="\t")]


def parse() -> list[str]:
    return [str(Path(sys.executable).with_name("purser")), "parse", "--json"]


def test_every_real_file_scores() -> None:
    score = subprocess.run(  # noqa: S603 - the corpus's own tool
        [sys.executable, SHARED / "tools/score_corpus", "--parse", " ".join(parse()), CORPUS],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=300,
    ).stdout  # fmt: skip
    assert "FAIL" not in score, score
    assert score.splitlines()[-1].startswith(f"{len(files())} of {len(files())} "), score


def test_reading_all_of_them_stays_small() -> None:
    command = [sys.executable, "-c", PEAK, *parse(), *map(str, files())]
    peak = int(subprocess.run(command, capture_output=True, check=True, timeout=300).stdout)  # noqa: S603 - our own command
    kilobytes = peak if sys.platform != "darwin" else peak // 1024
    assert kilobytes < MEGABYTES * 1024


@pytest.mark.parametrize("path", files(), ids=lambda path: path.relative_to(CORPUS).as_posix())
def test_no_real_file_keeps_the_processor_for_long(path: Path) -> None:
    began = time.process_time()
    try:
        for _ in banks.read(path.read_bytes(), filename=path.name).items:
            pass
    except StatementError:
        pass
    assert time.process_time() - began < SECONDS_A_FILE
