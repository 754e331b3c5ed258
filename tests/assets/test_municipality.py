"""What the company costs the municipality, and the options that it has with an asset."""

from __future__ import annotations

import numpy as np
import numpy_financial as npf
import pytest

from tests.assets.stories import BUILDING, LAND, QUIET_MONEY, model, run, watch
from wijkbv_sim.analysis.transfer import AidTest, npv, soft_loan_benefit, transfer_options
from wijkbv_sim.export.options import assets_to_decide_on, worth_showing
from wijkbv_sim.scenario.asset import WayIn
from wijkbv_sim.scenario.document import load
from wijkbv_sim.scenario.library import families
from wijkbv_sim.scenario.money import Loan


def cost(months=12, **parts):
    return watch(model(**parts), "municipality_net_cost", months)[:, 0]


def test_a_company_that_has_nothing_to_do_with_the_municipality_costs_it_nothing():
    assert not cost(assets={"b": BUILDING | {"landlord_is_municipality": False, "lease": 900, "price": 5}}).any()


def test_what_it_pays_less_what_it_gets():
    grant = {"amount": 12_000, "giver": "municipality", "chance": 100}
    elsewhere = {"amount": 50_000, "giver": "fund", "chance": 100}
    assets = {"b": BUILDING | {"way_in": "rent", "lease": 3_600}, "l": LAND | {"upkeep_fee": 6_000}}
    found = cost(assets=assets, grants={"g": grant, "e": elsewhere})
    assert np.allclose(found, 1_000 - 300 + 500)


def test_a_contract_counts_when_it_is_paid():
    contract = {"value": 24_000, "running_at_start": True, "termination": 0, "payment_term": 30, "late_payment": 0}
    assert np.allclose(cost(6, contracts={"c": contract | {"service": None}}), [0, *[2_000] * 5])


def test_a_loan_that_comes_back_is_no_cost_but_its_interest_is_income():
    loan = {"amount": 60_000, "rate": 2, "lender": "municipality", "repayment": "linear", "term": 5, "covenant_dscr": 0}
    found = cost(3, loans={"l": loan})
    assert np.allclose(found, [0, -100, -(59_000 * 0.02 / 12)], atol=0.01)


def test_what_it_gives_up_and_saves_by_the_companys_having_the_asset():
    side = {"rent": 12_000, "sale_value": 300_000, "upkeep": 30_000, "backlog": 90_000}
    house = BUILDING | {"price": 50_000, "start_month": 3, "municipality": side, "sell_month": 8}
    found = cost(assets={"b": house})
    assert not found[:2].any()
    assert found[2] == pytest.approx(-50_000 + 300_000 - 90_000 + 1_000 - 2_500)
    assert np.allclose(found[3:7], 1_000 - 2_500)
    assert not found[8:].any()


def test_what_it_lets_stays_its_own_so_it_gives_up_no_sale_and_saves_what_the_tenant_bears():
    side = {"rent": 12_000, "sale_value": 300_000, "upkeep": 30_000, "backlog": 90_000, "lease_upkeep": 40}
    house = BUILDING | {"way_in": "rent", "price": 0, "municipality": side | {"lease_backlog": 10}}
    found = cost(assets={"b": house})
    assert found[0] == pytest.approx(-9_000 + 1_000 - 1_000)
    assert np.allclose(found[1:], 1_000 - 1_000)


def test_upkeep_rises_with_prices_and_stops_with_the_company():
    side = {"upkeep": 12_000}
    found = cost(14, assets={"b": BUILDING | {"municipality": side}}, money={"inflation": 10})
    assert found[0] == pytest.approx(-1_000)
    assert found[13] == pytest.approx(-1_100)
    broke = {"opening_cash": 0, "patience": 2, "overhead": 12_000}
    ended = cost(6, assets={"b": BUILDING | {"municipality": side}}, money=broke)
    assert list(ended) == [-1_000, 0, 0, 0, 0, 0]


# ---------------------------------------------------------------------- the options

SIDE = {"rent": 10_000, "upkeep": 34_000, "backlog": 120_000, "market_rent": 45_000, "lease_rent": 15_000}
SCHOOL = BUILDING | {
    "way_in": "transfer", "price": 1, "market_value": 280_000, "transfer_tax": 10.4, "selling_cost": 3,
    "not_written_off": 20, "depreciation_years": 40,
}  # fmt: skip


