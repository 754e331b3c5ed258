"""For every number of the schema: which outcome it moves, and in which direction, or why it has none.

``up("cash")`` says: more of this number never lowers cash, in any future or month, with the same luck and all else
equal. A name that begins with ``sum:`` is the outcome's total so far. ``world`` changes the section's own world (WORLDS)
so that nothing else is in the way, ``at`` gives the values that are tried, as written in a document.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.worlds import NO_FEEDBACKS, building, contract, service


@dataclass(frozen=True)
class Direction:
    """More of the parameter never lowers (``sign`` 1) or raises (-1) ``outcome``."""

    sign: int
    outcome: str
    at: tuple[float, ...] = ()
    world: dict[str, Any] = field(default_factory=dict)


def up(outcome: str, *given: float | dict[str, Any]) -> Direction:
    """Never lower; ``given`` are the values that are tried, and changes of the world."""
    return _direction(1, outcome, given)


def down(outcome: str, *given: float | dict[str, Any]) -> Direction:
    """Never higher."""
    return _direction(-1, outcome, given)


def _direction(sign: int, outcome: str, given: tuple[float | dict[str, Any], ...]) -> Direction:
    world: dict[str, Any] = {}
    for change in given:
        world |= change if isinstance(change, dict) else {}
    return Direction(sign, outcome, tuple(v for v in given if not isinstance(v, dict)), world)


PEOPLE = {
    "area.inhabitants": 500, "area.moving_out": 5, "ownership.potential": 40, "ownership.outreach": 10,
    "ownership.influence": 30, "ownership.network": {"contacts": 8, "shortcuts": 10, "homophily": 50},
    "ownership.initial_members": 40, "ownership.initial_active": 15, "ownership.activation": 20,
    "ownership.leaving": 10, "ownership.stopping": 10, "ownership.fee": 20, "ownership.outreach_effect": 1,
    "services.s": service(demand=6_000, volunteer_share=50),
}  # fmt: skip
NOBODY_JOINS = {"ownership.outreach": 0, "ownership.influence": 0}
BURNT = {**PEOPLE, "ownership.burnout": 100, "feedbacks": {**NO_FEEDBACKS, "load_to_burnout": True},
         "services.s": service(demand=60_000, volunteer_share=90), "ownership.influence": 0}  # fmt: skip
SERVICES = {
    "services.s": service(demand=12_000, volunteer_share=20, purchases=2, overhead=1_200, user_fee=3, per_youth=1,
                          per_adult=1, per_senior=1, take_up=50),
    "money.staff_local": 50, "money.wage_taxes": 30, "feedbacks": {**NO_FEEDBACKS, "staffing_to_quality": True},
    "ownership.initial_members": 10, "ownership.initial_active": 10, "ownership.potential": 50,
}  # fmt: skip
RISING = service(demand=0, per_adult=20, take_up=20, take_up_growth=20, take_up_ceiling=60)
TRIED = contract(running_at_start=False, win_chance=40, renewal_chance=100, retry=2)
LOAN = {"money.loans.l": {"amount": 60_000, "rate": 5, "term": 4, "start_month": 3, "covenant_dscr": 0}}
BREACH = {"time.years": 4, "money.loans.l": {"amount": 60_000, "rate": 5, "term": 10, "covenant_dscr": 1.2, "covenant_ltv": 80,
                            "step_up_after": 1, "step_up": 2, "call_after": 1, "call_notice": 3},
          "money.trade.t": {"turnover": 9_000, "purchases": 0, "swing": 0},
          "assets.h": building(way_in="purchase", price=50_000, market_value=50_000)}  # fmt: skip
HOUSE = building(
    way_in="purchase",     price=50_000, market_value=60_000, transfer_tax=5, renovation=20_000, lease=1_200, rent=90, hire_hours=100,
    hire_rate=20, running_cost=30, maintenance_reserve=10, initial_occupancy=50, occupancy=60, occupancy_speed=12,
    lettable=70, volunteer_hours=100, maintenance=[{"year": 1, "cost": 3_000}], municipality={"upkeep": 1_000},
)  # fmt: skip
UNPAID = {"money.credit_limit": 0, "assets.h": HOUSE | {"maintenance": [{"year": 1, "cost": 1e8}]},
          "feedbacks": {**NO_FEEDBACKS, "condition_to_occupancy": True}}  # fmt: skip
SOLD = {"assets.h": HOUSE | {"sell_month": 7, "selling_cost": 3, "reverter": 20, "market_value": 400_000}}
OWNED = {"way_in": "purchase", "start_month": 1, "volunteer_hours": 0}
LET = {
    "kind": "housing",
    "dwellings": 40,
    "turnover": 30,
    "vacant_months": 3,
    "price": 100_000,
    "initial_let": 80,
    **OWNED,
}
SUN = {"kind": "energy", "output": 100_000, "renovation": 90_000, "breakdowns": 50, "price_swing": 0, "weather": 0,
       "subsidy_tariff": 0.1, "subsidy_years": 1, "connection": 3_000, "customers_local": 50, **OWNED}  # fmt: skip
CABLE = {"kind": "fibre", "homes_passed": 400, "take_up_needed": 20, "renovation": 30_000, "joining_fee": 50,
         "member_pull": 1, **OWNED}  # fmt: skip
FIELD = {"kind": "land", "area": 2_000, "price": 1_000, "upkeep_fee": 6_000, "rent": 1, "running_cost": 1,
         "maintenance_reserve": 1, **OWNED, "volunteer_hours": 300}  # fmt: skip
COOP = {"ownership.legal_form": "cooperative", "money.opening_cash": 80_000, "money.opening_shares": 40_000}
RICHER = {
    "money.donations": 60_000, "ownership.legal_form": "cooperative", "money.opening_shares": 10_000,
    "money.opening_cash": 20_000, "area.inhabitants": 200, "ownership.initial_members": 30, "ownership.fee": 100,
    "ownership.potential": 40, "ownership.surplus": {"reserve": 40, "fund": 30, "price_cut": 30, "new_service": 0},
    "ownership.meeting": {"turnout": 50, "month": 5, "opinion_spread": 0},
}  # fmt: skip
LED = {"services.s": service(demand=1_000), "area.inhabitants": 300, "ownership.initial_members": 30,
       "ownership.initial_active": 30, "ownership.potential": 30, "ownership.activation": 50, "ownership.stopping": 20,
       "ownership.leaders": {"exit_chance": 80, "preparation": 10, "succession": 50, "pool": 1},
       "feedbacks": {**NO_FEEDBACKS, "leaders_to_quality": True}}  # fmt: skip
END = {"money.opening_cash": 3_000, "money.credit_limit": 0, "money.patience": 1, "money.overhead": 12_000,
       "money.contracts.c": contract(value=1_200, payment_term=120), "ownership.wind_up": {"asset_lock": False},
       "money.coordinator_fte": 0.1, "money.coordinator_cost": 36_000,
       "assets.h": building(way_in="purchase", price=0, market_value=5_000),
       "money.loans.l": {"amount": 9_000, "rate": 0, "term": 10, "repayment": "bullet"}}  # fmt: skip
OFFER = {"ownership.legal_form": "cooperative", "area.inhabitants": 300,
         "ownership.offers.o": {"target": 60_000, "minimum": 10_000, "investors": 60, "cost": 500}}  # fmt: skip
WATCHED = {"services.s": service(demand=12_000), "feedbacks": {**NO_FEEDBACKS, "quality_to_trust": True}}
ASKED = {"money.contracts.c": TRIED | {"value": 60_000, "term": 2, "price_gap": 5, "retry": 1},
         "municipality.direct_limit": 50_000}  # fmt: skip

WORLDS: dict[str, dict[str, Any]] = {
    "area": PEOPLE,
    "services": SERVICES,
    "synergies": {"services.s": service(demand=12_000, purchases=2), "services.u": service(demand=6_000),
                  "synergies": [{"services": ["s", "u"], "saving": 10, "quality": 5}]},
    "money": {"services.s": service(demand=12_000, purchases=2), "money.overhead": 5_000, "money.coordinator_fte": 1,
              "money.opening_cash": 20_000},
    "money.crowdfunding": {"money.crowdfunding.a": {"month": 3, "target": 5_000, "backers": 150, "gift": 50,
                                                    "match": 50}},
    "money.contracts": {"money.contracts.c": contract()},
    "money.grants": {"money.grants.g": {"amount": 12_000, "chance": 50, "duration": 6, "rounds": 4, "effort": 40}},
    "money.loans": LOAN,
    "money.trade": {"money.trade.t": {"turnover": 12_000}},
    "money.credit_market": {"money.loans.l": {"amount": 60_000, "rate": 5, "rate_kind": "floating", "term": 10}},
    "assets": {"assets.h": HOUSE},
    "building": {"assets.h": HOUSE}, "housing": {"assets.h": LET}, "energy": {"assets.h": SUN},
    "fibre": {"assets.h": CABLE}, "land": {"assets.h": FIELD},
    "ownership": PEOPLE,
    "ownership.surplus": RICHER, "ownership.meeting": RICHER, "ownership.leaders": LED, "ownership.shares": COOP,
    "ownership.offers": OFFER, "ownership.wind_up": END,
    "municipality": {**ASKED, "area.inhabitants": 300},
    "local_economy": {"services.s": service(demand=12_000, purchases=4), "money.donations": 60_000,
                      "money.staff_local": 60},
    "social_value": PEOPLE,
}  # fmt: skip
"""The quiet world of tests/worlds.py with what a section needs; the longest name that fits counts."""

DIRECTIONS: dict[str, Direction] = {
    # area
    "area.moving_out": down("members", 0, 5, 30, NOBODY_JOINS),
    "area.mortality_at_70": down("members", 0.5, 3, 10, NOBODY_JOINS, {"area.moving_out": 0, "area.inhabitants": 1_500, "ownership.initial_members": 500}),
    # services
    "services.<name>.demand": up("hours_delivered"),
    "services.<name>.demand_growth": up("hours_delivered", -20, 0, 20, {"money.hiring": 1, "money.notice": 1}),
    "services.<name>.hours_per_unit": down("cash"),
    "services.<name>.volunteer_share": down("staff_fte"),
    "services.<name>.purchases": down("cash"),
    "services.<name>.purchases_local": up("spending_local"),
    "services.<name>.overhead": down("cash"),
    "services.<name>.user_fee": up("cash"),
    "services.<name>.initial_quality": up("quality"),
    "services.<name>.best_quality": up("quality"),
    "services.<name>.learning": down("quality", 1, 6, 60, {"services.s": service(initial_quality=10)}),
    "services.<name>.overload_penalty": down("quality", {"services.s": service(demand=90_000, volunteer_share=60)}),
    "services.<name>.per_youth": up("hours_delivered"),
    "services.<name>.per_adult": up("hours_delivered"),
    "services.<name>.per_senior": up("hours_delivered"),
    "services.<name>.take_up": up("hours_delivered"),
    "synergies.<number>.saving": up("cash"),
    "synergies.<number>.quality": up("quality"),
    # money
    "money.opening_cash": up("cash"),
    "money.opening_shares": up("share_capital", COOP, {"ownership.share_withdrawal": 0}),
    "money.credit_limit": up("alive", 0, 4_000, 30_000, END),
    "money.credit_rate": down("cash", {"money.opening_cash": 0}),
    "money.patience": up("alive", 1, 3, 6, {**END, "money.overhead": 30_000}),
    "money.coordinator_fte": down("cash"),
    "money.coordinator_cost": down("cash"),
    "money.staff_cost": down("cash"),
    "money.productive_hours": up("cash"),
    "money.notice": up("staff_fte", 1, 4, 12, {"services.s": service(demand_growth=-50)}),
    "money.hiring": down("staff_fte", 1, 4, 12, {"services.s": service(demand_growth=50)}),
    "money.staff_local": up("spending_local", 0, 50, 100),
    "money.wage_taxes": down("spending_local"),
    "money.overhead": down("cash"),
    "money.overhead_local": up("spending_local"),
    "money.donations": up("cash"),
    "money.liquidity_target": up("cash", 0.5, 3, 12, {"feedbacks": {**NO_FEEDBACKS, "liquidity_to_cost": True}, "money.opening_cash": 150_000, "money.donations": 400_000}),
    "money.cutback": up("cash", {"feedbacks": {**NO_FEEDBACKS, "liquidity_to_cost": True}, "money.opening_cash": 0}),
    "money.profit_payout": down("cash", {"money.donations": 2_000_000}),
    "money.inflation": up("sum:flow.wages", 0, 2, 9),
    "money.crowding_out": up("cash", -0.5, 0, 0.5, {"money.donations": 9_000, "money.grants.g": {"amount": 9_000, "chance": 100}}),
    "money.subsidised": up("staff_fte"),
    "money.work_capacity": down("staff_fte", {"money.subsidised": 50}),
    "money.supervision": down("cash", {"money.subsidised": 50}),
    "money.vat_rate": down("cash", {"money.vat_exempt": 50}),
    "money.vat_exempt": down("cash"),
    "money.credit_market.level": down("sum:flow.interest", 0, 2.5, 6),
    "money.credit_market.mean": up("sum:flow.interest", 0, 2.5, 6),
    "money.crowdfunding.<name>.month": down("sum:income", 3, 4, 9),
    "money.crowdfunding.<name>.target": down("sum:income", 4_000, 7_500, 7_501),
    "money.crowdfunding.<name>.backers": up("cash"),
    "money.crowdfunding.<name>.gift": up("cash"),
    "money.crowdfunding.<name>.local": up("sum:received.households"),
    "money.crowdfunding.<name>.fee": down("cash"),
    "money.crowdfunding.<name>.match": up("cash"),
    "money.crowdfunding.<name>.match_limit": up("cash", 0, 1_000, 9_000),
    "money.contracts.<name>.value": up("cash"),
    "money.contracts.<name>.start_month": down("contracts_running", 1, 4, 9, {"money.contracts.c": TRIED | {"win_chance": 100}}),
    "money.contracts.<name>.term": up("contracts_running", 0.25, 0.75, 2),
    "money.contracts.<name>.win_chance": up("contracts_running", 5, 30, 90, {"money.contracts.c": TRIED}),
    "money.contracts.<name>.renewal_chance": up("contracts_running", 20, 60, 95, {"money.contracts.c": contract(term=0.25)}),
    "money.contracts.<name>.termination": down("contracts_running", 5, 40, 95),
    "money.contracts.<name>.retry": down("sum:contracts_running", 1, 3, 8, {"money.contracts.c": contract(term=0.25, win_chance=100, running_at_start=True)}),
    "money.contracts.<name>.trust_effect": up("contracts_running", 0, 3, 20, {"money.contracts.c": TRIED, "municipality.initial_trust": 90, "feedbacks": {**NO_FEEDBACKS, "trust_to_contracts": True}}),
    "money.contracts.<name>.quality_effect": up("contracts_running", 0, 3, 20, {"services.s": service(initial_quality=95, best_quality=95), "money.contracts.c": TRIED | {"service": "s"}, "feedbacks": {**NO_FEEDBACKS, "quality_to_contracts": True}}),
    "money.contracts.<name>.indexation": up("cash", 0, 50, 150, {"money.inflation": 5}),
    "money.contracts.<name>.payment_term": down("cash", 0, 40, 130),
    "money.contracts.<name>.late_payment": down("cash", 0, 30, 90),
    "money.contracts.<name>.penalty": down("cash", 0, 50, 200, {"services.s": service(demand=12_000, volunteer_share=50), "money.contracts.c": contract(service="s")}),
    "money.contracts.<name>.price_gap": down("contracts_running", -20, 10, 60, ASKED),
    "money.contracts.<name>.price_effect": down("contracts_running", 0, 4, 30, ASKED),
    "money.contracts.<name>.bid_cost": down("cash", 0, 500, 2_000, ASKED),
    "money.grants.<name>.amount": up("cash"),
    "money.grants.<name>.start_month": down("sum:income", 1, 4, 9, {"money.grants.g": {"amount": 12_000, "chance": 100, "duration": 24, "effort": 0}}),
    "money.grants.<name>.duration": up("sum:income", 3, 6, 20, {"money.grants.g": {"amount": 12_000, "chance": 100, "effort": 0}}),
    "money.grants.<name>.chance": up("sum:income", 5, 40, 90),
    "money.grants.<name>.rounds": up("sum:income", 1, 2, 4),
    "money.grants.<name>.taper": down("sum:income", 0, 20, 90, {"money.grants.g": {"amount": 12_000, "chance": 100, "duration": 24}}),
    "money.grants.<name>.effort": down("cash", 0, 40, 400),
    "money.grants.<name>.delay": down("contracts_running", 0, 3, 9, {"money.grants.g": {"kind": "startup", "amount": 1, "chance": 100}, "money.contracts.c": TRIED | {"win_chance": 100}}),
    "money.loans.<name>.amount": up("sum:flow.interest"),
    "money.loans.<name>.rate": down("cash", 0, 5, 20),
    "money.loans.<name>.term": up("debt", 1, 4, 20),
    "money.loans.<name>.start_month": down("sum:flow.interest", 1, 4, 9),
    "money.loans.<name>.grace": up("debt", 0, 6, 30),
    "money.loans.<name>.covenant_dscr": up("covenant_breach", 0, 1, 9, BREACH, {"money.loans.l.covenant_ltv": 0, "money.loans.l.call_after": 0}),
    "money.loans.<name>.covenant_ltv": down("covenant_breach", 50, 110, 150, BREACH, {"money.loans.l.covenant_dscr": 0, "money.loans.l.call_after": 0}),
    "money.loans.<name>.step_up_after": down("sum:flow.interest", 1, 2, 9, BREACH, {"money.loans.l.call_after": 0}),
    "money.loans.<name>.step_up": up("sum:flow.interest", 0, 1, 9, BREACH, {"money.loans.l.call_after": 0}),
    "money.loans.<name>.call_after": up("debt", 1, 2, 9, BREACH),
    "money.loans.<name>.call_notice": up("debt", 1, 3, 9, BREACH),
    "money.trade.<name>.turnover": up("cash", {"money.trade.t": {"turnover": 1, "purchases": 40}}),
    "money.trade.<name>.purchases": down("cash"),
    "money.trade.<name>.purchases_local": up("spending_local"),
    "money.trade.<name>.start_month": down("sum:income", 1, 4, 9),
    # assets of any kind
    "assets.<name>.start_month": down("asset_value", 1, 4, 9),
    "assets.<name>.price": down("cash"),
    "assets.<name>.book_value": down("cash", 0, 10_000, 20_000, {"assets.h": HOUSE | {"price_at": "book_value"}}),
    "assets.<name>.market_value": up("asset_value"),
    "assets.<name>.value_growth": up("asset_value", -9, 0, 9),
    "assets.<name>.valuation_cost": down("cash", 0, 500, 5_000),
    "assets.<name>.transfer_tax": down("cash"),
    "assets.<name>.renovation": down("cash"),
    "assets.<name>.renovation_local": up("spending_local"),
    "assets.<name>.works_months": down("sum:income_assets", 0, 3, 9),
    "assets.<name>.works_overrun": down("cash", -20, 0, 90),
    "assets.<name>.depreciation_years": down("sum:flow.depreciation", 2, 10, 50),
    "assets.<name>.not_written_off": down("sum:flow.depreciation", 0, 30, 100),
    "assets.<name>.lease": down("cash"),
    "assets.<name>.running_cost_local": up("spending_local"),
    "assets.<name>.volunteer_hours": up("volunteer_load", 0, 100, 900, {"ownership.potential": 40, "ownership.initial_members": 20, "ownership.initial_active": 20}),
    "assets.<name>.initial_condition": up("building_condition", 10, 60, 100),
    "assets.<name>.decay": down("building_condition", 0, 2, 40, UNPAID),
    "assets.<name>.condition_wanted": down("occupancy", 10, 85, 100, UNPAID),
    "assets.<name>.maintenance_buffer": down("building_condition", 0, 3, 36, {"money.credit_limit": 0, "money.opening_cash": 110_000, "assets.h.lease": 18_000, "assets.h.maintenance": [{"year": 2, "cost": 3_000}]}),
    "assets.<name>.sell_month": up("asset_value", 3, 6, 20, SOLD),
    "assets.<name>.selling_cost": down("cash", 0, 3, 30, SOLD),
    "assets.<name>.reverter": down("cash", 0, 20, 90, SOLD),
    "assets.<name>.municipality.rent": up("municipality_net_cost", 0, 900, 9_000, {"assets.h": HOUSE | {"way_in": "transfer"}}),
    "assets.<name>.municipality.sale_value": up("municipality_net_cost", 0, 900, 9_000, {"assets.h": HOUSE | {"way_in": "transfer"}}),
    "assets.<name>.municipality.backlog": down("municipality_net_cost", 0, 900, 9_000, {"assets.h": HOUSE | {"way_in": "transfer"}}),
    "assets.<name>.municipality.upkeep": down("municipality_net_cost", 0, 900, 9_000, {"assets.h": HOUSE | {"way_in": "transfer"}}),
    "assets.<name>.municipality.lease_upkeep": down("municipality_net_cost", 0, 30, 100, {"assets.h": HOUSE | {"way_in": "rent"}}),
    "assets.<name>.municipality.lease_backlog": down("municipality_net_cost", 0, 30, 100, {"assets.h": HOUSE | {"way_in": "rent", "municipality": {"backlog": 9_000}}}),
    "assets.<name>.maintenance.<number>.year": up("asset_value", 1, 2, 3, UNPAID),
    "assets.<name>.maintenance.<number>.cost": down("asset_value", 1e3, 2e6, 9e6, UNPAID, {"assets.h.market_value": 9e6}),
    # building
    "building assets.<name>.floor_area": up("income_assets"),
    "building assets.<name>.lettable": up("cash"),
    "building assets.<name>.rent": up("cash"),
    "building assets.<name>.initial_occupancy": up("cash", 10, 50, 100),
    "building assets.<name>.occupancy": up("cash", 10, 60, 100),
    "building assets.<name>.occupancy_speed": down("cash", 1, 12, 90),
    "building assets.<name>.tenants_local": up("received.local_business"),
    "building assets.<name>.hire_hours": up("cash"),
    "building assets.<name>.hire_rate": up("cash"),
    "building assets.<name>.running_cost": down("cash"),
    "building assets.<name>.maintenance_reserve": up("sum:flow.maintenance", 0, 5, 20, {"assets.h": HOUSE | {"maintenance": []}}),
    # housing
    "housing assets.<name>.dwellings": up("sum:income_assets", 40, 60, 90, {"assets.h": LET | {"turnover": 0, "initial_let": 100}}),
    "housing assets.<name>.rent": up("cash"),
    "housing assets.<name>.rent_indexation": up("cash", 0, 50, 150, {"money.inflation": 5}),
    "housing assets.<name>.initial_let": up("homes_let", 10, 50, 100, {"assets.h": LET | {"turnover": 0, "vacant_months": 120}}),
    "housing assets.<name>.vacant_months": down("homes_let", 0.1, 2, 60, {"assets.h": LET | {"turnover": 0}}),
    "housing assets.<name>.reletting_cost": down("cash"),
    "housing assets.<name>.allocation": up("homes_for_residents", 0, 50, 100, {"assets.h": LET | {"turnover": 0}}),
    "housing assets.<name>.running_cost": down("cash"),
    "housing assets.<name>.maintenance_reserve": up("sum:flow.maintenance"),
    # energy
    "energy assets.<name>.output": up("cash"),
    "energy assets.<name>.availability": up("energy_output", 50, 90, 100),
    "energy assets.<name>.breakdowns": down("energy_output", 0, 40, 99, {"assets.h": SUN | {"breakdown_months": 1}}),
    "energy assets.<name>.degradation": down("energy_output", 0, 1, 20),
    "energy assets.<name>.price_per_kwh": up("cash", 0.01, 0.09, 0.2),
    "energy assets.<name>.price_indexation": up("cash", 0, 50, 150, {"money.inflation": 9, "assets.h.subsidy_tariff": 0}),
    "energy assets.<name>.subsidy_tariff": up("cash", 0, 0.1, 0.3),
    "energy assets.<name>.subsidy_years": up("cash", 0, 1, 2),
    "energy assets.<name>.customers_local": up("received.households"),
    "energy assets.<name>.connection": down("cash"),
    "energy assets.<name>.connection_wait": down("sum:energy_output", 0, 3, 9),
    "energy assets.<name>.running_cost": down("cash"),
    "energy assets.<name>.maintenance_reserve": up("sum:flow.maintenance"),
    # fibre
    "fibre assets.<name>.homes_passed": up("sum:income_assets"),
    "fibre assets.<name>.cost_per_connection": down("cash"),
    "fibre assets.<name>.take_up_needed": down("sum:income_assets", 6, 20, 70),
    "fibre assets.<name>.deadline": up("fibre_take_up", 1, 5, 24, {"assets.h": CABLE | {"take_up_needed": 40}}),
    "fibre assets.<name>.initial_take_up": up("fibre_take_up", 0, 5, 15),
    "fibre assets.<name>.potential": up("fibre_take_up", 30, 60, 100, {"assets.h": CABLE | {"initial_take_up": 0, "imitation": 0}}),
    "fibre assets.<name>.own_accord": up("fibre_take_up"),
    "fibre assets.<name>.imitation": up("fibre_take_up"),
    "fibre assets.<name>.member_pull": up("fibre_take_up", 0, 1, 5, {"ownership.potential": 40, "ownership.initial_members": 30}),
    "fibre assets.<name>.preparation": down("cash"),
    "fibre assets.<name>.campaign": down("cash"),
    "fibre assets.<name>.joining_fee": up("cash"),
    "fibre assets.<name>.fee": up("cash"),
    "fibre assets.<name>.churn": down("fibre_take_up", 0, 5, 50),
    "fibre assets.<name>.operator_cost": down("cash"),
    "fibre assets.<name>.running_cost": down("cash"),
    "fibre assets.<name>.maintenance_reserve": up("sum:flow.maintenance"),
    # land
    "land assets.<name>.area": up("received.households"),
    "land assets.<name>.upkeep_fee": up("cash"),
    "land assets.<name>.rent": up("cash"),
    "land assets.<name>.hired_hour": down("cash"),
    "land assets.<name>.running_cost": down("cash"),
    "land assets.<name>.maintenance_reserve": up("sum:flow.maintenance", 0, 5, 20),
    # ownership
    "ownership.potential": up("members", 40, 60, 100, {"ownership.initial_members": 0, "ownership.initial_active": 0}),
    "ownership.outreach": up("members", 1, 10, 60),
    "ownership.outreach_budget": up("members", 0, 5_000, 50_000),
    "ownership.outreach_effect": up("members", 0, 2, 20, {"ownership.outreach_budget": 5_000}),
    "ownership.influence": up("members", 0, 30, 200),
    "ownership.leaving": down("members", 0, 10, 60),
    "ownership.fee": down("members", 0, 20, 400),
    "ownership.fee_sensitivity": down("members", 0, 2, 15),
    "ownership.fee_weight_low_income": down("members", 0, 2, 9, {"ownership.fee": 200}),
    "ownership.fee_weight_high_income": down("members", 0, 2, 9, {"ownership.fee": 200}),
    "ownership.quality_sensitivity": up("members", 0, 2, 15, {"services.s": service(initial_quality=95, best_quality=95), "feedbacks": {**NO_FEEDBACKS, "quality_to_members": True}}),
    "ownership.trust_sensitivity": up("members", 0, 2, 15, {"municipality.initial_trust": 95, "feedbacks": {**NO_FEEDBACKS, "trust_to_members": True}}),
    "ownership.initial_members": up("members", 15, 40, 90),
    "ownership.initial_active": up("active_members", 5, 15, 40, {"ownership.activation": 0}),
    "ownership.activation": up("active_members", 0, 20, 200),
    "ownership.stopping": down("active_members", 0, 10, 80),
    "ownership.idleness": down("active_members", 0, 2, 30, {"services.s": service(demand=200, volunteer_share=20), "feedbacks": {**NO_FEEDBACKS, "load_to_stopping": True}}),
    "ownership.burnout": down("active_members", 0, 40, 250, BURNT),
    "ownership.burnout_leaves": down("members", 0, 30, 100, BURNT),
    "ownership.hours_employed": up("volunteer_hours", 1, 3, 9, {"services.s": service(demand=90_000, volunteer_share=90)}),
    "ownership.hours_not_employed": up("volunteer_hours", 1, 3, 9, {"services.s": service(demand=90_000, volunteer_share=90)}),
    "ownership.volunteer_cost": down("cash"),
    "ownership.share_buyers": up("share_capital", 0, 90, {"ownership.legal_form": "cooperative"}),
    "ownership.share_median": up("share_capital", 50, 200, 900, {"ownership.legal_form": "cooperative", "ownership.share_buyers": 50, "ownership.share_mean": 1}),
    "ownership.share_interest": up("sum:flow.share_interest", 0, 2, 9, COOP, {"money.donations": 2_000_000, "ownership.share_withdrawal": 0}),
    "ownership.share_withdrawal": down("share_capital", 0, 5, 60, COOP),
    "ownership.meeting.month": down("sum:fund_spent", 3, 5, 9),
    "ownership.meeting.turnout": up("turnout", 10, 50, 90),
    "ownership.meeting.advice": up("sum:fund_spent", 0, 40, 100, {"ownership.legal_form": "bv", "ownership.share_buyers": 0}),
    "ownership.meeting.say_activation": up("active_members", 0, 100, 900, PEOPLE, {"feedbacks": {**NO_FEEDBACKS, "say_to_members": True}}),
    "ownership.meeting.say_retention": up("members", 0, 50, 100, PEOPLE, {"feedbacks": {**NO_FEEDBACKS, "say_to_members": True}, "ownership.leaving": 60, "ownership.influence": 0}),
    "ownership.surplus.reserve": down("sum:fund_spent", 0, 40, 100),
    "ownership.surplus.fund": up("sum:fund_spent", 0, 30, 100),
    "ownership.surplus.price_cut": up("sum:fee_discount", 0, 30, 100, {"ownership.fee": 5_000}),
    "ownership.surplus.new_service": up("services_started", 0, 50, 100, {"ownership.surplus.start_up_cost": 5_000}),
    "ownership.surplus.dividend": up("sum:dividend", 0, 30, 90),
    "ownership.surplus.fund_to_residents": up("sum:paid.households"),
    "ownership.surplus.start_up_cost": down("services_started", 2_000, 6_000, 90_000, {"ownership.surplus.new_service": 50}),
    "ownership.surplus.start_up_income": up("cash", 0, 3_000, 9_000, {"time.years": 4, "ownership.surplus.new_service": 50, "ownership.surplus.start_up_cost": 5_000}),
    "ownership.leaders.gap_quality": down("quality", 0, 15, 90),
    "ownership.leaders.gap_trust": down("trust", 0, 50, 100, {"feedbacks": {**NO_FEEDBACKS, "leaders_to_quality": True, "quality_to_trust": True}, "ownership.leaders.gap_quality": 0, "services.s": service(demand=1_000, initial_quality=100, best_quality=100)}),
    "ownership.leaders.gap_activation": down("active_members", 0, 50, 100, {"ownership.leaders.pool": 1}),
    "ownership.leaders.gap_failure": down("alive", 0, 20, 100),
    "ownership.shares.notice": up("share_capital", 0, 3, 24, {"ownership.share_withdrawal": 30}),
    "ownership.shares.withdrawal_cap": down("share_capital", 0, 3, 100, {"ownership.share_withdrawal": 30}),
    "ownership.shares.interest_cap": up("sum:flow.share_interest", 0, 2, 9, {"money.donations": 90_000, "ownership.share_interest": 8, "ownership.share_withdrawal": 0}),
    "ownership.offers.<name>.start_month": down("sum:shares_raised", 1, 4, 9),
    "ownership.offers.<name>.target": up("share_capital", 5_000, 40_000, 200_000, {"ownership.share_withdrawal": 0}),
    "ownership.offers.<name>.minimum": down("share_capital", 0, 60_000, 500_000, {"ownership.share_withdrawal": 0}),
    "ownership.offers.<name>.investors": up("share_capital", 5, 40, 90, {"ownership.share_withdrawal": 0}),
    "ownership.offers.<name>.amount_median": up("share_capital", 50, 200, 900, {"ownership.share_withdrawal": 0, "ownership.offers.o.amount_mean": 1}),
    "ownership.offers.<name>.cost": down("cash"),
    "ownership.wind_up.fewest_members": down("alive", 0, 20, 500, PEOPLE, {"money.credit_limit": 1e9}),
    "ownership.wind_up.forced_sale": down("loss_bank", 0, 50, 100),
    "ownership.wind_up.receivables": down("loss_bank", 0, 50, 100),
    "ownership.wind_up.staff_claim": up("loss_bank", 0, 1, 9),
    # municipality
    "municipality.initial_trust": up("trust", 10, 50, 90),
    "municipality.trust_speed": down("trust", 2, 12, 200, {**WATCHED, "services.s": service(demand=1_000, initial_quality=100, best_quality=100)}),
    "municipality.weight_quality": down("trust", 0, 50, 100, {**WATCHED, "services.s": service(demand=1_000, initial_quality=30, best_quality=30)}),
    "municipality.benchmark": down("trust", 10, 60, 100, WATCHED),
    "municipality.trust_gain": up("trust", 0, 1.5, 9, {**WATCHED, "services.s": service(demand=1_000, initial_quality=100, best_quality=100)}),
    "municipality.domain_budget": up("contracts_running", 10, 150, 900, {"municipality.direct_limit": 1e9}),
    "municipality.contestable": up("contracts_running", 0, 30, 100, {"municipality.domain_budget": 500, "municipality.direct_limit": 1e9}),
    "municipality.direct_limit": up("contracts_running", 0, 100_000, 500_000, {"money.contracts.c.price_gap": 60}),
    "municipality.tender_limit": up("contracts_running", 0, 100_000, 500_000, {"municipality.direct_limit": 0, "municipality.rivals_tender": 50}),
    "municipality.rivals_quotes": down("contracts_running", 1, 3, 60),
    "municipality.rivals_tender": down("contracts_running", 1, 3, 60, {"municipality.tender_limit": 0}),
    "municipality.right_to_challenge": up("contracts_running", 0, 30, 100, {"money.contracts.c": TRIED | {"route": "right_to_challenge", "win_chance": 100}, "municipality.right_adopted": 0}),
    "municipality.right_adopted": up("contracts_running", 0, 60, 100, {"money.contracts.c": TRIED | {"route": "right_to_challenge", "win_chance": 100, "retry": 1}, "municipality.right_to_challenge": 0}),
    "municipality.neighbourhood_budget": up("cash", 0, 2, 50),
    "municipality.budget_turnout": down("sum:income", 2, 20, 100, PEOPLE, {"municipality.neighbourhood_budget": 10}),
    "municipality.budget_to_company": up("cash", 0, 20, 100, {"municipality.neighbourhood_budget": 10}),
    # the local economy and social value
    "services.<name>.low_income_demand": up("sum:hours_delivered"),
    "services.<name>.high_income_demand": up("sum:hours_delivered"),
    "services.<name>.take_up_growth": up("sum:hours_delivered", {"services.s": RISING}),
    "services.<name>.take_up_ceiling": up("sum:hours_delivered", 20, 50, 90, {"services.s": RISING}),
    "services.<name>.outcome": up("meals_served", 0, 1, 3, {"services.s": service(demand=12_000, sector="meals")}),
    "services.<name>.take_up_quality": up("sum:hours_delivered", 0, 2, 6, {
        "services.s": RISING | {"initial_quality": 90, "best_quality": 90},
        "feedbacks": {**NO_FEEDBACKS, "quality_to_take_up": True}}),
    "services.<name>.units_per_person": down("people_reached", 1, 10, 100),
    "services.<name>.purchases_reduced": up("cash", {"money.vat_exempt": 100}),
    "services.<name>.social_price": up("social_value", 0, 5, 20),
    "money.assistant_cost": down("cash", {"services.s": service(demand=12_000, grade="assistant")}),
    "money.professional_cost": down("cash", {"services.s": service(demand=12_000, grade="professional")}),
    "money.vat_reduced_rate": down("cash", {"money.vat_exempt": 100,
                                            "services.s": service(demand=12_000, purchases=5, purchases_reduced=80)}),
    "money.volunteer_allowance": down("cash", {**PEOPLE, "ownership.outreach": 0, "ownership.influence": 0}),
    "money.crowding_out_volunteers": up("sum:volunteer_hours", -3, 0, 1, {
        **PEOPLE, "money.grants.g": {"amount": 12_000, "chance": 100, "duration": 24}}),
    "money.contracts.<name>.price": up("cash", 0, 5, 20, {"services.s": service(demand=3_000)} | {
        "money.contracts.c": contract(service="s")}),
    "money.grants.<name>.application": down("cash", 0, 20, 200),
    "money.grants.<name>.in_advance": up("cash", 0, 50, 100, {
        "money.grants.g": {"kind": "project", "amount": 12_000, "chance": 100, "duration": 6}}),
    "money.trade.<name>.purchases_reduced": up("cash", {"money.vat_exempt": 100}),
    "local_economy.outside_payroll": up("sum:outside_to_state", 0, 30, 60, {"money.contracts.c": contract()}),
    "local_economy.turnover_per_job": down("sum:respending_jobs", 40_000, 120_000, 400_000),
    "social_value.person_year": up("social_value", 0, 5, 20, SERVICES),
    "social_value.liveability_hour": up("liveability", 0, 0.1, 0.5, {
        "services.s": service(demand=6_000, sector="meeting_place")}),
    "social_value.liveability_members": up("liveability", 0, 5, 10),
    "social_value.liveability": up("liveability", 2, 5, 8),
    "local_economy.household_spending": up("local_multiplier"),
    "local_economy.business_wages": up("local_multiplier", 0, 20, 60, {"money.overhead_local": 100, "money.overhead": 9_000}),
    "local_economy.business_purchases": up("local_multiplier", 0, 10, 35, {"money.overhead_local": 100, "money.overhead": 9_000}),
    "local_economy.outside_wages": up("lm3_outside"),
    "local_economy.outside_purchases": up("lm3_outside"),
    "social_value.volunteer_hour": up("social_value", 0, 5, 20),
    "social_value.service_hour": up("social_value", 0, 5, 20),
    "social_value.job_year": up("social_value", 0, 5_000, 20_000),
    "social_value.member_year": up("social_value", 0, 5, 20),
}  # fmt: skip

OTHER_PEOPLE = "other people live there, with other luck: nothing is shared that could be compared"
SPREAD = "how far luck swings, not which way"
WHO = "who joins, not how many; its direction on average: tests/ownership/test_representation.py"
OTHER_NETWORK = "other contacts: nothing is shared that could be compared"
A_LEADER_SOONER = "a leader who is found sooner may stop sooner; the mean: tests/ownership/test_leaders.py"
TRANSFER_TABLE = "read by the table of transfer options and not by the run: tests/assets/test_municipality.py"

HIRED = "changes who has work, and with it who has time, joins and moves on: tests/verification/test_jobs.py"
NO_DIRECTION: dict[str, str] = {
    **{f"area.{name}": OTHER_PEOPLE for name in (
        "inhabitants", "age_0_14", "age_15_24", "age_25_44", "age_45_64", "age_65_plus", "owner_occupied", "income_low",
        "income_high", "higher_education", "lower_education", "employment_rate")},
    **{f"area.{name}": OTHER_PEOPLE for name in ("household_size", "one_person", "without_children")},
    "ownership.network.spread": OTHER_NETWORK,
    "local_economy.outside_profit": "what is profit is not bought, and both go to businesses and owners elsewhere",
    "local_economy.jobs.seeking": HIRED,
    "local_economy.jobs.filled": HIRED,
    "local_economy.jobs.hours": HIRED,
    "local_economy.jobs.income_rises": HIRED,
    "local_economy.jobs.pull": HIRED,
    "local_economy.jobs.net_wage": "up to social assistance it is saved by the municipality, above that it is the household's",
    "local_economy.jobs.benefit": "what the municipality saves is no gain of the household: one rises as the other falls",
    "municipality.weight_inclusion": "trust rises where those who take part are like those who live there, and falls elsewhere",
    "municipality.rivals_challenge": "more rivals lose a bid sooner, and what is not won now may be bid for again and won later",
    "commissioners.<name>.room": "room taken by one contract is not there for the next: which are won changes with it",
    "money.grants.<name>.notice": "a longer notice pays longer, but asks again later",
    "area.mortality_doubling": "shifts deaths between young and old: more of the one is less of the other",
    "money.credit_market.memory": "which way depends on whether the market stands above or below its mean",
    "money.credit_market.swing": SPREAD,
    "money.trade.<name>.swing": SPREAD,
    "building assets.<name>.occupancy_swing": SPREAD,
    "housing assets.<name>.turnover": "who leaves makes room for others who come by other draws",
    "energy assets.<name>.weather": SPREAD,
    "energy assets.<name>.price_swing": SPREAD,
    "energy assets.<name>.price_memory": "how long a high or low price lasts, not which of the two",
    "energy assets.<name>.breakdown_months": "an installation that stands still cannot break down: a long one hides the next",
    **{f"assets.<name>.municipality.{name}": TRANSFER_TABLE for name in (
        "market_rent", "integral_cost", "lease_rent", "other_aid", "reference_rate", "discount_rate",
        "horizon")},
    "ownership.local_influence": "moves influence from the whole neighbourhood to contacts: some gain, others lose",
    "ownership.outreach_targeted": WHO,
    "ownership.targeting_effect": WHO,
    **{f"ownership.openness_{who}": WHO for who in ("low_education", "high_education", "18_34", "65_plus")},
    "ownership.share_mean": "the median stays: a higher mean makes small amounts smaller and large ones larger",
    "ownership.offers.<name>.amount_mean": "the median stays: a higher mean makes small amounts smaller and large ones larger",
    **{f"ownership.network.{name}": OTHER_NETWORK for name in ("contacts", "shortcuts", "homophily")},
    "ownership.meeting.opinion_spread": SPREAD,
    **{f"ownership.leaders.{name}": A_LEADER_SOONER for name in ("exit_chance", "preparation", "succession", "pool")},
    "municipality.first_election": "another council decides at another time: room may rise or fall",
    "municipality.council_swing": SPREAD,
}  # fmt: skip
"""The numbers that have no direction, and why."""
