"""Nubank (Brazil) accounts: signed amounts with a point; the bank's own id of each row."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="nubank_conta",
    bank="other",
    kind="checking",
    headers=("Data,Valor,Identificador,Descrição",),
    columns={
        "date": "Data",
        "amount": "Valor",
        "id": "Identificador",
        "description": "Descrição",
    },
    dates=("%d/%m/%Y", "%Y-%m-%d"),
    usual_order=True,
    currency="BRL",
    decimal_mark=".,",
)
