"""Shapes that several resources share. Money is a decimal string, signed, money out negative, beside its currency."""

import datetime as dt
from typing import Annotated, Generic, Literal, Self, TypeVar

from purser.store.paging import Page
from pydantic import AfterValidator, BaseModel, StringConstraints

Item = TypeVar("Item")

Money = Annotated[str, StringConstraints(pattern=r"^-?\d+(\.\d+)?$")]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Time = Annotated[dt.datetime, AfterValidator(lambda time: time.astimezone(dt.UTC))]
"""A moment, shown in UTC."""
TransactionType = Literal["income", "expense", "transfer"]


class Listed(BaseModel, Generic[Item]):
    """A part of a list; ask for `next_cursor` to get the next, null at the end."""

    items: list[Item]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page) -> Self:
        """Shape a page as the store returns it."""
        return cls.model_validate({"items": page.items, "next_cursor": page.next_cursor})


class Exported(BaseModel):
    """Where the zip is, for 15 minutes; `tables` says how many rows each has, `files` how many statements are in it."""

    url: str
    size: int
    tables: dict[str, int]
    files: int


class Exporting(BaseModel):
    """There is much to export, so it takes minutes: a letter says when it is ready. Then the same address gives it out."""

    status: Literal["working"] = "working"
