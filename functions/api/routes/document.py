"""The API's own description, and a page to read and try it. Both are made from the code by `python -m infra.openapi`."""

import json
from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import Response
from purser.runtime.edge.declare import public, resource

router = resource()

DOCUMENT = Path(__file__).parents[1] / "openapi.json"
# The page brings its script and style along, so that no other host is asked for anything.
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; connect-src 'self';"
    " frame-ancestors 'none'"
)


@router.get("/openapi.json", summary="This document", tags=["operation"], **public())
def openapi() -> dict[str, Any]:
    """OpenAPI 3.1."""
    document: dict[str, Any] = json.loads(DOCUMENT.read_text())
    return document


@router.get("/docs", summary="Swagger UI", tags=["operation"], include_in_schema=False, **public())
def docs() -> Response[str]:
    """Show the document."""
    from aws_lambda_powertools.event_handler.openapi import swagger_ui  # noqa: PLC0415 - few ask for the page

    assets = Path(swagger_ui.__file__).parent
    script, style = ((assets / f"swagger-ui{name}").read_text() for name in ("-bundle.min.js", ".min.css"))
    spec = DOCUMENT.read_text().replace("</", "<\\/")
    page = swagger_ui.generate_swagger_html(spec, script, style, "", None)
    return Response(200, "text/html; charset=utf-8", page, headers={"Content-Security-Policy": POLICY})
