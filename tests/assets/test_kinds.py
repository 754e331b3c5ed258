"""What each kind of asset earns, against closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tests.assets.stories import BUILDING, ENERGY, FIBRE, HOUSING, LAND, flows, model, run, watch
from wijkbv_sim.ledger import Account, Sector
from wijkbv_sim.model.counting import binomial
from wijkbv_sim.model.fibre import bass_step
from wijkbv_sim.model.neighbourhood import NeighbourhoodModel


def test_a_building_lets_by_square_metre_and_by_hour():
    written = BUILDING | {"rent": 120, "hire_hours": 600, "hire_rate": 20}
    m = run(model(assets={"b": written}), 1)
    assert -m.ledger.flow[Account.INCOME_RENT][0] == 1_000_00
    assert -m.ledger.flow[Account.INCOME_HIRE][0] == 1_000_00
    assert m.ledger.received[Sector.LOCAL_BUSINESS][0] == 500_00


# ---------------------------------------------------------------------- counting


@pytest.mark.parametrize(("n", "p"), [(0, 0.3), (1, 0.5), (12, 0.005), (20, 0.7), (500, 0.02), (3, 0.0), (5, 1.0)])
def test_binomial_counts_are_those_of_the_distribution(n, p):
    u = (np.arange(400) + 0.5) / 400
    found = binomial(u, np.full(400, n), np.full(400, p))
    expected = stats.binom.ppf(u, n, p)
    if p > 0.5:  # counted from the other end, where ties at a step may fall to either side
        assert np.mean(found != expected) < 0.01
    else:
        assert np.array_equal(found, expected)


def test_large_counts_have_the_right_mean_and_spread():
    u = (np.arange(4000) + 0.5) / 4000
    found = binomial(u, np.full(4000, 10_000), np.full(4000, 0.4))
    assert found.mean() == pytest.approx(4_000, abs=1)
    assert found.std() == pytest.approx(np.sqrt(2_400), rel=0.01)


# ---------------------------------------------------------------------- housing


def test_full_dwellings_pay_their_rent_and_it_is_indexed():
    m = model(assets={"w": HOUSING | {"rent_indexation": 50}}, money={"inflation": 4}, years=2)
    rent = flows(m, Account.INCOME_RENT, 13)[:, 0]
    assert list(rent[:12]) == [12_000] * 12
    assert rent[12] == pytest.approx(12_000 * 1.02)
    assert m.ledger.received[Sector.HOUSEHOLDS][0] == round(12_000 * 1.02 * 100)


def test_occupancy_and_allocation_go_to_their_equilibria():
    written = HOUSING | {"dwellings": 200, "turnover": 30, "vacant_months": 4, "allocation": 70, "initial_let": 50}
    m = model(assets={"w": written}, replicates=40, years=10)
    let = watch(m, "homes_let")
    leave, relet = 1 - 0.7 ** (1 / 12), 1 / (1 + 4)
    assert np.all(let[0] == 100)
    assert let[60:].mean() / 200 == pytest.approx(relet / (relet + leave - relet * leave), abs=0.01)
    ours = m.observer.now["homes_for_residents"] / m.observer.now["homes_let"]
    assert ours.mean() == pytest.approx(0.7, abs=0.02)


def test_each_new_tenant_costs_something_and_a_neglected_block_is_let_more_slowly():
    written = HOUSING | {"dwellings": 300, "turnover": 40, "vacant_months": 3, "reletting_cost": 1_000}
    good = run(model(assets={"w": written}, replicates=10, years=3))
    assert (good.ledger.balance[Account.BUILDING_RUNNING] == 0).all()  # closed in December
    spent = flows(model(assets={"w": written}, replicates=10), Account.BUILDING_RUNNING, 24)
    let, relet = 300.0, 0.0
    for _ in range(23):
        let *= 0.6 ** (1 / 12)
        coming = (300 - let) / 4
        let, relet = let + coming, relet + coming
    assert -spent.sum() / 10 == pytest.approx(relet * 1_000, rel=0.05)
    poor = run(model(assets={"w": written | {"initial_condition": 20}}, replicates=10, years=3))
    assert poor.observer.now["homes_let"].mean() < good.observer.now["homes_let"].mean() - 20


# ---------------------------------------------------------------------- energy


def test_a_year_of_energy_is_the_stated_output_whatever_the_season():
    for season in ("even", "sun", "heat"):
        m = model(assets={"e": ENERGY | {"season": season}}, years=1)
        kwh = watch(m, "energy_output")[:, 0]
        assert kwh.sum() == pytest.approx(120_000)
        assert (kwh.std() == pytest.approx(0)) == (season == "even")


def test_the_sun_shines_in_summer_whenever_the_story_begins():
    m = model(assets={"e": ENERGY | {"season": "sun"}}, years=1, time={"start": "2026-07", "years": 1})
    assert int(np.argmax(watch(m, "energy_output")[:, 0])) in (0, 10, 11)


def test_expected_output_with_weather_wear_and_availability():
    written = ENERGY | {"weather": 6, "degradation": 2, "availability": 95, "breakdowns": 0}
    m = model(assets={"e": written}, replicates=1_500, years=4)
    kwh = watch(m, "energy_output").reshape(4, 12, -1).sum(axis=1)
    for year in range(4):
        worn = np.mean(0.98 ** (year + np.arange(12) / 12))
        assert kwh[year].mean() == pytest.approx(120_000 * 0.95 * worn, rel=0.006)
        assert kwh[year].std() / kwh[year].mean() == pytest.approx(0.06, rel=0.1)


def test_breakdowns_take_their_share_of_the_time():
    m = model(assets={"e": ENERGY | {"breakdowns": 60, "breakdown_months": 3}}, replicates=200, years=10)
    works = watch(m, "energy_output")[24:] > 0
    chance = 1 - 0.4 ** (1 / 12)
    # It breaks down in a month with this chance, stands still for three, and then may break down again.
    assert 1 - works.mean() == pytest.approx(3 * chance / (1 - chance + 3 * chance), abs=0.01)


def test_the_mean_price_is_the_ordinary_price_and_moves_with_memory():
    written = ENERGY | {"price_swing": 40, "price_memory": 60, "price_indexation": 50}
    m = model(assets={"e": written}, replicates=4_000, years=6, money={"inflation": 4})
    asset = m.assets[0]
    logs = []
    for year in range(6):
        run(m, 12)
        assert asset.price_now.mean() == pytest.approx(0.1 * 1.02**year, rel=0.025)
        logs.append(asset.deviation.copy())
    assert np.corrcoef(logs[-1], logs[-2])[0, 1] == pytest.approx(0.6, abs=0.06)


def test_the_subsidy_tops_the_price_up_while_it_lasts():
    written = ENERGY | {"subsidy_tariff": 0.14, "subsidy_years": 2, "customers_local": 25, "start_month": 4}
    m = model(assets={"e": written}, years=4)
    subsidy = flows(m, Account.INCOME_TARIFF, 48)[:, 0]
    assert np.allclose(subsidy, [0] * 3 + [400] * 24 + [0] * 21)
    assert m.ledger.received[Sector.HOUSEHOLDS][0] == 250_00
    assert m.observer.now["income_grants"][0] == 0


def test_a_price_above_the_guaranteed_amount_needs_no_subsidy():
    m = run(model(assets={"e": ENERGY | {"subsidy_tariff": 0.08}}), 1)
    assert m.ledger.flow[Account.INCOME_TARIFF][0] == 0


def test_the_connection_costs_money_and_time():
    written = ENERGY | {"renovation": 90_000, "works_months": 2, "connection": 10_000, "connection_wait": 4}
    m = model(assets={"e": written}, years=1)
    kwh = watch(m, "energy_output")[:, 0]
    assert list(kwh > 0) == [False] * 6 + [True] * 6
    assert m.ledger.balance[Account.PROPERTY][0] == 100_000_00


# ---------------------------------------------------------------------- fibre


def bass(p, q, f0, years):
    """The textbook solution of df/dt = (p + q f)(1 - f)."""
    c = (1 - f0) / (p + q * f0) * np.exp(-(p + q) * years)
    return (1 - p * c) / (1 + q * c)


@pytest.mark.parametrize(("p", "q", "f0"), [(0.3, 1.5, 0.05), (0.3, 0.0, 0.0), (0.0, 2.0, 0.1), (0.03, 0.38, 0.0)])
def test_a_month_of_signing_is_exact(p, q, f0):
    f = np.array(f0)
    for _ in range(30):
        f = bass_step(f, np.array(p), np.array(q), 1 / 12)
    assert float(f) == pytest.approx(bass(p, q, f0, 30 / 12), abs=1e-12)


def test_nobody_signs_where_nothing_draws():
    zero = np.zeros(1)
    assert bass_step(zero, zero, zero, 1.0)[0] == 0
    assert bass_step(zero, zero, zero + 2, 1.0)[0] == 0


def test_a_network_is_built_when_enough_have_signed_and_then_earns():
    written = FIBRE | {"preparation": 30_000, "campaign": 500, "works_months": 6, "renovation": 50_000,
                       "depreciation_years": 20, "operator_cost": 15, "joining_fee": 500}  # fmt: skip
    m = model(assets={"f": written}, years=5)
    asset = m.assets[0]
    take_up = watch(m, "fibre_take_up", 60)[:, 0]
    months = np.arange(60)
    assert np.allclose(take_up, 0.9 * bass(0.5, 1.0, 0.05 / 0.9, months / 12))
    begun = int(np.argmax(take_up >= 0.65))
    assert asset.begun_in[0] == begun
    homes = int(np.rint(1000 * take_up[begun]))
    assert asset.first_connections[0] == homes
    final = int(np.rint(1000 * take_up[-1]))
    assert asset.connected[0] == final
    assert asset.invested[0] == 30_000_00 + 50_000_00 + final * (3_000 - 500) * 100
    assert -m.ledger.flow[Account.INCOME_FIBRE][0] == final * 40_00
    assert m.ledger.flow[Account.BUILDING_RUNNING][0] == final * 15_00
    assert m.ledger.flow[Account.OUTREACH][0] == 0


def test_a_network_that_too_few_want_is_off_and_what_was_spent_is_lost():
    written = FIBRE | {"potential": 50, "deadline": 12, "preparation": 30_000, "campaign": 500, "start_month": 3}
    m = model(assets={"f": written}, years=2)
    cash = watch(m, "cash")[:, 0]
    assert m.assets[0].called_off[0]
    assert 10_000_000 - cash[-1] == 30_000 + 13 * 500
    assert m.ledger.balance[Account.PROPERTY][0] == 0
    assert cash[14] == cash[-1]
    assert m.observer.now["fibre_take_up"][0] == 0
    again = model(assets={"f": written}, years=2)
    assert list(np.flatnonzero(flows(again, Account.BOOK_LOSS, 20)[:, 0])) == [14]


def test_a_loan_for_a_network_comes_in_when_building_starts():
    loan = {"amount": 1_000_000, "rate": 6, "term": 2, "repayment": "linear", "for_asset": "f", "start_month": 2}
    m = model(assets={"f": FIBRE}, loans={"l": loan}, years=5)
    owed = watch(m, "debt")[:, 0]
    begun = int(m.assets[0].begun_in[0])
    assert begun > 2
    assert owed[begun - 1] == 0
    assert owed[begun] == 1_000_000
    assert owed[begun + 12] == pytest.approx(500_000)
    assert owed[begun + 24] == 0


def test_a_loan_for_a_network_that_is_off_never_comes_in():
    loan = {"amount": 1_000_000, "rate": 6, "term": 2, "for_asset": "f"}
    written = FIBRE | {"potential": 50, "deadline": 12}
    m = model(assets={"f": written}, loans={"l": loan}, years=3)
    assert not watch(m, "debt").any()
    assert m.ledger.balance[Account.INTEREST][0] == 0


def test_subscribers_leave_and_others_come():
    written = FIBRE | {"initial_take_up": 80, "potential": 80, "own_accord": 0, "imitation": 0, "churn": 20}
    m = model(assets={"f": written}, years=3)
    take_up = watch(m, "fibre_take_up")[:, 0]
    assert take_up[36 - 1] == pytest.approx(0.8 * 0.8 ** (35 / 12))
    assert m.assets[0].connected[0] == 800  # the cable stays


def test_members_draw_others_in():
    people = {"initial_members": 20, "initial_active": 0, "outreach": 0, "influence": 0, "leaving": 0}
    slow = watch(model(assets={"f": FIBRE}, ownership=people), "fibre_take_up", 12)
    fast = watch(model(assets={"f": FIBRE | {"member_pull": 2}}, ownership=people), "fibre_take_up", 12)
    assert fast[-1, 0] > slow[-1, 0] + 0.05


# ---------------------------------------------------------------------- land


def test_land_is_kept_for_a_fee_and_for_rent():
    written = LAND | {"upkeep_fee": 24_000, "rent": 0.6, "running_cost": 1.2}
    m = run(model(assets={"l": written}), 1)
    assert m.ledger.received[Sector.MUNICIPALITY][0] == 2_000_00
    assert -m.ledger.flow[Account.INCOME_RENT][0] == 250_00
    assert m.ledger.flow[Account.BUILDING_RUNNING][0] == 500_00


def test_hours_that_volunteers_do_not_give_are_hired():
    alone = run(model(assets={"l": LAND | {"volunteer_hours": 1_200}}), 1)
    assert alone.ledger.flow[Account.BUILDING_RUNNING][0] == 100 * 30_00
    people = {"initial_members": 20, "initial_active": 20, "hours_employed": 10, "hours_not_employed": 10}
    helped = run(model(assets={"l": LAND | {"volunteer_hours": 1_200}}, ownership=people), 1)
    assert helped.ledger.flow[Account.BUILDING_RUNNING][0] == 0


def test_ground_is_not_written_off():
    m = run(model(assets={"l": LAND | {"price": 50_000}}))
    assert m.assets[0].book[0] == 50_000_00


# ---------------------------------------------------------------------- all together


EVERYTHING = {
    "b": {"floor_area": 400, "way_in": "transfer", "price": 1, "renovation": 100_000,
          "maintenance": [{"year": 3, "cost": 40_000}], "sell_month": 70},
    "w": {"kind": "housing", "dwellings": 12, "way_in": "lease", "lease": 6_000, "renovation": 200_000,
          "works_months": {"uniform": [3, 12]}, "works_overrun": {"uniform": [-5, 40]}, "price": 900_000},
    "e": {"kind": "energy", "output": 150_000, "way_in": "new_build", "renovation": 120_000},
    "f": {"kind": "fibre", "homes_passed": 300, "way_in": "new_build", "churn": 5, "joining_fee": 500},
    "l": {"kind": "land", "area": 4_000, "upkeep_fee": 20_000, "volunteer_hours": 400},
}  # fmt: skip
LOANS = {"bank": {"amount": 1_500_000, "rate_kind": "floating", "covenant_ltv": 70, "call_after": 3}}


def test_a_future_is_the_same_whether_it_is_run_alone_or_among_others():
    scenario = model(assets=EVERYTHING, loans=LOANS, years=6).scenario
    among, alone = NeighbourhoodModel(scenario, 12, 7), NeighbourhoodModel(scenario, 3, 7, first_replicate=5)
    for _ in range(72):
        among.step()
        alone.step()
        for name, values in alone.observer.now.items():
            assert np.array_equal(among.observer.now[name][5:8], values, equal_nan=True), name


def test_all_kinds_together_hold_their_books_in_every_future():
    m = run(model(assets=EVERYTHING, loans=LOANS, replicates=30))  # in checking mode: an error would be raised
    called_off = next(a for a in m.assets if a.name == "f").called_off
    assert 0 < called_off.mean() < 1
    assert (m.ledger.balance.sum(axis=0) == 0).all()
    assert np.isfinite(m.observer.now["asset_value"]).all()


def test_other_assets_change_nobody_elses_luck():
    one = {"e": ENERGY | {"weather": 10, "price_swing": 30, "breakdowns": 20}}
    alone = watch(model(assets=one, replicates=5, years=3), "energy_output")
    among = watch(model(assets=one | {"w": HOUSING | {"turnover": 20}, "a": BUILDING}, replicates=5, years=3),
                  "energy_output")  # fmt: skip
    assert np.array_equal(alone, among)
