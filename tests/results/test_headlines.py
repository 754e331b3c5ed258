from __future__ import annotations

import math
from dataclasses import FrozenInstanceError
from pathlib import Path

import numpy as np
import pytest

from wijkbv_sim.experiment.store import Store
from wijkbv_sim.language import Language
from wijkbv_sim.results.headlines import Headline, assumptions, headlines
from wijkbv_sim.results.results import Results
from wijkbv_sim.scenario.schema import Scenario

from .conftest import Make


def told(results: Results, language: Language = "nl") -> dict[str, Headline]:
    return {h.name: h for h in headlines(results, language)}


def sentences(results: Results, language: Language = "nl") -> dict[str, str]:
    return {name: h.sentence.replace("\xa0", " ") for name, h in told(results, language).items()}


def hundred(make: Make) -> Results:
    """100 futures of ten years: 78 pay their way, 7 exist with a loss, 15 fail in their last month."""
    alive = np.ones((100, 120))
    alive[85:, -1] = 0
    result = np.ones(100)
    result[78:85] = -1
    members = np.where(np.arange(100) < 85, np.arange(100) + 100, 0)
    return make(
        100, years=10, alive=alive, operating_result=result, members=members, active_members=members / 10,
        member_share=members / 1000, cash=np.arange(100) * 100 - 1000, spending=[10] * 100, spending_local=[4] * 100,
        own_income_share=[0.8] * 100, trust=np.arange(100) / 100,
    )  # fmt: skip


def test_the_questions(make: Make) -> None:
    assert [h.question for h in headlines(hundred(make))] == [
        "Komt het rond?",
        "Hoe laag komt de rekening?",
        "Blijft geld in de wijk?",
        "Wie doet er mee?",
        "Kan het zonder subsidie?",
        "Vertrouwt de gemeente het?",
        "Hoe zeker is dit?",
    ]


def test_a_hundred_futures_in_dutch(make: Make) -> None:
    assert list(sentences(hundred(make)).values())[:-1] == [
        "In 78 van de 100 berekende toekomsten bestaat het buurtbedrijf na 10 jaar nog en komt het over de laatste "
        "3 jaar rond (waarschijnlijk). Het bestaat nog in 85 van de 100.",
        "De laagste stand van de rekening is € 3.950 (meestal tussen € -505 en € 8.400), rond 2026 (meestal 2026).",
        "Van elke euro die het buurtbedrijf uitgeeft, blijft 40 cent in de wijk (meestal 40 cent).",
        "In 2035 heeft het buurtbedrijf waarschijnlijk 0 tot 179 leden (midden 134): 0,0% tot 17,9% van de "
        "volwassenen. Daarvan werken er 0 tot 18 actief mee. Toekomsten waarin het buurtbedrijf niet meer bestaat, "
        "tellen mee als 0 leden.",
        "Aan het eind hangt 80% van de inkomsten niet af van subsidies of giften (meestal 80%). Dit gaat over 85 van "
        "de 100 toekomsten; in de andere zijn er dan geen inkomsten.",
        "Het vertrouwen van de gemeente is aan het eind 50 op een schaal van 0 tot 100 (meestal 5 tot 94).",
    ]


def test_a_hundred_futures_in_english(make: Make) -> None:
    told = sentences(hundred(make), "en")
    assert told["pays_its_way"] == (
        "In 78 of the 100 calculated futures the neighbourhood company still exists after 10 years and makes ends "
        "meet over the last 3 years (likely). It still exists in 85 of the 100."
    )
    assert "€3,950 (usually between -€505 and €8,400), around 2026" in told["lowest_cash"]


def test_a_chance_carries_its_share_and_word(make: Make) -> None:
    headline = told(hundred(make))["pays_its_way"]
    assert (headline.share, headline.word, headline.median) == (0.78, "waarschijnlijk", 0.78)
    assert headline.unit == "share of futures"
    assert math.isnan(headline.p5)
    with pytest.raises(FrozenInstanceError):
        headline.share = 1.0  # type: ignore[misc]


def test_other_headlines_carry_numbers_and_no_word(make: Make) -> None:
    members = told(hundred(make))["members_end"]
    assert (members.median, members.p5, members.unit) == (134.5, 0, "residents")
    assert members.share is None
    assert members.word is None


def test_fewer_than_a_hundred_futures_are_counted_as_they_are(make: Make) -> None:
    results = make(8, operating_result=[-1] * 5 + [1] * 3)
    text = sentences(results)["pays_its_way"]
    assert text.startswith("In 3 van de 8 berekende toekomsten")
    assert text.endswith("na 1 jaar nog en komt het over het laatste jaar rond (kan beide kanten op). "
                         "Het bestaat nog in 8 van de 8.")  # fmt: skip


