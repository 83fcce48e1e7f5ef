"""One `Ntry` of camt.052, 053 or 054, all versions: amount, dates, ids and words.

Source: ISO 20022 message definitions, bank-to-customer cash management, versions 1 to 13.
"""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from xml.etree.ElementTree import Element

from purser.banks._rows import Converted
from purser.domain.currencies import is_currency
from purser.domain.errors import RowError

_AMOUNT = re.compile(r"\+?(\d{1,18}(?:\.\d{0,10})?|\.\d{1,10})", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)", re.ASCII)
_STATUSES = {"BOOK": "booked", "PDNG": "pending", "FUTR": "pending", "INFO": "information"}
_RATED = ("AmtDtls/InstdAmt", "AmtDtls/TxAmt", "AmtDtls/CntrValAmt", "AmtDtls/AnncdPstngAmt")
_PLACEHOLDERS = {"", "NOTPROVIDED", "NOT PROVIDED", "NONREF", "NOREF", "NOTAVAILABLE", "NONE", "N/A", "UNKNOWN"}


def text(element: Element, *paths: str) -> str:
    """The first of the paths that says something, spaces folded."""
    return next((folded for path in paths if (folded := " ".join((element.findtext(path) or "").split()))), "")


def signed_amount(element: Element) -> Decimal:
    """`Amt` with the sign of `CdtDbtInd`: DBIT is money out. RowError (BAD_AMOUNT) when either is not what the schema says."""
    said, indicator = text(element, "Amt"), text(element, "CdtDbtInd")
    match = _AMOUNT.fullmatch(said)
    if match is None:
        raise RowError(
            f"Amt {said[:40]!r} is not an amount. Correct it in the file, or add the entry by hand.", code="BAD_AMOUNT"
        )
    if indicator not in {"CRDT", "DBIT"}:
        raise RowError(f"CdtDbtInd {indicator[:40]!r} is neither CRDT nor DBIT, so the sign is unknown.", code="BAD_AMOUNT")
    return Decimal(match[1]) if indicator == "CRDT" else -Decimal(match[1])


def converted(entry: Element, amount: Decimal, currency: str) -> Converted:
    """What the bank converted, where the entry or its lone transaction tells an amount in another currency than `currency`.

    The instructed amount goes before the others: it is what payer and payee agreed on.
    """
    lone = entry.findall("NtryDtls/TxDtls")
    tellers = [entry, *(lone if len(lone) == 1 else ())]
    for kind in ("AmtDtls/InstdAmt/Amt", "AmtDtls/CntrValAmt/Amt", "AmtDtls/TxAmt/Amt", "Amt"):
        for said in (found for teller in tellers if (found := teller.find(kind)) is not None):
            code, match = said.get("Ccy", ""), _AMOUNT.fullmatch((said.text or "").strip())
            if match and code != currency and is_currency(code):
                rate = next((rate for teller in tellers if (rate := _rate(teller)) is not None), None)
                return {
                    "original_amount": Decimal(match[1]).copy_sign(amount),
                    "original_currency": code,
                    "exchange_rate": rate,
                }
    return {}


def _rate(element: Element) -> Decimal | None:
    match = _AMOUNT.fullmatch(text(element, *(f"{path}/CcyXchg/XchgRate" for path in _RATED)))
    return Decimal(match[1]) if match else None


def status(entry: Element) -> str:
    """`booked`, `pending` or `information`: a text up to version 7, a code from 8 on; booked where nothing is said."""
    said = text(entry, "Sts/Cd", "Sts/Prtry", "Sts")
    if (known := _STATUSES.get(said.upper() or "BOOK")) is None:
        raise RowError(f"Sts {said[:40]!r} is none of {', '.join(_STATUSES)}, so it is unknown whether the entry is booked.")
    return known


def is_reversal(entry: Element) -> bool:
    """Whether the entry takes an earlier one back."""
    return text(entry, "RvslInd") in {"true", "1"}


def day(element: Element, *names: str) -> dt.date | None:
    """The calendar day of the first of these that has one, as the bank wrote it, whatever its time zone."""
    said = text(element, *(f"{name}/{kind}" for name in names for kind in ("Dt", "DtTm")))
    return read_day(said) if said else None


def read_day(said: str) -> dt.date:
    """Read the day of an ISO date or time."""
    try:
        year, month, date = (int(part) for part in _DAY.match(said).groups())  # type: ignore[union-attr]
        return dt.date(year, month, date)
    except (AttributeError, ValueError) as error:
        raise RowError(f"{said[:40]!r} is not a date like 2026-09-18.", code="BAD_DATE") from error


def bank_id(entry: Element) -> str:
    """The bank's own reference, unless it is a word that says there is none; a lone transaction may carry it instead."""
    details = entry.findall("NtryDtls/TxDtls")
    said = [text(entry, "AcctSvcrRef"), text(details[0], "Refs/AcctSvcrRef") if len(details) == 1 else ""]
    return next((reference for reference in said if not is_placeholder(reference)), "")


def is_placeholder(reference: str) -> bool:
    """Tell the words that banks fill in where there is no reference."""
    return reference.upper() in _PLACEHOLDERS or not reference.strip("0")


def reference(entry: Element) -> str:
    """What payer and payee call a lone transaction, what the payer calls a batch."""
    lone = len(entry.findall("NtryDtls/TxDtls")) == 1
    ids = ("NtryDtls/TxDtls/Refs/EndToEndId", "NtryDtls/TxDtls/Refs/UETR") if lone else ()
    paths = (*ids, "NtryDtls/Btch/PmtInfId", "NtryDtls/Btch/MsgId")
    return next((said for path in paths if not is_placeholder(said := text(entry, path))), "")


def counterparty(entry: Element, *, money_in: bool) -> str:
    """Who is on the other side of a lone transaction: the debtor of money in, the creditor of money out."""
    details = entry.findall("NtryDtls/TxDtls")
    role = "Dbtr" if money_in else "Cdtr"
    paths = [f"RltdPties/{prefix}{role}/{path}" for prefix in ("", "Ultmt") for path in ("Nm", "Pty/Nm", "Agt/FinInstnId/Nm")]
    return text(details[0], *paths) if len(details) == 1 else ""


def remittance(entry: Element) -> str:
    """What it is for: the remittance information of a lone transaction, else the bank's words about the entry."""
    details = entry.findall("NtryDtls/TxDtls")
    return " ".join(_remittance(details[0])) if len(details) == 1 else ""


def _remittance(detail: Element) -> Iterator[str]:
    for path in ("RmtInf/Ustrd", "RmtInf/Strd/CdtrRefInf/Ref", "RmtInf/Strd/AddtlRmtInf", "AddtlTxInf"):
        for element in detail.findall(path):
            if folded := " ".join((element.text or "").split()):
                yield folded


def bank_type(entry: Element) -> str:
    """`PMNT/RCDT/ESCT`, or the bank's own code where there is no ISO one."""
    codes = (text(entry, f"BkTxCd/{path}") for path in ("Domn/Cd", "Domn/Fmly/Cd", "Domn/Fmly/SubFmlyCd"))
    return "/".join(code for code in codes if code) or text(entry, "BkTxCd/Prtry/Cd")
