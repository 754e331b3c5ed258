"""Corporation tax by hand-worked cases, in whole euros."""

from __future__ import annotations

import numpy as np
import pytest

from tests.worlds import contract, euros, futures, quiet
from wijkbv_sim.model.tax import LossesAndProfits, by_brackets


def years_of(results, *, exempt_when_small=False):
    """The tax of each year in turn, results and taxes in euros."""
    tax = LossesAndProfits(1, exempt_when_small=exempt_when_small)
    return [int(tax.due(np.array([round(result * 100)]))[0]) / 100 for result in results]


@pytest.mark.parametrize(
    ("profit", "tax"),
    [
        (-1, 0),
        (0, 0),
        (100, 19),
        (199_999.99, 37_999.99),
        (200_000, 38_000),
        (200_000.04, 38_000.01),
        (300_000, 63_800),
        (1_000_000, 244_400),
    ],
)
def test_brackets(profit, tax):
    assert by_brackets(np.array([round(profit * 100)]))[0] / 100 == tax


def test_cents_are_rounded_in_favour_of_who_pays():
    assert by_brackets(np.array([5])).tolist() == [0]  # 0.95 cent


@pytest.mark.parametrize(
    ("results", "taxes"),
    [
        ([-10_000, 10_000, 10_000], [0, 0, 1_900]),
        ([-10_000, 4_000, 10_000], [0, 0, 760]),
        ([10_000, -10_000, 10_000], [1_900, 0, 0]),  # losses go forward, never back
        ([-5_000, -5_000, 20_000], [0, 0, 1_900]),
        # Above a million only half of the profit may be set off: 1,000,000 + 500,000 of 2,000,000.
        ([-3_000_000, 2_000_000, 2_000_000], [0, 115_400, 115_400]),
    ],
)
def test_losses_are_carried_forward(results, taxes):
    assert years_of(results) == taxes


@pytest.mark.parametrize(
    ("results", "taxes"),
    [
        ([15_000], [0]),
        ([75_000], [0]),  # the five years together
        ([75_000.01], [14_250]),
        ([15_000] * 8, [0] * 8),
        ([15_000] * 4 + [15_000.01], [0] * 4 + [2_850]),
        ([60_000, 15_000, 15_000.01], [0, 0, 2_850]),
        ([60_000, 0, 0, 0, 0, 75_000], [0] * 6),  # the first has dropped out of the five
        ([60_000, 0, 0, 0, 15_000.01], [0, 0, 0, 0, 2_850]),
        ([-50_000, 100_000], [0, 19_000]),  # a loss in a year without tax is no loss for tax
    ],
)
def test_foundations_and_associations_with_small_profits_are_spared(results, taxes):
    assert years_of(results, exempt_when_small=True) == taxes


def test_futures_do_not_share_their_losses():
    tax = LossesAndProfits(2, exempt_when_small=False)
    tax.due(np.array([-100_00, 0]))
    assert tax.due(np.array([100_00, 100_00])).tolist() == [0, 19_00]


@pytest.mark.parametrize(
    ("form", "tax"), [("bv", 2_280), ("cooperative", 2_280), ("foundation", 0), ("association", 0)]
)
def test_the_legal_form_decides(form, tax):
    chunk = futures(quiet({"money.contracts.c": contract(), "ownership.legal_form": form}))
    assert euros(chunk, "flow.tax")[11] == tax


def test_tax_is_owed_in_december_and_paid_in_june():
    chunk = futures(quiet({"money.contracts.c": contract()}, years=2))
    assert euros(chunk, "flow.tax")[10:13] == [0, 2_280, 0]
    assert euros(chunk, "balance.tax_payable")[10:13] == [0, -2_280, -2_280]
    assert euros(chunk, "paid.state")[16:19] == [0, 2_280, 0]
    assert euros(chunk, "balance.tax_payable")[17] == 0
