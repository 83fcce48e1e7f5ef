"""Bradesco (Brazil): account and period above, a balance carried over first, totals last; debits with or without a minus."""

from purser.banks._csv import CsvFormat
from purser.banks._rows import Row
from purser.banks._signs import credit_minus_any_debit


def _a_balance(row: Row) -> str:
    """Name a row that only carries the balance over."""
    return "" if row.text("credit") or row.text("debit") else "a balance, no transaction"


FORMAT = CsvFormat(
    name="bradesco",
    bank="other",
    kind="checking",
    headers=(
        "Data;Histórico;Docto.;Crédito (R$);Débito (R$);Saldo (R$)",
        "Data;Lançamento;Dcto.;Crédito (R$);Débito (R$);Saldo (R$)",
    ),
    columns={
        "date": "Data",
        "description": ("Histórico", "Lançamento"),
        "reference": ("Docto.", "Dcto."),
        "credit": "Crédito (R$)",
        "debit": "Débito (R$)",
        "balance": "Saldo (R$)",
    },
    dates=("%d/%m/%Y", "%d/%m/%y"),
    sign=credit_minus_any_debit,
    currency="BRL",
    separator=";",
    decimal_mark=",",
    above=8,
    ragged=True,
    sections=True,
    says={"account": r"Conta:? ?([\d-]+)"},
    ignore=_a_balance,
    skip={r"^\W*Total\b": "a total", r"^\D{12,}": "a heading or footer"},
)
