"""The end of a company: contracts stop, buildings go, and creditors are paid by rank; all in one month.

A mortgage follows the building (art. 3:248 and 57 Bankruptcy Act): lenders with security are paid first out of what
the buildings bring. Under an asset lock the buildings go to the named successor, who pays the lenders no more than
a sale would have brought them. What is left then goes, in this order, to the tax office, staff, all other creditors
alike (lenders' unsecured rest and the overdraft), subordinated lenders, members for their shares, and at last to
the successor or, without a lock and where the legal form allows, to the members.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account, Sector, cents, share_of
from wijkbv_sim.model.actor import Actor
from wijkbv_sim.scenario.governance import Successor
from wijkbv_sim.scenario.money import Rank

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from wijkbv_sim.ledger.ledger import Cents
    from wijkbv_sim.model.asset import Asset
    from wijkbv_sim.model.loan import Loan
    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

_FUNDS = (Account.NEIGHBOURHOOD_FUND, Account.PRICE_CUT_FUND, Account.START_UP_FUND)
_NAMED = {
    "loss_bank": Sector.BANK,
    "loss_funds": Sector.FUNDS,
    "loss_state": Sector.STATE,
    "loss_municipality": Sector.MUNICIPALITY,
    "loss_members": Sector.MEMBERS,
    "loss_residents": Sector.HOUSEHOLDS,
}


def pay_in_proportion(pot: Cents, claims: Sequence[Cents]) -> list[Cents]:
    """What each of the claims of one rank gets out of a pot, to the cent: all in full, or all the same part.

    >>> one = np.array([1])
    >>> [int(paid[0]) for paid in pay_in_proportion(100 * one, [90 * one, 60 * one])]
    [60, 40]
    """
    open_claims = sum(claims, start=np.zeros_like(pot))
    left = np.minimum(pot, open_claims)
    paid = []
    for claim in claims:
        part = np.divide(claim, open_claims, out=np.zeros(pot.shape), where=open_claims > 0)
        gets = np.minimum(np.rint(left * part).astype(np.int64), claim)
        paid.append(gets)
        left, open_claims = left - gets, open_claims - claim
    return paid


class WindUp(Actor):
    """How a company ends; parameters of ``ownership.wind_up`` are attributes (replicates,).

    ``lost`` (sectors, replicates) is what each sector lost and ``handed_over`` (replicates,) the value that went to
    the successor, in cents.
    """

    fewest_members: Floats
    forced_sale: Floats
    receivables: Floats
    staff_claim: Floats

    def __init__(self, model: NeighbourhoodModel) -> None:
        super().__init__(model, "ownership.wind_up")
        ownership = model.scenario.ownership
        rights, lock = ownership.legal_form.rights, ownership.wind_up.asset_lock
        self.locked = rights.locked if lock is None else lock
        self.to_members = rights.surplus_to_members and not self.locked
        municipal = ownership.wind_up.successor is Successor.MUNICIPALITY
        self.successor = Sector.MUNICIPALITY if municipal else Sector.FUNDS
        self.lost: Cents = np.zeros((len(Sector), model.replicates), dtype=np.int64)
        self.handed_over: Cents = np.zeros(model.replicates, dtype=np.int64)
        self._losses = self._in_euros()

    def losses(self) -> dict[str, Floats]:
        """What was lost and handed over, in euros, by the names of the variables."""
        return self._losses

    def _in_euros(self) -> dict[str, Floats]:
        named = {name: self.lost[sector] / 100 for name, sector in _NAMED.items()}
        others = self.lost.sum(axis=0) - self.lost[list(_NAMED.values())].sum(axis=0)
        return {**named, "loss_others": others / 100, "handed_over": self.handed_over / 100}

    def end(self, failed: Bools) -> None:
        """Wind the company up in these futures; its balance sheet is empty afterwards."""
        overdraft = np.maximum(-self.model.company.cash, 0) * failed
        self._stop_contracts(failed)
        proceeds = self._part_with_assets(failed)
        for fund in _FUNDS:
            self.ledger.post(fund, Account.RESERVES, -self.ledger.balance[fund] * failed)
        pot = (self.model.company.cash + overdraft) * failed
        pot = pot - self._pay_loans(Rank.SECURED, proceeds, failed)
        pot = pot - self._pay_tax(pot, failed)
        pot = pot - self._pay_staff(pot, failed)
        pot = pot - self._pay_ordinary(pot, overdraft, failed)
        pot = pot - self._pay_loans(Rank.SUBORDINATED, pot, failed)
        self._write_off_loans(failed)
        pot = pot - self._pay_members(pot, failed)
        self._hand_over_rest(pot)
        company = self.model.company
        company.staff_fte = company.staff_fte * company.alive
        company.surplus = company.surplus * company.alive
        self._losses = self._in_euros()

    def _stop_contracts(self, failed: Bools) -> None:
        """End every contract, and collect what can be collected of the bills outstanding."""
        for contract in self.model.contracts:
            outstanding = contract.standing_out.sum(axis=0) * failed
            collected, never = share_of(outstanding, self.receivables)
            self.ledger.receive(Account.RECEIVABLES, collected, contract.sector)
            self.ledger.post(Account.RESERVES, Account.RECEIVABLES, never)
            contract.standing_out[:, failed] = 0
            contract.active = contract.active & ~failed

    def _part_with_assets(self, failed: Bools) -> Cents:
        """Sell what the company owns or hand it over; returns what they bring, in cents."""
        secured = sum((loan.owed * failed for loan in self._loans(Rank.SECURED)), start=np.zeros_like(self.handed_over))
        proceeds = np.zeros_like(secured)
        for asset in self.model.assets:
            value = self._value(asset, failed)
            if self.locked:
                brings = np.minimum(value, secured - proceeds)
                self.ledger.receive(Account.PROPERTY, brings, self.successor)
                self.handed_over = self.handed_over + value - brings
            else:
                brings = value
                self.ledger.receive(Account.PROPERTY, brings, Sector.BUSINESS_ELSEWHERE)
            proceeds = proceeds + brings
            self._clear(asset, brings, failed)
        return proceeds

    def _value(self, asset: Asset, failed: Bools) -> Cents:
        """What a forced sale of an asset would bring: of its market value, or its book value if not valued."""
        has = failed & asset.has & asset.owned
        return cents(np.maximum(asset.worth(), 0) * self.forced_sale) * has

    def _clear(self, asset: Asset, brings: Cents, failed: Bools) -> None:
        """Take an asset, its depreciation and its maintenance provision off the books."""
        ledger = self.ledger
        ledger.post(Account.DEPRECIATION_TO_DATE, Account.PROPERTY, asset.written_off * failed)
        rest = (asset.invested - asset.written_off) * failed - brings
        ledger.post(Account.RESERVES, Account.PROPERTY, np.maximum(rest, 0))
        ledger.post(Account.PROPERTY, Account.RESERVES, np.maximum(-rest, 0))
        ledger.post(Account.MAINTENANCE_PROVISION, Account.RESERVES, asset.provision * failed)
        asset.invested = asset.invested * ~failed
        asset.written_off = asset.written_off * ~failed
        asset.provision = asset.provision * ~failed
        asset.gone = asset.gone | (failed & asset.has)

    def _loans(self, rank: Rank) -> list[Loan]:
        return [loan for loan in self.model.loans if loan.rank is rank]

    def _pay_loans(self, rank: Rank, pot: Cents, failed: Bools) -> Cents:
        """Pay back the loans of a rank as far as the pot goes; returns what was paid."""
        loans = self._loans(rank)
        return self._repay(loans, pay_in_proportion(pot, [loan.owed * failed for loan in loans]))

    def _repay(self, loans: Sequence[Loan], amounts: Sequence[Cents]) -> Cents:
        paid = np.zeros_like(self.handed_over)
        for loan, amount in zip(loans, amounts, strict=True):
            self.ledger.pay(Account.LOANS, amount, loan.sector)
            loan.owed = loan.owed - amount
            loan.repaid = loan.repaid + amount
            paid = paid + amount
        return paid

    def _pay_tax(self, pot: Cents, failed: Bools) -> Cents:
        owed = -self.ledger.balance[Account.TAX_PAYABLE] * failed
        paid: Cents = np.minimum(owed, pot)
        self.ledger.pay(Account.TAX_PAYABLE, paid, Sector.STATE)
        self.ledger.post(Account.TAX_PAYABLE, Account.RESERVES, owed - paid)
        self.lost[Sector.STATE] += owed - paid
        return paid

    def _pay_staff(self, pot: Cents, failed: Bools) -> Cents:
        company = self.model.company
        owed = cents(company.wages() * self.staff_claim) * failed
        paid = np.minimum(owed, pot)
        here, elsewhere = share_of(paid, company.staff_local)
        self.ledger.pay(Account.WAGES, here, Sector.HOUSEHOLDS)
        self.ledger.pay(Account.WAGES, elsewhere, Sector.HOUSEHOLDS_ELSEWHERE)
        lost_here, lost_elsewhere = share_of(owed - paid, company.staff_local)
        self.lost[Sector.HOUSEHOLDS] += lost_here
        self.lost[Sector.HOUSEHOLDS_ELSEWHERE] += lost_elsewhere
        return paid

    def _pay_ordinary(self, pot: Cents, overdraft: Cents, failed: Bools) -> Cents:
        """Ordinary lenders, what secured ones are still owed, and the overdraft, all alike."""
        loans = [*self._loans(Rank.SECURED), *self._loans(Rank.ORDINARY)]
        *amounts, to_bank = pay_in_proportion(pot, [*(loan.owed * failed for loan in loans), overdraft])
        # The bank keeps its part out of what is in the account, and lets go of the rest.
        self.ledger.receive(Account.RESERVES, overdraft - to_bank, Sector.BANK)
        self.lost[Sector.BANK] += overdraft - to_bank
        paid: Cents = self._repay(loans, amounts) + to_bank
        return paid

    def _write_off_loans(self, failed: Bools) -> None:
        for loan in self.model.loans:
            unpaid = loan.owed * failed
            self.ledger.post(Account.LOANS, Account.RESERVES, unpaid)
            self.lost[loan.sector] += unpaid
            loan.owed = loan.owed - unpaid

    def _pay_members(self, pot: Cents, failed: Bools) -> Cents:
        """Members come last, and absorb what is lacking."""
        shares = self.model.shares
        capital = shares.capital * failed
        paid: Cents = np.minimum(capital, pot)
        self.ledger.pay(Account.MEMBER_SHARES, paid, Sector.MEMBERS)
        self.ledger.post(Account.MEMBER_SHARES, Account.RESERVES, capital - paid)
        self.lost[Sector.MEMBERS] += capital - paid
        shares.back = shares.back + paid
        shares.asked[:, failed] = 0
        return paid

    def _hand_over_rest(self, left: Cents) -> None:
        self.ledger.pay(Account.RESERVES, left, Sector.MEMBERS if self.to_members else self.successor)
        if not self.to_members:
            self.handed_over = self.handed_over + left
