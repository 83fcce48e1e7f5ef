"""Stripe's reports of what changed the balance: the net amount counts, its fee taken off."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="stripe",
    bank="other",
    kind="checking",
    headers=(
        "balance_transaction_id,created_utc,available_on_utc,currency,net,reporting_category,...",
        "id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Available On (UTC),Description,...",
    ),
    columns={
        "id": ("balance_transaction_id", "id"),
        "date": ("created_utc", "Created (UTC)"),
        "posted": ("available_on_utc", "Available On (UTC)"),
        "currency": ("currency", "Currency"),
        "amount": ("net", "Net"),
        "type": ("reporting_category", "Type"),
        "description": ("description", "Description", "reporting_category", "Type"),
        "reference": ("source_id", "Source"),
    },
    dates=("%Y-%m-%d %T", "%Y-%m-%d"),
)
