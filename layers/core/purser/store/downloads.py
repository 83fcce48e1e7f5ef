"""Files that somebody publishes on the web."""

from http.client import HTTPException
from urllib.error import URLError
from urllib.request import Request, urlopen

from purser.domain.errors import PurserError, TooLargeError

PATIENCE_SECONDS = 20


class DownloadError(PurserError):
    """The address does not give the file; it may in a while."""

    code = "DOWNLOAD"


def download(address: str, most_bytes: int) -> bytes:
    """Return what an http(s) address gives; DownloadError if it gives nothing, TooLargeError if it gives more than expected."""
    if not address.startswith(("https://", "http://")):
        raise DownloadError(f"{address} is no address on the web.")
    request = Request(address, headers={"User-Agent": "Purser"})  # noqa: S310 - looked at above
    try:
        with urlopen(request, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310 - looked at above
            found: bytes = answer.read(most_bytes + 1)
    except (URLError, HTTPException, OSError) as trouble:
        raise DownloadError(f"{address} does not give the file: {trouble}") from trouble
    if len(found) > most_bytes:
        raise TooLargeError(f"{address} gives more than {most_bytes:,} bytes.")
    return found
