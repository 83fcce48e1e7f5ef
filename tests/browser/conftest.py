"""A real browser on the page of the local cloud. It is the system's Chromium: nothing is downloaded."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.cloud import LocalCloud

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE_MS = 15_000

# A module each, for Playwright's event loop runs while it is open, and other tests start loops of their own.


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None and not os.environ.get("CI"):
        pytest.skip(f"no browser: these tests drive Chromium; install one of {', '.join(NAMES)}")
    assert found, f"CI must install one of {', '.join(NAMES)}"
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=found) as browser:
        yield browser


@pytest.fixture
def page(chromium: Browser, cloud: LocalCloud) -> Iterator[Page]:
    """A page of a browser with no cookies, at localhost: a name, which passkeys need. What it complains of fails the test."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:  # a refusal is not the page's mistake
            complaints.append(message.text)

    with chromium.new_context(base_url=f"http://localhost:{cloud.ports.front_door}", locale="en-GB") as context:
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/")
        yield page
        assert not complaints, complaints
