"""C6 (Brazil) cards: a file for each bill; charges are positive, the amount in reais counts."""

from purser.banks._csv import CsvFormat
from purser.banks._signs import flip

FORMAT = CsvFormat(
    name="c6_card",
    bank="other",
    kind="card",
    headers=(
        "Data de Compra;Nome no Cartão;Final do Cartão;Categoria;Descrição;Parcela;Valor (em US$);Cotação (em R$);Valor (em R$)",
    ),
    columns={
        "date": "Data de Compra",
        "account": "Final do Cartão",
        "category": "Categoria",
        "description": "Descrição",
        "memo": "Parcela",
        "amount": "Valor (em R$)",
    },
    dates=("%d/%m/%Y",),
    sign=flip,
    currency="BRL",
    separator=";",
    decimal_mark=".,",
)
