from purser.access.permissions import BUILT_IN_ROLES, PERMISSIONS, covers

from infra import permissions


def test_the_committed_page_is_fresh() -> None:
    stale = f"{permissions.WRITTEN} is stale: run {permissions.REFRESH}"
    assert permissions.WRITTEN.read_text() == permissions.text(), stale


def test_every_permission_and_every_route_is_on_it() -> None:
    page = permissions.text()
    assert all(f"| `{name}` |" in page for name in PERMISSIONS)
    assert "| `GET /api/audit-log` | List who did what | `read_audit_log` |" in page
    assert "| `POST /auth/login` | Sign in | everyone |" in page


def test_nobody_gives_what_they_do_not_have() -> None:
    assert covers(BUILT_IN_ROLES["admin"], ["*", *PERMISSIONS])
    assert covers(BUILT_IN_ROLES["analyst"], BUILT_IN_ROLES["viewer"])
    assert not covers(BUILT_IN_ROLES["analyst"], ["*"])
    assert not covers(list(PERMISSIONS), ["*"]), "everything there is today is not everything there will be"