def options(side=None, loans=None, inflation=0, **asset):
    document = {
        "name": "s", "title": "S", "area": {"name": "x", "inhabitants": 60},
        "money": QUIET_MONEY | {"loans": loans or {}, "inflation": inflation},
        "assets": {"school": SCHOOL | asset | {"municipality": SIDE | (side or {})}},
    }  # fmt: skip
    return transfer_options(load(document), "school")


def test_present_value_is_the_textbooks():
    flows = np.random.default_rng(1).normal(size=31) * 1e5
    for rate in (0.0225, 0.0, 0.08):
        assert npv(rate, list(flows)) == pytest.approx(npf.npv(rate, flows), rel=1e-12)


def test_each_options_flows_and_value_by_hand():
    found = options()
    keep, sell, lease, transfer = (found.flows[name].to_numpy() for name in ("keep", "sell", "lease", "transfer"))
    assert len(keep) == 31
    assert (keep[0], keep[1], keep[30]) == (-120_000, -24_000, -24_000 + 280_000)
    assert (sell[0], sell[1:].any()) == (280_000 * 0.97, False)
    assert (lease[0], lease[1], lease[30]) == (0, 15_000, 15_000 + 280_000)
    assert (transfer[0], transfer[1:].any()) == (1, False)
    for name in found.flows:
        assert found.table.loc[name, "npv"] == pytest.approx(npf.npv(0.0225, found.flows[name].to_numpy()))
    assert found.table.loc["keep", "against_keeping"] == 0


def test_a_discount_rate_and_a_horizon_of_ones_own():
    found = options({"discount_rate": 4, "horizon": 10})
    assert len(found.flows) == 11
    assert found.table.loc["keep", "npv"] == pytest.approx(npf.npv(0.04, found.flows["keep"].to_numpy()))


def test_value_at_the_end_is_in_money_of_now():
    found = options(inflation=2, value_growth=1)
    assert found.flows["keep"].iloc[-1] == pytest.approx(-24_000 + 280_000 * (1.01 / 1.02) ** 30)


def test_upkeep_that_the_tenant_does_not_bear_stays():
    found = options({"lease_upkeep": 25, "lease_backlog": 10})
    assert found.flows["lease"].iloc[0] == -108_000
    assert found.flows["lease"].iloc[1] == 15_000 - 25_500


def test_a_sale_value_is_after_the_cost_of_selling():
    found = options({"sale_value": 250_000}, selling_cost=8)
    assert found.flows["sell"].iloc[0] == pytest.approx(250_000)
    assert found.gains.loc["sell", "state"] == pytest.approx(250_000 / 0.92 * 0.104)


def test_what_the_company_pays_in_rent_is_what_letting_brings():
    found = options(way_in="rent", lease=18_000)
    assert found.flows["lease"].iloc[1] == 18_000
    assert found.table.loc["lease", "aid"] == 3 * (45_000 - 18_000)


def test_long_lease_keeps_the_ground_and_its_rent():
    found = options(way_in="lease", lease=5_000)
    assert list(found.flows["transfer"].iloc[[0, 1, 30]]) == [1, 5_000, 5_000 + 0.2 * 280_000]
    assert found.table.loc["transfer", "aid_rent"] == 3 * 40_000


def test_a_transfer_of_280_000_for_one_euro_is_de_minimis():
    found = options()
    assert found.table.loc["transfer", "aid"] == 279_999
    assert found.table.loc["transfer", "aid_test"] == AidTest.DE_MINIMIS
    assert found.table.loc["lease", "aid"] == 3 * (45_000 - 15_000)
    assert not found.table.loc[["keep", "sell"], "aid"].any()


