"""The page on which a person signs in at a bank, as Plaid's Hosted Link is; whoever comes is let in."""

import datetime as dt
import html
from urllib.parse import urlencode
from uuid import uuid4

from infra.local.plaid.bank import INSTITUTIONS, Json
from infra.local.plaid.world import World

PATH = "/link"
_OTHER_RESULTS = (
    "cra_item_add_results",
    "cra_update_results",
    "bank_income_results",
    "payroll_income_results",
)
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>
  :root {{ color-scheme: light dark; }}
  body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 24rem; margin: 10vh auto; padding: 1rem; }}
  form, fieldset, label {{ display: grid; gap: .5rem; }} fieldset label {{ grid-template-columns: auto 1fr; }}
  input, button {{ font: inherit; padding: .4rem .6rem; }}
</style></head><body><h1>{title}</h1>{body}</body></html>"""


def address(world: World, link_token: str) -> str:
    """Return where the sign-in of a link token is."""
    return f"{world.origin}{PATH}?{urlencode({'token': link_token})}"


def show(world: World, link_token: str) -> tuple[int, str]:
    """Return status and page: the sign-in, or that there is none."""
    opened = world.link_tokens.get(link_token)
    if opened is None or opened.get("session"):
        return 410, _page("This sign-in is over", "<p>Close this window and begin again in Purser.</p>")
    if opened["repairs"]:
        bank = html.escape(world.item_named(opened["repairs"]).institution_name)
        return 200, _page(f"Sign in at {bank} again", _form(link_token, ""))
    banks = "".join(
        f'<label><input type="radio" name="institution" value="{name}" required> {html.escape(title)}</label>'
        for name, title in INSTITUTIONS.items()
    )
    return 200, _page("Sign in at your bank", _form(link_token, f"<fieldset><legend>Bank</legend>{banks}</fieldset>"))


def sign_in(world: World, form: dict[str, str]) -> tuple[int, str]:
    """Let the person in, or note that they left; return status and page."""
    link_token = form.get("token", "")
    status, page = show(world, link_token)
    if status != 200:  # noqa: PLR2004 - OK
        return status, page
    opened = world.link_tokens[link_token]
    if form.get("leave"):
        opened["session"] = _session([])
        return 200, _page("You have left", "<p>Nothing was linked. Close this window and go back to Purser.</p>")
    if opened["repairs"]:
        world.item_named(opened["repairs"]).error = None
        opened["session"] = _session([])
    else:
        item = world.make_item(form.get("institution", next(iter(INSTITUTIONS))), opened["webhook"])
        public_token = f"public-sandbox-{uuid4()}"
        world.public_tokens[public_token] = item.access_token
        bank = {"institution_id": item.institution_id, "name": item.institution_name}
        opened["session"] = _session([{"public_token": public_token, "accounts": [], "institution": bank}])
    return 200, _page("You are signed in", "<p>Close this window and go back to Purser.</p>")


def _session(added: list[Json]) -> Json:
    now = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    results = {"item_add_results": added} | {name: [] for name in _OTHER_RESULTS} | {"document_income_results": None}
    return {"link_session_id": str(uuid4()), "started_at": now, "finished_at": now, "results": results}


def _form(link_token: str, banks: str) -> str:
    return f"""<p>This stands in for Plaid's page. Any name and password will do.</p><form method="post">
    <input type="hidden" name="token" value="{html.escape(link_token)}">{banks}
    <label>User <input name="user" value="user_good" autocomplete="off"></label>
    <label>Password <input name="password" type="password" value="pass_good" autocomplete="off"></label>
    <button>Sign in</button> <button name="leave" value="yes" formnovalidate>Leave</button></form>"""


def _page(title: str, body: str) -> str:
    return _PAGE.format(title=title, body=body)