def test_the_word_agrees_with_the_number_beside_it(make: Make) -> None:
    # 947 of 1000 is shown as 95 of 100, which is "virtually certain".
    results = make(1000, operating_result=[1] * 947 + [-1] * 53)
    headline = told(results)["pays_its_way"]
    assert "95 van de 100" in headline.sentence
    assert headline.word == "vrijwel zeker"
    assert headline.share == 0.947


def test_one_future_has_no_chance_and_no_range(make: Make) -> None:
    results = make(1, members=180, active_members=30, member_share=0.2, cash=[[50] * 6 + [7] + [50] * 5], trust=0.5,
                   own_income_share=0.75, spending=10, spending_local=3)  # fmt: skip
    text = sentences(results)
    assert text["pays_its_way"] == (
        "In de ene berekende toekomst bestaat het buurtbedrijf na 1 jaar nog en komt het over het laatste jaar rond."
    )
    assert text["lowest_cash"] == "De laagste stand van de rekening is € 7, in juli 2026."
    assert text["local_retention"] == "Van elke euro die het buurtbedrijf uitgeeft, blijft 30 cent in de wijk."
    assert text["members_end"] == (
        "In 2026 heeft het buurtbedrijf 180 leden: 20,0% van de volwassenen. Daarvan werken er 30 actief mee."
    )
    assert text["own_income_share_end"] == "Aan het eind hangt 75% van de inkomsten niet af van subsidies of giften."
    assert "één berekende toekomst" in text["certainty"]
    assert not any("eestal" in sentence for sentence in text.values())
    assert told(results)["pays_its_way"].word is None


def test_one_future_that_fails(make: Make) -> None:
    results = make(1, start="2026-03", alive=[[1] * 4 + [0] * 8])
    assert (
        sentences(results)["pays_its_way"]
        == "In de ene berekende toekomst gaat het buurtbedrijf failliet in juli 2026."
    )
    assert sentences(results)["own_income_share_end"] == "Aan het eind zijn er geen inkomsten meer."


def test_one_future_that_loses_money(make: Make) -> None:
    assert "komt het over het laatste jaar niet rond" in sentences(make(1, operating_result=-1))["pays_its_way"]


def test_nearly_all_own_income_is_not_all(make: Make) -> None:
    assert "hangt 99,7% van" in sentences(make(1, own_income_share=0.997))["own_income_share_end"]


def test_the_low_point_is_in_its_calendar_year(make: Make) -> None:
    cash = np.ones((3, 48))
    cash[0, 11], cash[1, 12], cash[2, 47] = -1, -2, -3
    assert "rond 2027 (meestal 2026 tot 2029)" in sentences(make(3, years=4, cash=cash))["lowest_cash"]


def test_assumptions_are_counted_by_origin(make: Make) -> None:
    base = Scenario.model_validate({"name": "a", "title": "A", "area": {"name": "M", "inhabitants": 1000}})
    before = assumptions(base)
    assert before.total == len(list(base.quantities()))
    changed = base.with_(
        {
            "money.opening_cash": {"value": 5, "source": "https://example.org"},
            "money.overhead": {"value": 5, "assumption": True, "source": "https://example.org"},
            "money.inflation": 2,
        }
    )
    after = assumptions(changed)
    origin = {path: q for path, q, _ in base.quantities()}
    moved = [origin[path].assumption for path in ("money.opening_cash", "money.overhead", "money.inflation")]
    assert after.total == before.total
    assert after.assumed == before.assumed - sum(moved) + 1
    assert after.own == sum(not q.assumption and not q.source for _, q, _ in changed.quantities())
    text = sentences(make(2))["certainty"]
    assert "Dit is een verkenning, geen voorspelling." in text
    assert f"Van de {before.total} getallen" in text
    assert f"zijn er {before.assumed} een aanname" in text


def test_interrupted_results_say_so(make: Make) -> None:
    assert "onderbroken: 40 van de 100 toekomsten zijn klaar" in sentences(make(40, wanted=100))["certainty"]
    assert "onderbroken" not in sentences(make(40))["certainty"]


def test_an_interrupted_run_on_disk_says_so_too(make: Make, tmp_path: Path) -> None:
    results = make(4, wanted=10)
    store = Store.create(tmp_path, results.scenario, results.seed, 10)
    store.add(results._chunks[0])
    store.write_manifest(complete=False)
    opened = Results.open(tmp_path)
    assert not opened.complete
    assert "4 van de 10 toekomsten" in sentences(opened)["certainty"]


def test_results_without_a_single_future_have_no_headlines(make: Make) -> None:
    nothing = Results(make().scenario, 1, wanted=10, chunks=[])
    with pytest.raises(ValueError, match="nothing was calculated"):
        headlines(nothing)
