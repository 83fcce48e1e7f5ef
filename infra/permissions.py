"""Write docs/permissions.md: who may call which route, as the routes themselves declare it.

Refresh it with `.venv/bin/python -m infra.permissions`.
"""

from collections.abc import Iterable
from pathlib import Path

from aws_lambda_powertools.event_handler.api_gateway import Route
from purser.access.permissions import BUILT_IN_ROLES, PERMISSIONS, allows
from purser.runtime.edge.declare import HALF_WAY, PERSON, PUBLIC, SESSION, SIGNED_IN
from purser.runtime.edge.resolver import access_of

WRITTEN = Path(__file__).parents[1] / "docs/permissions.md"
REFRESH = ".venv/bin/python -m infra.permissions"

INTRODUCTION = """# Permissions

Made from the code by `{refresh}`; a test fails when it is stale. A route declares its permission beside its path
(`**needs(…)`, `**signed_in()`, `**person()`, `**half_way()`, `**session()` or `**public()`), and one that declares nothing
is not served.

A role is a name for permissions. Three are built in and stay as they are; others are made of the permissions below by whoever
has `manage_roles`. Nobody gives, takes or changes what they do not have, and somebody who may do everything always remains.
Beside their role, a person may be limited to some accounts: then the database shows them those and what belongs to them, and
nothing else.
"""
FOR_ALL = {
    PUBLIC: "everyone",
    SIGNED_IN: "whoever is signed in",
    SESSION: "whoever holds the refresh token",
    PERSON: "whoever is signed in themselves, by no API key",
    HALF_WAY: "the same, or who has an `mfa_token`",
}


def text() -> str:
    """Return the page as it is committed."""
    from api.handler import app as api  # noqa: PLC0415 - the functions are on the path of tools and tests, not of this package
    from auth.handler import app as auth  # noqa: PLC0415 - same

    parts = [INTRODUCTION.format(refresh=REFRESH), "## Permissions and roles\n", _permissions(), "## Routes\n"]
    return "\n".join([*parts, _routes([*auth.routes, *api.routes])])


def _permissions() -> str:
    roles = list(BUILT_IN_ROLES)
    rows = [
        [f"`{name}`", meaning, *("yes" if allows(BUILT_IN_ROLES[role], name) else "" for role in roles)]
        for name, meaning in PERMISSIONS.items()
    ]
    return _table(["permission", "allows", *roles], rows)


def _routes(routes: Iterable[Route]) -> str:
    shown = sorted({(route.openapi_path, route.method, route.summary or "", access_of(route)) for route in routes})
    rows = [[f"`{method} {path}`", summary, FOR_ALL.get(access, f"`{access}`")] for path, method, summary, access in shown]
    return _table(["route", "does", "for"], rows)


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


if __name__ == "__main__":
    WRITTEN.write_text(text())
