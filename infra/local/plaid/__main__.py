"""Serve the stand-in until stopped. Run as a part of its own."""

import signal
import threading
from typing import Any

from infra.local.home import home
from infra.local.plaid.server import server


def main() -> None:
    """Serve; a polite signal ends it."""
    here = home()
    serving = server(here.made("plaid"), here.ports.plaid)

    def stop(*_: Any) -> None:
        threading.Thread(target=serving.shutdown).start()  # which waits for the loop that runs here

    signal.signal(signal.SIGTERM, stop)
    serving.serve_forever()


main()
