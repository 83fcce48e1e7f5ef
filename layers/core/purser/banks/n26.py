"""N26: years first, decimal points; a header of 2024, older ones in English, German, French, Spanish and Italian."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="n26",
    bank="other",
    kind="checking",
    headers=(
        "Booking Date,Value Date,Partner Name,Partner Iban,Type,Payment Reference,Account Name,Amount (¤),...",
        "Date,Payee,Account number,Transaction type,Payment reference,Amount (¤),...",
        "Datum,Empfänger,Kontonummer,Transaktionstyp,Verwendungszweck,Betrag (¤),...",
        "Date,Bénéficiaire,Numéro de compte,Type de transaction,Référence de paiement,Montant (¤),...",
        "Fecha,Beneficiario,Número de cuenta,Tipo de transacción,Referencia de pago,Importe (¤),...",
        "Fecha,Beneficiario,Número de cuenta,Tipo de transacción,Concepto,Cantidad (¤),...",
        "Data,Beneficiario,Numero di conto,Tipo di transazione,Riferimento pagamento,Importo (¤),...",
        "Buchungsdatum,Wertstellungsdatum,Partner Name,Partner IBAN,Typ,Verwendungszweck,Kontoname,Betrag (¤),...",
    ),
    columns={
        "date": ("Booking Date", "Date", "Datum", "Fecha", "Data", "Buchungsdatum"),
        "description": (
            *("Partner Name", "Payee", "Empfänger", "Bénéficiaire", "Beneficiario"),
            *("Payment Reference", "Verwendungszweck", "Type", "Transaction type"),
        ),
        "memo": ("Payment Reference", "Verwendungszweck", "Référence de paiement", "Referencia de pago", "Riferimento pagamento"),
        "amount": ("Amount (¤)", "Betrag (¤)", "Montant (¤)", "Importe (¤)", "Cantidad (¤)", "Importo (¤)"),
        "type": ("Type", "Transaction type", "Transaktionstyp", "Type de transaction", "Typ"),
        "category": ("Category", "Kategorie"),
        "original_amount": ("Original Amount", "Amount (Foreign Currency)", "Betrag (Fremdwährung)", "Ursprungsbetrag"),
        "original_currency": ("Original Currency", "Type Foreign Currency", "Fremdwährung", "Ursprungswährung"),
        "rate": ("Exchange Rate", "Wechselkurs"),
    },
    dates=("%Y-%m-%d",),
    currency="EUR",
    separator=",;",
    decimal_mark=".,",
)
