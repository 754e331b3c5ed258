import html
import itertools
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.command.conftest import FUTURES, written
from wijkbv_sim import compare, load, simulate
from wijkbv_sim.export.charts import FANS, fan, in_unit, income_by_kind, on_equal_axes, svg, vega_lite
from wijkbv_sim.export.report import write_comparison, write_report
from wijkbv_sim.export.words import in_words, parts
from wijkbv_sim.language import Language
from wijkbv_sim.results.headlines import headlines
from wijkbv_sim.results.results import Results
from wijkbv_sim.results.yearly import by_year
from wijkbv_sim.scenario.origin import origin_in_words
from wijkbv_sim.scenario.quantity import Quantity
from wijkbv_sim.scenario.units import units

VOID = {"meta", "br", "link", "img", "input", "hr"}


class Page(HTMLParser):
    """Reads a page: its elements with their attributes, its text, and whether every element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def page(results: Results, tmp_path_factory: pytest.TempPathFactory) -> tuple[Page, str]:
    text = write_report(results, tmp_path_factory.mktemp("report") / "report.html").read_text("utf-8")
    return Page(text), text


def test_report_holds_every_headline(page: tuple[Page, str], results: Results) -> None:
    for headline in headlines(results, "nl"):
        assert headline.question in page[0].text
        assert headline.sentence in page[0].text


def test_report_says_its_language(page: tuple[Page, str], results: Results, tmp_path: Path) -> None:
    assert page[0].all("html")[0]["lang"] == "nl"
    english = Page(write_report(results, tmp_path / "en.html", "en").read_text("utf-8"))
    assert english.all("html")[0]["lang"] == "en"
    assert "Does it pay its way?" in english.text


def test_report_loads_nothing_and_runs_nothing(page: tuple[Page, str]) -> None:
    parsed, text = page
    assert not {"script", "link", "iframe", "img", "object", "embed"} & {tag for tag, _ in parsed.elements}
    for _tag, attributes in parsed.elements:
        for name, value in attributes.items():
            assert not name.startswith("on")
            if name in ("src", "href", "xlink:href", "data"):
                assert (value or "").startswith("#")
    assert "url(http" not in text
    assert "@import" not in text


def test_every_chart_has_a_text_alternative_and_a_table(page: tuple[Page, str]) -> None:
    drawings = page[0].all("svg")
    assert len(drawings) == len(FANS) + 2  # income by kind and the field of dots
    for attributes in drawings:
        assert attributes["role"] == "img"
        assert len(attributes["aria-label"] or "") > 30
    figures = re.findall(r"<figure>.*?</figure>", page[1], flags=re.DOTALL)
    assert len(figures) == len(FANS) + 1
    assert all("<table>" in figure for figure in figures)


def test_identities_in_the_page_are_its_own(page: tuple[Page, str]) -> None:
    every = [attributes["id"] for _, attributes in page[0].elements if "id" in attributes]
    assert len(every) == len(set(every))
    targets = {(a["href"] or "")[1:] for a in page[0].all("a")}
    assert targets <= set(every)
    for used in re.findall(r"url\(#([^)]+)\)", page[1]):
        assert used in every


def test_headings_do_not_skip_a_level(page: tuple[Page, str]) -> None:
    levels = [int(tag[1]) for tag, _ in page[0].elements if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_every_number_of_the_scenario_is_there(page: tuple[Page, str], results: Results) -> None:
    for path, _quantity, _meta in results.scenario.quantities():
        assert f'<span class="path">{path}</span>' in page[1]
    assert "aanname" in page[0].text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_notes_and_sources_are_in_the_language_of_the_report(tmp_path: Path, language: Language) -> None:
    own = {"value": 5000, "source": "the treasurer", "note": "asked on a birthday"}
    scenario = load("malburgen").with_(area__inhabitants=300, time__years=1, money__opening_cash=own)
    text = Page(write_report(simulate(scenario, 2, 1), tmp_path / "r.html", language).read_text("utf-8")).text
    for path, quantity, _ in scenario.quantities():
        for said in filter(None, (quantity.note, quantity.source)):
            assert origin_in_words(said, language) in text, path
    assert "the treasurer" in text
    assert "asked on a birthday" in text
    dutch, english = "gewogen naar woningen", "weighted by dwellings"
    assert (dutch in text, english in text) == (language == "nl", language == "en")


def test_a_report_in_dutch_holds_no_english_note(tmp_path: Path) -> None:
    scenario = load("malburgen").with_(area__inhabitants=300, time__years=1)
    text = write_report(simulate(scenario, 2, 1), tmp_path / "r.html").read_text("utf-8")
    cells = {html.unescape(cell) for cell in re.split(r"<[^>]*>", text)}
    notes = {said for _, q, _ in scenario.quantities() for said in (q.note, q.source) if said}
    assert {note for note in notes & cells if origin_in_words(note, "nl") != note} == set()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_report_names_parts_in_its_own_language(language: Language, tmp_path: Path) -> None:
    scenario = load("angelslo").with_(area__inhabitants=300, time__years=1)
    page = Page(write_report(simulate(scenario, 2, 1), tmp_path / "r.html", language).read_text("utf-8")).text
    services = [service.title for service in scenario.services.values() if service.title is not None]
    school = scenario.assets["school"].title
    assert school is not None
    for title in (*services, school):
        assert title.in_language(language) in page
        assert title.in_language("en" if language == "nl" else "nl") not in page


def test_report_says_how_to_get_the_same(page: tuple[Page, str], results: Results) -> None:
    assert results.scenario.digest in page[0].text
    assert f"wijkbv run street --replicates {FUTURES} --seed 1" in page[0].text
    assert "Dit is een verkenning, geen voorspelling" in page[0].text


def test_a_report_is_the_same_again(page: tuple[Page, str], results: Results, tmp_path: Path) -> None:
    assert write_report(results, tmp_path / "again.html").read_text("utf-8") == page[1]


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>\" onload='x' {{ 7*7 }} ]]>"
    document = load(written(tmp_path / "evil.yaml", years=2)).model_dump(mode="json", exclude_unset=True)
    document["title"] = {"nl": evil}
    document["description"] = {"nl": evil}
    document["money"]["opening_cash"] = {"value": 5, "source": evil, "note": evil}
    document["services"]["groen"]["title"] = evil
    document["timeline"] = [{"name": "e", "month": 2, "title": {"nl": evil}, "multiply": {"ownership.fee": 2}}]
    scenario = load(document)
    runs = [simulate(scenario, 2, 1), simulate(scenario, 2, 1)]
    from wijkbv_sim.results.comparison import Comparison

    for path in (write_report(runs[0], tmp_path / "r.html"), write_comparison(Comparison(runs), tmp_path / "c.html")):
        text = path.read_text("utf-8")
        parsed = Page(text)
        assert not parsed.all("script")
        assert "<script>alert(1)</script>" in parsed.text
        assert "{{ 7*7 }}" in parsed.text
        assert not any(name.startswith("on") for _, attributes in parsed.elements for name in attributes)


@pytest.mark.parametrize("replicates", [1, 2])
def test_few_futures_and_short_stories(tmp_path: Path, replicates: int) -> None:
    run = simulate(written(tmp_path / "short.yaml", years=1), replicates, 1)
    Page(write_report(run, tmp_path / "r.html").read_text("utf-8"))


def test_long_stories_that_begin_in_summer(tmp_path: Path) -> None:
    scenario = load(written(tmp_path / "long.yaml", years=40)).with_({"time.start": "2026-07"})
    run = simulate(scenario, 3, 1)
    drawn = fan(run, "cash", "nl")
    assert drawn.years[0] == 2027
    assert drawn.years[-1] == 2066
    assert len(drawn.at) == 40
    Page(write_report(run, tmp_path / "r.html", "en").read_text("utf-8"))


def test_nothing_is_left_where_a_report_cannot_be_written(results: Results, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        write_report(results, tmp_path / "file" / "report.html")


def test_fans_hold_the_numbers_of_the_library(results: Results) -> None:
    frame = by_year(results, ["cash", "operating_result"])
    for name in ("cash", "operating_result"):
        drawn = fan(results, name, "nl")
        known = frame[frame["variable"] == name]
        last = {year: i for i, year in enumerate(drawn.years)}
        for row in known.to_dict("records"):
            for level, key in ((0, "p5"), (2, "median"), (4, "p95")):
                assert drawn.bands[level, last[row["year"]]] == pytest.approx(row[key])


def test_table_behind_a_fan_is_what_is_drawn(results: Results) -> None:
    drawn = fan(results, "members", "nl")
    specification: Any = vega_lite(drawn)
    points = specification["data"]["values"]
    assert len(points) == drawn.bands.shape[1]
    assert drawn.rows[-1][3] == in_unit(points[-1]["p50"], "residents", "nl")


def test_stack_adds_up_to_its_parts(results: Results) -> None:
    stack = income_by_kind(results, "nl")
    values: Any = vega_lite(stack)["data"]["values"]
    assert sum(v["y"] for v in values) == pytest.approx(stack.parts.sum(), abs=0.01)


def test_equal_axes(results: Results) -> None:
    scenario = results.scenario.with_({"money.opening_cash": 800_000})
    fans = on_equal_axes([fan(r, "cash", "nl") for r in (results, simulate(scenario, 3, 1))])
    assert fans[0].domain == fans[1].domain
    assert fans[0].domain is not None
    assert fans[0].domain[1] > 700_000


def test_svg_keeps_text_as_text(results: Results) -> None:
    drawn = svg(fan(results, "cash", "nl"), "one")
    assert "<text" in drawn
    assert "2026" in drawn
    assert "xmlns" not in drawn


def test_comparison_report(street: Path, tmp_path: Path) -> None:
    comparison = compare([street, load(street).with_({"ownership.fee": 60})], 4, 1)
    text = write_comparison(comparison, tmp_path / "c.html").read_text("utf-8")
    parsed = Page(text)
    for sentence in comparison.sentences("nl"):
        assert sentence in parsed.text
    assert len(parsed.all("svg")) == 2 * len(FANS)
    assert "ownership.fee" in parsed.text


def test_every_unit_of_the_schema_is_translated(results: Results) -> None:
    known = units("nl")
    assert {meta.unit for _, _, meta in results.scenario.quantities()} <= known.keys()
    assert {meta.unit for _, _, meta in load("malburgen-transferred").quantities()} <= known.keys()


def test_parts_have_titles_a_reader_knows(results: Results) -> None:
    titles = [part.title for part in parts(results.scenario, "nl")]
    assert "Dienst: Groenonderhoud" in titles
    assert "Wijk" in titles
    assert not any("maintenance" in title or "network" in title for title in titles)


@pytest.mark.parametrize(
    ("written_as", "said"),
    [
        (1234.5, "1.234,5"),
        ({"uniform": [1, 2]}, "1 tot 2"),
        ({"triangular": [1, 2, 4]}, "1 tot 4, meestal rond 2"),
        ({"pert": [1, 2, 4]}, "1 tot 4, meestal rond 2"),
        ({"normal": [10, 2]}, "rond 10 (standaardafwijking 2)"),
        ({"lognormal": [10, 20]}, "rond 10; 1 op de 20 boven 20"),
        ({"beta": [2, 3]}, "0 tot 1 (bèta 2, 3)"),
        ({"beta": [2, 3, 5, 9]}, "5 tot 9 (bèta 2, 3)"),
        ({"discrete": [[1, 1], [3, 3]]}, "een van 1 (25%); 3 (75%)"),
    ],
)
def test_quantities_in_words(written_as: Any, said: str) -> None:
    assert in_words(Quantity.model_validate(written_as), "nl") == said
