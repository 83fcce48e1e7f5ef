"""`make bench`: one table of ratios. Under 1, Purser is the quicker one. `make bench ONLY="page large"` measures these alone."""

import sys
from collections.abc import Callable, Iterable, Iterator

from benchmarks import large, load, local_cloud, page, parse, peers, sign_in
from benchmarks.ledger import Ledger, ledger
from benchmarks.timing import Result

Lines = Iterator[Result | str]


def _with_ledger(*benches: Callable[[Ledger], Iterable[Result | str]]) -> Callable[[], Lines]:
    def lines() -> Lines:
        with ledger() as database:
            for bench in benches:
                yield from bench(database)

    return lines


BENCHES: dict[str, Callable[[], Iterable[Result | str]]] = {
    "parse": parse.results,
    "imports": parse.imports,
    "load": _with_ledger(load.results),
    "page": _with_ledger(page.results),
    "sign_in": _with_ledger(sign_in.results),
    "beside": _with_ledger(large.results),
    "large": _with_ledger(large.figures),
    "cloud": local_cloud.figures,
}
"""Quickest first."""


def main() -> None:
    """Measure what was asked for, or everything; show each line as soon as it is known."""
    wanted = sys.argv[1:] or list(BENCHES)
    if unknown := set(wanted) - set(BENCHES):
        raise SystemExit(f"There is no {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}.")
    peers.install()
    print(f"{'Purser':<58} {'median':>13}  {'peer':<44} {'median':>13}  {'ratio':>7}", flush=True)
    for name in wanted:
        for line in BENCHES[name]():
            print(line, flush=True)


if __name__ == "__main__":
    main()
