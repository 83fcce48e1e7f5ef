"""USAA until about 2021: no header; posted or forecasted, date third, description fifth, amount last."""

from purser.banks._csv import CsvFormat

FORMAT = CsvFormat(
    name="usaa_2018",
    bank="other",
    kind="checking",
    shape=("status:posted|pending|forecasted", ":.*", "date", ":.*", "description", "category", "amount"),
    dates=("%m/%d/%Y",),
    currency="USD",
    pending=("pending",),
    void={"forecasted": "a forecast, not a transaction"},
)