@pytest.mark.parametrize(
    ("market_value", "price", "other", "daeb", "test", "least"),
    [
        (300_000, 0, 0, False, "de_minimis", 0),
        (300_001, 0, 0, False, "too_much", 1),
        (500_000, 100_000, 0, False, "too_much", 200_000),
        (500_000, 200_000, 50_000, False, "too_much", 250_000),
        (500_000, 100_000, 0, True, "daeb_de_minimis", 0),
        (900_000, 100_000, 0, True, "too_much", 150_000),
        (500_000, 500_000, 0, False, "no_aid", 200_000),
        (500_000, 600_000, 0, False, "no_aid", 200_000),
    ],
)
def test_state_aid_by_hand(market_value, price, other, daeb, test, least):
    side = {"other_aid": other, "general_interest": daeb}
    found = options(side, market_value=market_value, price=price)
    assert found.table.loc["transfer", "aid"] == max(market_value - price, 0) + other
    assert found.table.loc["transfer", "aid_test"] == test
    [said] = [s for s in found.sentences if s.key.startswith("aid_")]
    assert said.key == f"aid_{test}"
    assert said.facts["least"] == least


def test_a_cheap_loan_is_aid_for_what_it_saves_in_three_years():
    bullet = Loan.model_validate({"amount": 100_000, "rate": 1.6, "term": 10, "repayment": "bullet"})
    assert soft_loan_benefit(bullet, 0.05) == pytest.approx(100_000 * 0.034 * 3)
    linear = Loan.model_validate({"amount": 120_000, "rate": 1, "term": 10, "repayment": "linear"})
    assert soft_loan_benefit(linear, 0.05) == pytest.approx(sum((120_000 - 1_000 * k) * 0.04 / 12 for k in range(36)))
    annuity = Loan.model_validate({"amount": 120_000, "rate": 1.2, "term": 10})
    owed = [-npf.fv(0.001, k, npf.pmt(0.001, 120, 120_000), 120_000) for k in range(36)]
    assert soft_loan_benefit(annuity, 0.05) == pytest.approx(sum(owed) * 0.038 / 12)
    assert soft_loan_benefit(annuity, 0.01) == 0


def test_only_the_municipalitys_loans_are_aid():
    loan = {"amount": 100_000, "rate": 2, "term": 10, "repayment": "bullet"}
    loans = {"soft": loan | {"lender": "municipality"}, "bank": loan}
    found = options({"reference_rate": 6}, loans)
    assert found.table.loc["transfer", "aid_loans"] == pytest.approx(12_000)
    assert found.table.loc["transfer", "aid"] == pytest.approx(279_999 + 12_000)


def test_flags_of_the_rules():
    table = options().table
    assert list(table["didam"]) == ["nothing", "compete", "compete", "compete"]
    assert list(table["reverter_missing"]) == [False, False, False, True]
    reasoned = options({"only_candidate": True, "reverter_clause": True}).table
    assert list(reasoned["didam"]) == ["nothing", "compete", "publish_reasons", "publish_reasons"]
    assert not reasoned["reverter_missing"].any()
    assert not options(reverter=50).table["reverter_missing"].any()
    assert not options(price=280_000).table["reverter_missing"].any()


def test_a_rent_below_integral_cost_is_flagged():
    estimated = 280_000 * 0.0225 + 280_000 * 0.8 / 40
    for rent, below in ((estimated - 1, True), (estimated + 1, False)):
        assert options({"lease_rent": rent}).table.loc["lease", "below_integral_cost"] == below
    assert options({"integral_cost": 20_000}).table.loc["lease", "below_integral_cost"]
    assert not options({"integral_cost": 15_000}).table.loc["lease", "below_integral_cost"]


def test_sentences_say_what_the_table_holds():
    found = options()
    told = {s.key: s for s in found.sentences}
    assert found.sentences[0].key == "best_lease"
    assert told["aid_de_minimis"].text() == (
        "The transfer holds EUR 279,999 of state aid, below the limit of EUR 300,000 in three years."
    )
    dutch = {told["didam_compete"].msgid: "Anderen kunnen belangstelling hebben."}
    assert told["didam_compete"].text(dutch.get) == "Anderen kunnen belangstelling hebben."
    assert "no_market_value" not in told
    assert "no_market_value" in {s.key for s in options(market_value=0, price=0).sentences}
    for s in found.sentences:
        assert "{" not in s.text()


