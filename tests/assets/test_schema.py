"""Kinds in documents: what is taken, what is refused and how that is said; and that every number matters."""

from __future__ import annotations

import functools

import pytest

from tests.assets.stories import QUIET_MONEY
from tests.worlds import differing_columns, futures, side_by_side
from wijkbv_sim.analysis.transfer import transfer_options
from wijkbv_sim.model.neighbourhood import ASSETS, NeighbourhoodModel
from wijkbv_sim.scenario.assets import Building, Energy, Fibre, Housing, Land, MunicipalSide
from wijkbv_sim.scenario.document import load
from wijkbv_sim.scenario.errors import ScenarioError
from wijkbv_sim.scenario.json_schema import json_schema
from wijkbv_sim.scenario.money import CreditMarket, Loan

PLAIN = {"name": "a", "title": "A", "area": {"name": "x", "inhabitants": 60}}
KINDS = {"building": Building, "housing": Housing, "energy": Energy, "fibre": Fibre, "land": Land}
REQUIRED = {"building": "floor_area", "housing": "dwellings", "energy": "output", "fibre": "homes_passed",
            "land": "area"}  # fmt: skip


def document(*assets, **parts):
    return PLAIN | {"assets": {f"a{i}": asset for i, asset in enumerate(assets)}} | parts


def told(asset):
    with pytest.raises(ScenarioError) as caught:
        load(document(asset))
    return [problem.text() for problem in caught.value.problems]


def test_an_asset_without_a_kind_is_a_building():
    scenario = load(document({"floor_area": 10}))
    assert isinstance(scenario.assets["a0"], Building)
    assert "kind" not in scenario.model_dump(mode="json", exclude_unset=True)["assets"]["a0"]


def test_every_kind_has_a_section_and_an_actor():
    assert list(ASSETS) == list(KINDS)
    for kind, section in KINDS.items():
        scenario = load(document({"kind": kind, REQUIRED[kind]: 10}))
        assert type(scenario.assets["a0"]) is section
        again = load(scenario.model_dump(mode="json", exclude_unset=True))
        assert (again, again.digest) == (scenario, scenario.digest)
        assert type(NeighbourhoodModel(scenario).assets[0]) is ASSETS[kind]


@pytest.mark.parametrize(
    ("asset", "said"),
    [
        ({"kind": "hosing"}, ["assets.a0.kind: hosing is not one of the choices; expected one of building, housing, "
                              "energy, fibre, land; did you mean housing?"]),
        ({"kind": "housing"}, ["assets.a0.dwellings: this key must be given; expected 1 to 10,000 dwellings "
                               "(kind housing)"]),
        ({"kind": "housing", "dwellings": 3, "floor_area": 3},
         ["assets.a0.floor_area: unknown key for kind housing"]),
        ({"floor_area": 3, "homes_passed": 9}, ["assets.a0.homes_passed: unknown key for kind building"]),
        ({"kind": "energy", "outpt": 3, "output": 4},
         ["assets.a0.outpt: unknown key for kind energy; did you mean output?"]),
        ({"kind": "land", "area": {"uniform": [1]}},
         ["assets.a0.area.uniform: too few numbers; expected uniform: [low, high]"]),
        ({"kind": "fibre", "homes_passed": 0.5},
         ["assets.a0.homes_passed: 0.5 homes lies outside the range; expected 1 to 1,000,000 homes"]),
        ({"kind": "land", "area": 5, "municipality": {"rentt": 3}},
         ["assets.a0.municipality.rentt: unknown key; did you mean rent?"]),
        ({"kind": "housing", "housing": 3, "dwellings": 3}, ["assets.a0.housing: unknown key for kind housing"]),
        (3, ["assets.a0: 3 is no section; expected keys with values"]),
    ],
)  # fmt: skip
def test_a_mistake_names_its_kind(asset, said):
    assert told(asset) == said


