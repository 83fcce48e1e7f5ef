"""HDFC Bank (India): withdrawals and deposits in columns of their own, a balance after each row.

The .xls has the customer's address above the header, lines of asterisks around the rows and a summary below; the text export
pads its columns and calls them otherwise.
"""

from purser.banks._csv import CsvFormat
from purser.banks._signs import credit_minus_debit

FORMAT = CsvFormat(
    name="hdfc",
    bank="other",
    kind="savings",
    headers=(
        "Date,Narration,Chq./Ref.No.,Value Dt,Withdrawal Amt.,Deposit Amt.,Closing Balance",
        "Date,Narration,Value Dat,Debit Amount,Credit Amount,Chq/Ref Number,Closing Balance",
    ),
    columns={
        "date": "Date",
        "description": "Narration",
        "reference": ("Chq./Ref.No.", "Chq/Ref Number"),
        "debit": ("Withdrawal Amt.", "Debit Amount"),
        "credit": ("Deposit Amt.", "Credit Amount"),
        "balance": "Closing Balance",
    },
    dates=("%d/%m/%y", "%d/%m/%Y"),
    sign=credit_minus_debit,
    currency="INR",
    above=30,
    says={"account": r"Account No\W*(\d+)"},
    skip={
        r"^\W*\*+": "a line of asterisks",
        r"^STATEMENT SUMMARY|^Opening Balance\|": "the summary of the statement",
        r"^[\d,. ]+(\|[\d,. ]*){5,}$": "the summary of the statement",
        r"^Generated (On|By)|^Requesting Branch|^This is a computer|^Registered Office|^HDFC BANK|^HDFC Bank GSTIN": "a footer",
        r"^\*?Closing balance|^Contents of this statement|^State account branch": "a footer",
    },
)
