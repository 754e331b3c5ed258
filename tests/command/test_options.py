"""The municipality's options on a screen, as JSON and in the report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command.conftest import Run
from wijkbv_sim import load, simulate
from wijkbv_sim.analysis.transfer import transfer_options
from wijkbv_sim.export.report import report_content, write_report
from wijkbv_sim.results.outside import beside_outside

SCHOOL = """
name: school
title: {nl: De school, en: The school}
time: {years: 2}
area: {name: wijk, inhabitants: 300}
services: {meals: {sector: meals, demand: 1200, outcome: 1}}
money:
  contracts: {meals: {service: meals, value: 60000, running_at_start: true}}
assets:
  school:
    kind: building
    title: De oude <school>
    way_in: transfer
    floor_area: 300
    price: 1
    market_value: 280000
    municipality: {rent: 10000, upkeep: 34000, backlog: 120000, market_rent: 45000, lease_rent: 15000}
  hall: {kind: building, way_in: rent, floor_area: 50, landlord_is_municipality: false}
"""


@pytest.fixture
def school(tmp_path: Path) -> str:
    path = tmp_path / "school.yaml"
    path.write_text(SCHOOL, encoding="utf-8")
    return str(path)


def test_it_says_what_is_best_and_shows_every_option(run: Run, school: str) -> None:
    shown = run("options", school)
    assert shown.exit_code == 0
    for text in ("De oude <school>", "houden", "verkopen", "Wie wint en wie betaalt", "Staatssteun", "279.999"):
        assert text in shown.stdout
    assert "Letting it to the company is worth" in run("options", school, "--lang", "en").stdout


def test_as_json_it_is_the_analysis(run: Run, school: str) -> None:
    told = json.loads(run("options", school, "--json").stdout)
    [asset] = told["assets"]
    found = transfer_options(load(school), "school")
    assert asset["asset"] == "school"
    assert [row["npv"] for row in asset["options"]] == found.table["npv"].tolist()
    assert [row["company"] for row in asset["gains"]] == found.gains["company"].tolist()
    assert [row["keep"] for row in asset["flows"]] == found.flows["keep"].tolist()


def test_another_number_gives_another_answer(run: Run, school: str) -> None:
    changed = ("options", school, "--json", "--set", "assets.school.price=100000")
    [asset] = json.loads(run(*changed).stdout)["assets"]
    assert {row["option"]: row["aid_price"] for row in asset["options"]}["transfer"] == 180_000


@pytest.mark.parametrize(
    ("arguments", "said"), [(("--asset", "hall"), "(school)"), (("--asset", "nowhere"), "(school)")]
)
def test_only_what_is_the_municipalitys(run: Run, school: str, arguments: tuple[str, ...], said: str) -> None:
    shown = run("options", school, *arguments)
    assert shown.exit_code == 2
    assert said in shown.stderr


def test_a_scenario_without_any_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "none.yaml"
    path.write_text("name: none\ntitle: Niets\narea: {name: wijk, inhabitants: 100}\n", encoding="utf-8")
    shown = run("options", str(path))
    assert shown.exit_code == 2
    assert "none" in shown.stderr


def test_the_report_shows_options_net_cost_and_the_outside_contractor(school: str, tmp_path: Path) -> None:
    results = simulate(load(school), 4, 1)
    page = write_report(results, tmp_path / "r.html", "nl").read_text(encoding="utf-8")
    for text in ('id="options"', "De oude &lt;school&gt;", "kosten voor de gemeente", "maaltijden", 'id="outside"',
                 "Hetzelfde geld naar een aanbieder van buiten"):  # fmt: skip
        assert text in page
    assert [one.title for one in report_content(results, "nl")["options"]] == ["De oude <school>"]


def test_the_outside_contractor_beside_the_company_adds_up(school: str) -> None:
    results = simulate(load(school), 1, 1)
    found = beside_outside(results)
    parts = found.loc[[name for name in found.index if name.startswith("to_")]]
    assert parts["median"].sum() == pytest.approx(1)
    assert parts["outside_median"].sum() == pytest.approx(1)
    assert found.loc["lm3", "outside_median"] == pytest.approx(results.column("lm3_outside").mean())
