"""The edges: nothing at all, one of everything, the shortest and the longest time."""

from __future__ import annotations

import numpy as np
import pytest

from tests.worlds import NO_FEEDBACKS, QUIET, building, busy, contract, futures, quiet, run, service
from wijkbv_sim.experiment.chunk import BOOKS
from wijkbv_sim.model.building import Building
from wijkbv_sim.model.company import Company
from wijkbv_sim.model.contract import Contract
from wijkbv_sim.model.economy import LocalEconomy
from wijkbv_sim.model.grant import Grant
from wijkbv_sim.model.loan import Loan
from wijkbv_sim.model.municipality import Municipality
from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
from wijkbv_sim.model.residents import Residents
from wijkbv_sim.model.service import Service
from wijkbv_sim.model.trade import Trade
from wijkbv_sim.model.value import SocialValue
from wijkbv_sim.model.variables import VARIABLES
from wijkbv_sim.scenario.schema import Scenario


def test_where_nothing_happens_nothing_happens():
    chunk = futures(quiet({"money.opening_cash": 1_000}, years=3), 2)
    assert [name for name in BOOKS if chunk.columns[name].any()] == ["balance.bank", "balance.reserves"]
    assert (chunk.columns["cash"] == 1_000).all()
    assert (chunk.columns["alive"] == 1).all()
    busy_columns = ["income", "spending", "members", "joined", "left", "staff_fte", "volunteer_hours", "unmet_hours"]
    assert [name for name in busy_columns if chunk.columns[name].any()] == []


@pytest.mark.parametrize(
    ("without", "zero"),
    [
        ({"ownership.initial_members": 0, "ownership.potential": 0}, ["members", "income_members", "volunteer_hours"]),
        ({"money.contracts": {}, "timeline": []}, ["contracts_running", "received.institutions"]),
        ({"services": {}, "money.contracts": {}, "timeline": []}, ["unmet_hours", "flow.purchases_of_services"]),
        ({"assets": {}}, ["income_assets", "flow.depreciation", "flow.maintenance", "balance.property"]),
        ({"money.loans": {}}, ["debt"]),
        ({"money.grants": {}, "money.donations": 0}, ["income_grants"]),
        ({"money.trade": {}}, ["income_trade"]),
    ],
    ids=["members", "contracts", "services", "assets", "loans", "grants", "trade"],
)
def test_without_a_part_its_figures_are_nought(without, zero):
    chunk = futures(busy(without), 4)
    assert [name for name in zero if chunk.columns.get(name, np.zeros(1)).any()] == []
    run(busy(without), 4)


def test_without_anything_but_residents():
    parts = {"services": {}, "money.contracts": {}, "money.grants": {}, "money.loans": {}, "money.trade": {},
             "assets": {}, "timeline": [], "money.coordinator_fte": 0, "money.overhead": 0}  # fmt: skip
    chunk = futures(busy(parts), 4)
    assert chunk.columns["members"][:, -1].min() > 0
    assert (chunk.columns["quality"] == 0.7).all()
    assert np.isnan(chunk.columns["delivered"]).all()


def test_all_loops_off():
    run(busy({"feedbacks": NO_FEEDBACKS}), 4)


@pytest.mark.parametrize("inhabitants", [1, 2, 7])
def test_hardly_anybody_lives_there(inhabitants):
    model = run(busy({"area.inhabitants": inhabitants, "ownership.initial_members": 1}), 4)
    assert (model.residents.members <= inhabitants).all()


def test_nobody_is_old_enough():
    young = {"area.age_0_14": 97, "area.age_15_24": 1, "area.age_25_44": 1, "area.age_45_64": 1, "area.age_65_plus": 0}
    model = NeighbourhoodModel(quiet({**young, "ownership.potential": 100, "area.inhabitants": 50}))
    model.step()
    assert model.residents.stocks[0, 0] < 4


def test_everybody_is_open_and_everybody_joins_at_once():
    everybody = {"ownership.potential": 100, "ownership.outreach": 100, "ownership.outreach_effect": 100,
                 "ownership.outreach_budget": 1_000_000}  # fmt: skip
    chunk = futures(quiet(everybody))
    assert chunk.columns["member_share"][0, 1] == 1


def test_everybody_moves_every_year():
    model = run(busy({"area.moving_out": 60}, years=40), 2)
    assert model.residents.generation.max() < 250


def test_one_month():
    model = run(quiet(), months=1)
    assert model.month == 1
    assert len(model.datacollector.model_vars["cash"]) == 1


def test_forty_years():
    chunk = futures(busy(years=40), 3)
    assert chunk.columns["cash"].shape == (3, 480)
    assert np.isfinite(chunk.columns["cash"]).all()
    run(busy(years=40), 2)


def test_one_future_reads_as_an_ordinary_mesa_model():
    model = NeighbourhoodModel(busy(), seed=1)
    for _ in range(3):
        model.step()
    frame = model.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == list(VARIABLES)
    assert frame.shape == (3, len(VARIABLES))
    assert {type(value) for value in frame["cash"]} == {float}
    assert frame["members"].iloc[-1] == float(model.residents.members[0])
    actors = {kind: len(agents) for kind, agents in model.agents_by_type.items()}
    assert actors.items() >= {
        Company: 1, Municipality: 1, LocalEconomy: 1, SocialValue: 1,
        Service: 2, Contract: 2, Grant: 1, Loan: 3, Trade: 1, Building: 2, Residents: 1,
    }.items()  # fmt: skip


def test_a_step_beyond_the_scenario_s_end_is_an_ordinary_month():
    model = run(quiet(years=1))
    model.step()
    assert model.month == 13


def test_one_of_many_futures_is_the_future_run_alone():
    alone, among = NeighbourhoodModel(busy(), 1), NeighbourhoodModel(busy(), 5)
    for model in (alone, among):
        model.run()
    for name in VARIABLES:
        one = np.array(alone.datacollector.model_vars[name])
        five = np.array([month[0] for month in among.datacollector.model_vars[name]])
        np.testing.assert_array_equal(one, five, err_msg=name)


@pytest.mark.parametrize("extreme", ["low", "high"])
def test_every_number_at_its_bound_runs_and_adds_up(extreme):
    """All at the lowest or all at the highest that the schema allows, but for the size of the world."""
    parts = {"services.s": service(), "money.contracts.c": contract(service="s"), "money.loans.l": {"amount": 1_000},
             "money.grants.g": {"amount": 10}, "money.trade.t": {"turnover": 10},
             "assets.h": building(maintenance=[{"year": 1, "cost": 10}])}  # fmt: skip
    scenario = Scenario.model_validate({**QUIET}).with_({**parts, "time.years": 3})
    bounds = {path: getattr(meta, extreme) for path, _, meta in scenario.quantities() if not meta.fixed}
    # Six hundred months would lie beyond the end; start months stay.
    bounds = {path: value for path, value in bounds.items() if not path.endswith("start_month")}
    model = run(scenario.with_(bounds), 2)
    assert np.isfinite(model.ledger.balance).all()
