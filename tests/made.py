"""Worlds made by chance: scenarios of every kind of part, for what must hold in all of them."""

from __future__ import annotations

import pytest
from _pytest.mark.structures import ParameterSet
from hypothesis import Phase, settings
from hypothesis import strategies as st

from wijkbv_sim.scenario.ownership import LegalForm

BROAD = settings(max_examples=30, phases=[Phase.explicit, Phase.reuse, Phase.generate])
"""For properties of whole worlds. Without shrinking: each try simulates years, and making one of a few hundred numbers
smaller at a time would take minutes. What failed is printed whole, and the first worlds that are tried are small."""


def tries(few: int, many: int, parent: settings | None = None) -> list[ParameterSet]:
    """Settings to put over a property: ``few`` examples in the fast suite, ``many`` in the slow one."""
    return [
        pytest.param(settings(parent, max_examples=few), id=f"{few}"),
        pytest.param(settings(parent, max_examples=many), id=f"{many}", marks=pytest.mark.slow),
    ]


MONEY = st.one_of(st.just(0), st.floats(0, 1e6), st.sampled_from([1, 0.01, 99_999.99]))
PERCENT = st.one_of(st.sampled_from([0, 100]), st.floats(0, 100))
MONTH = st.integers(1, 30)
PARTY = st.sampled_from(["municipality", "care_insurer", "state", "fund", "bank", "local_business", "business",
                         "residents"])  # fmt: skip


def doubted(numbers, low=0.5, high=1.5):
    """A number, in doubt or not."""
    ranges = numbers.map(lambda n: {"uniform": [n * low, n * high]} if n > 0 else n)
    return st.one_of(numbers, ranges)


def part(required, **optional):
    return st.fixed_dictionaries(required, optional=optional)


def named(parts, most=2):
    return st.dictionaries(st.sampled_from(["een", "twee", "drie"]), parts, max_size=most)


SERVICES = part(
    {"demand": MONEY},
    hours_per_unit=st.floats(0, 3),
    volunteer_share=PERCENT,
    purchases=st.floats(0, 50),
    purchases_local=PERCENT,
    overhead=MONEY,
    user_fee=st.floats(0, 50),
    demand_growth=st.floats(-20, 20),
)
CONTRACTS = part({"value": doubted(MONEY)}, commissioner=PARTY, running_at_start=st.booleans(), start_month=MONTH,
                 term=st.floats(0.25, 3), win_chance=PERCENT, renewal_chance=PERCENT, retry=MONTH,
                 indexation=st.floats(0, 200), payment_term=st.floats(0, 300), late_payment=PERCENT,
                 penalty=st.floats(0, 300))  # fmt: skip
GRANTS = part({"amount": doubted(MONEY)}, giver=PARTY, start_month=MONTH, duration=MONTH, chance=PERCENT,
              rounds=st.integers(1, 4), taper=PERCENT)  # fmt: skip
LOANS = part({"amount": doubted(MONEY)}, lender=PARTY, repayment=st.sampled_from(["annuity", "linear", "bullet"]),
             rate=st.floats(0, 30), term=st.integers(1, 3), start_month=MONTH, grace=st.integers(0, 40))  # fmt: skip
TRADES = part({"turnover": doubted(MONEY)}, customers=PARTY, swing=PERCENT, purchases=PERCENT, start_month=MONTH)
WORKS = part({"year": st.integers(1, 3), "cost": MONEY})
ANY_ASSET = {
    "start_month": MONTH, "price": doubted(MONEY), "renovation": MONEY, "works_months": st.integers(0, 9),
    "way_in": st.sampled_from(["transfer", "purchase", "lease", "rent", "new_build"]), "lease": MONEY,
    "running_cost": st.floats(0, 100), "maintenance_reserve": st.floats(0, 100), "initial_condition": PERCENT,
    "market_value": MONEY, "sell_month": st.integers(0, 36), "reverter": PERCENT, "selling_cost": st.floats(0, 50),
    "volunteer_hours": st.floats(0, 1_000), "landlord_is_municipality": st.booleans(),
}  # fmt: skip
HOUSING = part({"kind": st.just("housing"), "dwellings": st.integers(1, 60)}, **ANY_ASSET, turnover=PERCENT,
               rent=st.floats(0, 900), vacant_months=st.floats(0.05, 9), allocation=PERCENT, initial_let=PERCENT,
               reletting_cost=st.floats(0, 5_000))  # fmt: skip
ENERGY = part({"kind": st.just("energy"), "output": st.floats(0, 1e6)}, **ANY_ASSET, weather=PERCENT,
              breakdowns=PERCENT, price_swing=PERCENT, subsidy_tariff=st.floats(0, 0.3), connection=MONEY,
              customers_local=PERCENT, connection_wait=st.integers(0, 9),
              season=st.sampled_from(["even", "sun", "heat"]))  # fmt: skip
