"""Serve the stand-in until stopped: python -m infra.local.plaid FOLDER PORT."""

import signal
import sys
import threading
from pathlib import Path

from infra.local.plaid.server import server


def main() -> None:
    """Serve; a polite signal ends it."""
    folder, port = sys.argv[1:]
    serving = server(Path(folder), int(port))
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=serving.shutdown).start())
    serving.serve_forever()


main()
