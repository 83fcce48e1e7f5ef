"""DEGIRO, the cash account in several languages: the amount stands in a column without a name, behind its currency."""

from purser.banks._csv import CsvFormat
from purser.banks._rows import Row


def _moved_nothing(row: Row) -> str:
    return "" if row.text("amount") else "it moves shares of a fund, no cash"


FORMAT = CsvFormat(
    name="degiro",
    bank="other",
    kind="investment",
    headers=(
        "Datum,Tijd,Valutadatum,Product,ISIN,Omschrijving,FX,Mutatie,,Saldo,,Order Id",
        "Date,Time,Value date,Product,ISIN,Description,FX,Change,,Balance,,Order Id",
        "Datum,Uhrzeit,Valutadatum,Produkt,ISIN,Beschreibung,FX,Änderung,,Saldo,,Order-ID",
        "Date,Heure,Date de valeur,Produit,Code ISIN,Description,FX,Mouvements,,Solde,,ID Ordre",
        "Fecha,Hora,Fecha valor,Producto,ISIN,Descripción,Tipo,Variación,,Saldo,,ID Orden",
        "Data,Hora,Data Valor,Produto,ISIN,Descrição,T.,Mudança,,Saldo,,ID da Ordem",
        "Data,Ora,Data Valore,Prodotto,ISIN,Descrizione,Borsa,Variazioni,,Saldo,,ID Ordine",
    ),
    columns={
        "date": ("Datum", "Date", "Fecha", "Data"),
        "posted": ("Valutadatum", "Value date", "Date de valeur", "Fecha valor", "Data Valor", "Data Valore"),
        "description": ("Omschrijving", "Description", "Beschreibung", "Descripción", "Descrição", "Descrizione"),
        "memo": ("Product", "Produkt", "Produit", "Producto", "Produto", "Prodotto"),
        "currency": ("Mutatie", "Change", "Änderung", "Mouvements", "Variación", "Mudança", "Variazioni"),
        "amount": "column 9",
        "balance": "column 11",
        "reference": ("Order Id", "Order-ID", "ID Ordre", "ID Orden", "ID da Ordem", "ID Ordine"),
    },
    dates=("%d-%m-%Y",),
    separator=",;",
    decimal_mark=".,",
    ignore=_moved_nothing,
)