FIBRE = part({"kind": st.just("fibre"), "homes_passed": st.integers(1, 900)}, **ANY_ASSET, take_up_needed=PERCENT,
             deadline=MONTH, initial_take_up=PERCENT, potential=st.floats(1, 100), churn=PERCENT,
             joining_fee=st.floats(0, 9_000), preparation=MONEY, cost_per_connection=st.floats(0, 5_000))  # fmt: skip
LAND = part({"kind": st.just("land"), "area": st.floats(1, 1e5)}, **ANY_ASSET, upkeep_fee=MONEY, rent=st.floats(0, 5))
CAMPAIGNS = part({"target": MONEY}, month=MONTH, backers=st.floats(0, 900), gift=st.floats(0, 500), match=PERCENT,
                 fee=st.floats(0, 50), local=PERCENT, all_or_nothing=st.booleans())  # fmt: skip
OFFERS = part({"target": MONEY}, start_month=MONTH, minimum=MONEY, investors=st.integers(0, 99), cost=MONEY)
BUILDINGS = part({"floor_area": st.floats(1, 2_000)}, start_month=MONTH, price=doubted(MONEY),
                 transfer_tax=st.floats(0, 30), renovation=MONEY,
                 depreciation_years=st.integers(1, 3), lease=MONEY, rent=st.floats(0, 500),
                 occupancy_swing=st.floats(0, 50), maintenance_reserve=st.floats(0, 100), decay=PERCENT,
                 maintenance=st.lists(WORKS, max_size=3))  # fmt: skip
FORMS = st.sampled_from(["foundation", "association", "cooperative", "bv"])
OWNERSHIP = part({}, legal_form=FORMS, fee=st.floats(0, 500), share_buyers=PERCENT, share_withdrawal=PERCENT,
                 share_interest=st.floats(0, 25), volunteer_cost=st.floats(0, 500),
                 initial_members=st.integers(0, 80), outreach=PERCENT, potential=PERCENT)  # fmt: skip
EVENTS = st.lists(
    st.tuples(
        st.integers(1, 36),
        st.sampled_from(
            ["money.overhead", "money.inflation", "ownership.fee", "ownership.potential", "area.moving_out"]
        ),
        st.floats(0, 3),
    ),
    max_size=3,
).map(lambda events: [{"name": f"e{k}", "month": m, "multiply": {p: f}} for k, (m, p, f) in enumerate(events)])
SCENARIOS = st.fixed_dictionaries(
    {
        "services": named(SERVICES), "money.contracts": named(CONTRACTS), "money.grants": named(GRANTS),
        "money.loans": named(LOANS), "money.trade": named(TRADES),
        "assets": named(st.one_of(BUILDINGS, HOUSING, ENERGY, FIBRE, LAND)),
        "money.crowdfunding": named(CAMPAIGNS), "timeline": EVENTS,
        "money.opening_cash": MONEY, "money.opening_shares": MONEY, "money.credit_limit": MONEY,
        "money.overhead": MONEY, "money.inflation": st.floats(-10, 50), "money.patience": st.integers(1, 12),
        "money.credit_rate": st.floats(0, 30), "area.moving_out": st.floats(0, 50),
        "money.subsidised": PERCENT, "money.vat_exempt": PERCENT, "money.small_business_scheme": st.booleans(),
        "money.profit_payout": PERCENT, "municipality.neighbourhood_budget": st.floats(0, 50),
        "ownership.wind_up": part({}, fewest_members=st.integers(0, 30), staff_claim=st.floats(0, 12),
                                  forced_sale=PERCENT, receivables=PERCENT),
        "ownership.surplus": part({}, fund=PERCENT, price_cut=PERCENT, new_service=PERCENT, dividend=PERCENT),
        "ownership.shares": part({}, notice=st.integers(0, 12), withdrawal_cap=PERCENT),
    }
)  # fmt: skip


@st.composite
def worlds(draw):
    """Changes of a small world by path: what hangs together is made to, and nothing that the law does not know."""
    changes, ownership = draw(SCENARIOS), draw(OWNERSHIP)
    form = ownership.get("legal_form", "bv")
    changes |= {"ownership.legal_form": form, **{f"ownership.{key}": value for key, value in ownership.items()}}
    if LegalForm(form).rights.shares:
        changes["ownership.offers"] = draw(named(OFFERS))
    else:
        changes |= {"ownership.share_buyers": 0, "money.opening_shares": 0}
    for contract in changes["money.contracts"].values():
        contract["service"] = draw(st.sampled_from([*changes["services"], None]))
    return changes


WORLDS = worlds()
