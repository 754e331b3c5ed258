"""Where money is: accounts, sectors, and postings with two sides, in whole cents."""

from wijkbv_sim.ledger.accounts import Account, Kind, Sector
from wijkbv_sim.ledger.ledger import Ledger, cents, rows_of, share_of
from wijkbv_sim.ledger.tally import Tally

__all__ = ["Account", "Kind", "Ledger", "Sector", "Tally", "cents", "rows_of", "share_of"]