def test_an_extending_document_replaces_a_number_of_any_kind_whole(tmp_path):
    (tmp_path / "base.yaml").write_text(
        "name: base\ntitle: B\narea: {name: x, inhabitants: 9}\n"
        "assets:\n  flat: {kind: housing, dwellings: 4, rent: {triangular: [500, 600, 700]}}\n"
    )
    (tmp_path / "more.yaml").write_text(
        "name: more\ntitle: M\nextends: base.yaml\nassets:\n  flat: {rent: {uniform: [400, 500]}}\n"
    )
    flat = load(tmp_path / "more.yaml").assets["flat"]
    assert isinstance(flat, Housing)
    assert flat.rent.distribution == ("uniform", (400, 500))
    assert flat.rent.value is None


def test_editors_are_offered_every_kind():
    jsonschema = pytest.importorskip("jsonschema")
    schema = json_schema()
    validator = jsonschema.Draft202012Validator(schema)
    for kind, required in REQUIRED.items():
        assert not list(validator.iter_errors(document({"kind": kind, required: 10})))
        assert schema["$defs"][KINDS[kind].__name__]["properties"]["kind"]["anyOf"][0]["const"] == kind
    assert not list(validator.iter_errors(document({"floor_area": 10})))
    assert list(validator.iter_errors(document({"kind": "hosing"})))
    assert list(validator.iter_errors(document({"kind": "land", "floor_area": 3})))


@pytest.mark.parametrize("section", [*KINDS.values(), MunicipalSide, CreditMarket, Loan])
def test_every_number_says_what_it_is_and_where_it_comes_from(section):
    for name, meta in section.numbers():
        assert meta.nl, name
        assert meta.help_nl.endswith("."), name
        assert meta.help_en.endswith("."), name
        assert meta.source or meta.assumption or name == "start_month", name


# ---------------------------------------------------------------------- every number matters

SIDE = {"rent": 9_000, "sale_value": 90_000, "upkeep": 5_000, "backlog": 20_000, "market_rent": 12_000,
        "lease_rent": 8_000, "integral_cost": 9_000, "lease_upkeep": 60, "lease_backlog": 60,
        "other_aid": 9_000}  # fmt: skip
COMMON = {
    "way_in": "lease", "start_month": 2, "price": 40_000, "market_value": 200_000, "value_growth": 1,
    "valuation_cost": 2_000, "transfer_tax": 5, "renovation": 60_000, "renovation_local": 30, "works_months": 2,
    "works_overrun": 10, "lease": 3_000, "running_cost": 10, "running_cost_local": 20, "volunteer_hours": 500,
    "maintenance_reserve": 5, "initial_condition": 70, "decay": 20, "condition_wanted": 70, "sell_month": 30,
    "selling_cost": 3, "reverter": 30, "not_written_off": 20, "maintenance": [{"year": 2, "cost": 30_000_000}],
    "municipality": SIDE,
}  # fmt: skip
OWN = {
    "building": {"floor_area": 300, "occupancy_speed": 12},
    "housing": {"dwellings": 30, "turnover": 30, "vacant_months": 3, "initial_let": 80},
    "energy": {"output": 200_000, "connection": 5_000, "connection_wait": 1, "subsidy_tariff": 0.08, "breakdowns": 30,
               "subsidy_years": 1, "customers_local": 30, "price_swing": 30},
    "fibre": {"homes_passed": 400, "take_up_needed": 30, "initial_take_up": 10, "potential": 80, "own_accord": 0.5,
              "imitation": 1, "preparation": 20_000, "joining_fee": 200, "churn": 10},
    "land": {"area": 2_000, "upkeep_fee": 9_000, "rent": 1},
}  # fmt: skip
CHANGED = {
    "maintenance_buffer": 36,
    "works_months": 5, "sell_month": 20, "take_up_needed": 60, "deadline": 1, "book_value": 70_000, "subsidy_years": 3,
    "start_month": 5, "subsidy_tariff": 0.12, "horizon": 12,
}  # fmt: skip
ELSEWHERE = {
    "book_value": {"price_at": "book_value", "book_value": 50_000},
    "deadline": {"take_up_needed": 79},
    "breakdown_months": {"breakdowns": 95},
    "hired_hour": {"volunteer_hours": 50_000},
    "maintenance_buffer": {"maintenance": [{"year": 1, "cost": 1_000_000}, {"year": 2, "cost": 7_000_000}]},
    "selling_cost": {"maintenance": []},
    "reverter": {"maintenance": [], "market_value": 9_000_000},
}  # fmt: skip
"""What else must be so for a number to matter."""

