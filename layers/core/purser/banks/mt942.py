"""SWIFT MT942, the interim report: bookings of the day without balances; EC and ED, which it only expects, are pending."""

from purser.banks._mt_format import MtFormat

FORMAT = MtFormat("mt942", interim=True)
