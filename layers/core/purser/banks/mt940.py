"""SWIFT MT940, the customer statement (and MT950 and MT941, whose fields are the same), dated by value date.

Read by Purser itself: the mt-940 package takes RC for money in, and refuses many real files.
"""

from purser.banks._mt_format import MtFormat

FORMAT = MtFormat("mt940", interim=False)