ANALYSIS = ("market_rent", "integral_cost", "lease_rent", "lease_upkeep", "lease_backlog", "other_aid",
            "reference_rate", "discount_rate", "horizon")  # fmt: skip
SOFT = {"soft": {"amount": 30_000, "rate": 1, "lender": "municipality"}}


def scenario(kind, changes):
    side = {**SIDE, **changes.pop("municipality", {})}
    asset = {"kind": kind} | COMMON | OWN[kind] | changes | {"municipality": side}
    people = {"initial_members": 20, "initial_active": 5}
    parts = {"time": {"years": 3}, "money": QUIET_MONEY | {"inflation": 2, "loans": SOFT}, "ownership": people}
    return load(document(asset, **parts))


FUTURES = 3


def outcome(written):
    return futures(written, FUTURES).columns


@functools.cache
def base(kind):
    return outcome(scenario(kind, {}))


def changed(kind, name, meta):
    written = scenario(kind, {})
    now = written.parameter(f"assets.a0.{name}")[0].value
    usual = now + 1 if meta.integer else now * 1.4 if now else 0.2 * (meta.high - meta.low)
    value = CHANGED.get(name.rpartition(".")[2], usual)
    return min(max(value, meta.low), meta.high) if value != now else meta.high


@pytest.mark.parametrize("kind", KINDS)
def test_every_number_of_a_kind_matters(kind):
    numbers = dict(KINDS[kind].numbers())
    still = []
    for elsewhere in (None, *(name for name in numbers if name in ELSEWHERE)):
        names = [elsewhere] if elsewhere else [name for name in numbers if name not in ELSEWHERE]
        changes = [{f"assets.a0.{name}": changed(kind, name, numbers[name])} for name in names]
        there = scenario(kind, dict(ELSEWHERE.get(elsewhere, {})))
        as_it_is, *others = side_by_side(there, [{}, *changes], FUTURES)
        still += [name for name, columns in zip(names, others, strict=True) if not differing_columns(columns, as_it_is)]
    assert still == []


@pytest.mark.parametrize(("name", "meta"), list(MunicipalSide.numbers()), ids=lambda x: x if isinstance(x, str) else "")
def test_every_number_of_the_municipalitys_side_matters(name, meta):
    value = changed("building", f"municipality.{name}", meta)
    before, after = (scenario("building", {"municipality": m}) for m in ({}, {name: value}))
    one, other = transfer_options(before, "a0"), transfer_options(after, "a0")
    assert [s.text() for s in one.sentences] != [s.text() for s in other.sentences] or not one.table.equals(other.table)
    assert bool(differing_columns(base("building"), outcome(after))) == (name not in ANALYSIS)


LENDING = {
    "amount": 300_000, "rate_kind": "floating", "covenant_dscr": 9, "covenant_ltv": 150, "step_up_after": 1,
    "step_up": 1, "call_after": 2, "call_notice": 2,
}  # fmt: skip


def lending(loan=None, market=None):
    money = QUIET_MONEY | {"loans": {"b": LENDING | (loan or {})}, "credit_market": market or {}}
    return outcome(load(document({"floor_area": 10, "price": 9_000}, money=money, time={"years": 4})))


@pytest.mark.parametrize(
    ("before", "loan", "market"),
    [
        ({"covenant_ltv": 0}, {"covenant_dscr": 0}, {}),
        ({"covenant_dscr": 0}, {"covenant_ltv": 0}, {}),
        ({}, {"step_up_after": 2}, {}),
        ({}, {"step_up": 2}, {}),
        ({}, {"call_after": 0}, {}),
        ({}, {"call_notice": 5}, {}),
        ({}, {"rate_kind": "fixed"}, {}),
        ({}, {}, {"level": 4}),
        ({}, {}, {"mean": 4}),
        ({}, {}, {"memory": 10}),
        ({}, {}, {"swing": 2}),
    ],
    ids=str,
)
def test_every_number_of_lending_matters(before, loan, market):
    assert differing_columns(lending(before), lending(before | loan, market))