def test_an_asset_of_another_or_none_is_refused():
    with pytest.raises(ValueError, match="is not the municipality's"):
        options(landlord_is_municipality=False)
    with pytest.raises(KeyError, match="expected one of assets \\(school\\)"):
        transfer_options(load({"name": "s", "title": "S", "area": {"name": "x", "inhabitants": 9},
                               "assets": {"school": SCHOOL}}), "scool")  # fmt: skip


def test_the_run_and_the_options_agree_on_a_transfer():
    side = {"sale_value": 280_000}
    m = run(model(assets={"school": SCHOOL | {"municipality": side}}), 1)
    assert m.observer.now["municipality_net_cost"][0] == 280_000 - 1


# ---------------------------------------------------------------------- who gains


@pytest.mark.parametrize("way_in", ["transfer", "purchase", "lease", "new_build"])
def test_the_options_only_move_money_between_parties(way_in):
    side = {"lease_upkeep": 60, "lease_backlog": 30, "sale_value": 250_000}
    found = options(SIDE | side, way_in=way_in, price=40_000, lease=3_000)
    together = found.gains.sum(axis=1)
    # Somebody makes up the backlog, keeps it up and has the value in the end, whoever that is.
    borne = npv(0.0225, [-120_000, *[-34_000] * 29, -34_000 + 280_000])
    assert np.allclose(together, borne)
    assert np.allclose(found.gains["municipality"], found.table["npv"])


def test_what_each_party_gets_and_pays_by_hand():
    side = {"horizon": 1, "discount_rate": 0, "lease_upkeep": 50, "lease_backlog": 25, "sale_value": 291_000}
    gains = options(side, price=100_000).gains
    assert gains.loc["keep"].tolist() == [-120_000 + 10_000 - 34_000 + 280_000, 0, 0, -10_000]
    tax = 300_000 * 0.104
    sold = [291_000, 0, tax, 9_000 - 300_000 - tax - 120_000 - 34_000 + 280_000]
    assert gains.loc["sell"].tolist() == pytest.approx(sold)
    lease = [-90_000 + 15_000 - 17_000 + 280_000, -30_000 - 15_000 - 17_000, 0, 0]
    assert gains.loc["lease"].tolist() == lease
    transfer = [100_000, -100_000 - 10_400 - 120_000 - 34_000 + 280_000, 10_400, 0]
    assert gains.loc["transfer"].tolist() == pytest.approx(transfer)


# ---------------------------------------------------------------------- the same asset, come by in several ways


def same_asset_in_several_ways():
    """Each asset of the municipality that several bundled scenarios describe: its name, and those scenarios."""
    found = {}
    for family, variants in families():
        for name in dict.fromkeys((family, *variants)):
            scenario = load(name)
            for key in assets_to_decide_on(scenario):
                if worth_showing(scenario, key):
                    found.setdefault((family, key), []).append(name)
    return [(key, tuple(many)) for (_, key), many in found.items() if len(many) > 1]


def described(name, key):
    return load(name).assets[key]


def test_there_are_assets_that_several_bundled_scenarios_come_by_in_several_ways():
    ways = [{described(name, key).way_in for name in many} for key, many in same_asset_in_several_ways()]
    assert {WayIn.TRANSFER, WayIn.PURCHASE, WayIn.RENT} in ways


@pytest.mark.parametrize(("key", "names"), same_asset_in_several_ways(), ids=str)
def test_the_same_asset_has_the_same_options_whichever_way_a_scenario_comes_by_it(key, names):
    found = {name: transfer_options(load(name), key) for name in names}
    first = found[names[0]]
    for name in names[1:]:
        # A price of its own is another transfer; one euro or none for what is rented is the same.
        paid = [transfer.flows["transfer"].iloc[0] for transfer in (first, found[name])]
        same = ["keep", "sell", "lease", *(["transfer"] if abs(paid[0] - paid[1]) <= 1 else [])]
        assert found[name].table.loc[same, "npv"].to_numpy() == pytest.approx(
            first.table.loc[same, "npv"].to_numpy(), abs=1
        )
        rules = ["didam", "below_integral_cost", "aid_rent"]
        assert found[name].table.loc[same, rules].equals(first.table.loc[same, rules])
        if len(same) == 4:
            assert found[name].sentences[0] == first.sentences[0]
