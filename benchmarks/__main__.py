"""`make bench`: one table of ratios. Under 1, Purser is the quicker one."""

import contextlib

from benchmarks import large, load, local_cloud, page, parse, peers, sign_in
from benchmarks.ledger import ledger
from benchmarks.timing import Result


def show(result: Result) -> None:
    """Print a line as soon as it is known."""
    print(result, flush=True)


def main() -> None:
    """Measure everything, quickest first."""
    peers.install()
    print(f"{'Purser':<58} {'median':>13}  {'peer':<44} {'median':>13}  {'ratio':>7}", flush=True)
    for result in (*parse.results(), *parse.imports()):
        show(result)
    with contextlib.ExitStack() as stack:
        database = stack.enter_context(ledger())
        for result in (*load.results(database), *page.results(database), *sign_in.results(database)):
            show(result)
    print("\nLarge files", flush=True)
    with ledger() as database:
        for result in large.results(database):
            show(result)
        for line in large.figures(database):
            print(line, flush=True)
    print("\nThrough the local cloud", flush=True)
    for line in local_cloud.figures():
        print(line, flush=True)


if __name__ == "__main__":
    main()
