import pytest
from purser.domain import errors as domain
from purser.domain.errors import FieldProblem, InvalidInputError, NotFoundError
from purser.runtime.edge.errors import STATUSES, MethodNotAllowedError, refusal, status_of
from purser.store.postgres import BrokenConnectionError


def test_an_error_is_told_in_the_one_form() -> None:
    told = refusal(InvalidInputError("No.", (FieldProblem("email", "is none"),)), "r-1")
    assert told.status == 422
    error = told.body["error"]
    assert error["timestamp"].endswith("Z")
    assert {name: value for name, value in error.items() if name != "timestamp"} == {
        "code": "VALIDATION_FAILED",
        "message": "No.",
        "details": [{"field": "email", "problem": "is none"}],
        "request_id": "r-1",
    }


def test_an_error_nobody_foresaw_says_nothing_of_itself() -> None:
    told = refusal(RuntimeError("password of the database is swordfish"), "r-1")
    assert told.status == 500
    assert "swordfish" not in str(told.body)


def test_a_kind_of_a_known_error_has_its_status() -> None:
    class NoSuchSpoonError(NotFoundError):
        pass

    assert status_of(NoSuchSpoonError("There is no spoon.")) == 404


@pytest.mark.parametrize(
    ("problem", "header"),
    [
        (domain.UnauthenticatedError("Who?"), {"WWW-Authenticate": "Bearer"}),
        (MethodNotAllowedError(["GET", "POST"]), {"Allow": "GET, POST"}),
        (BrokenConnectionError("gone"), {"Retry-After": "5"}),
    ],
)
def test_some_errors_say_in_a_header_what_to_do(problem: Exception, header: dict[str, str]) -> None:
    assert refusal(problem, "").headers == header


def test_every_error_that_a_request_can_cause_has_a_status() -> None:
    of_requests = {
        domain.NotFoundError, domain.ConflictError, domain.UnauthenticatedError, domain.ForbiddenError, domain.TooLargeError,
        domain.InvalidInputError,
    }  # fmt: skip
    assert of_requests <= set(STATUSES)
