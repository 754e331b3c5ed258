"""Every contradiction that a document can hold is told in Dutch without a word of English, and in English too."""

from __future__ import annotations

import re

import pytest

from wijkbv_sim.scenario.document import parse_text
from wijkbv_sim.scenario.errors import ScenarioError
from wijkbv_sim.scenario.parameter import Section, described
from wijkbv_sim.scenario.said import Said

HEAD = "name: a\ntitle: A\narea: {name: x, inhabitants: 900}\n"
SERVICES = "services: {green: {demand: 1}, care: {demand: 1}}\n"
EVENT = "timeline:\n  - name: e\n    month: 30\n    "

# Every kind of contradiction, and every other mistake that the schema tells in a sentence of its own.
WRONG = {
    "a name that is none": HEAD + "services:\n  Big Shed: {demand: 1}\n",
    "too many parts": HEAD + "services: {" + ", ".join(f"s{k}: {{demand: 1}}" for k in range(1001)) + "}\n",
    "an unknown service": HEAD + SERVICES + "money: {contracts: {a: {value: 1, service: gren}}}\n",
    "a service of none": HEAD + "money: {contracts: {a: {value: 1, service: green}}}\n",
    "a service twice": HEAD + SERVICES + "synergies: [{services: [green, green]}]\n",
    "the municipality as commissioner": HEAD + "commissioners: {municipality: {}}\n",
    "an unknown commissioner": HEAD + "commissioners: {duke: {}}\n",
    "a price without a service": HEAD + "money: {contracts: {a: {value: 1, price: 3}}}\n",
    "an unknown asset": HEAD + "assets: {house: {floor_area: 9}}\nmoney: {loans: {l: {amount: 1, for_asset: shed}}}\n",
    "an asset of none": HEAD + "money: {loans: {l: {amount: 1, for_asset: shed}}}\n",
    "shares without members": HEAD + "ownership: {legal_form: foundation, share_buyers: 4}\n",
    "an offer without members": HEAD + "ownership: {legal_form: foundation, offers: {o: {target: 1}}}\n",
    "a lock that is no choice": HEAD + "ownership: {legal_form: foundation, wind_up: {asset_lock: false}}\n",
    "an unknown parameter": HEAD + EVENT + "set: {money.inflatoin: 3}\n",
    "an event twice": HEAD + "timeline: [{name: e, month: 1, set: {money.inflation: 1}}, "
    "{name: e, month: 2, set: {money.inflation: 2}}]\n",
    "an event on what stays": HEAD + EVENT + "set: {area.inhabitants: 3}\n",
    "an event out of bounds": HEAD + EVENT + "set: {money.inflation: 999}\n",
    "an event on the start": HEAD + EVENT + "set: {money.opening_cash: 3}\n",
    "an event after the purchase": HEAD + "assets: {h: {floor_area: 9}}\n" + EVENT + "set: {assets.h.price: 3}\n",
    "an event after the beginning": HEAD + "assets: {h: {floor_area: 9}}\n" + EVENT
    + "add: {assets.h.start_month: 3}\n",
    "a beginning for a while": HEAD + "assets: {h: {floor_area: 9, start_month: 40}}\n" + EVENT
    + "until: 35\n    add: {assets.h.start_month: 3}\n",
    "a beginning before its event": HEAD + "assets: {h: {floor_area: 9, start_month: 40}}\n" + EVENT
    + "set: {assets.h.start_month: 3}\n",
    "a correlation of nothing": HEAD + "correlations: [{parameters: [no.such, no.such2], correlation: 0.2}]\n",
    "a correlation of the certain": HEAD + "ownership: {fee: 3, outreach_budget: 9}\n"
    "correlations: [{parameters: [ownership.fee, ownership.outreach_budget], correlation: 0.2}]\n",
    "a parameter in two groups": HEAD + "ownership: {fee: {uniform: [1, 2]}, outreach_budget: {uniform: [1, 2]}}\n"
    "correlations: [{parameters: [ownership.fee, ownership.outreach_budget], correlation: 0.2}, "
    "{parameters: [ownership.outreach_budget, ownership.fee], correlation: 0.2}]\n",
    "an impossible correlation": HEAD + "correlations: [{parameters: [a.b, c.d, e.f], correlation: -0.9}]\n",
    "a parameter twice in a group": HEAD + "correlations: [{parameters: [a.b, a.b], correlation: 0.2}]\n",
    "an event that does nothing": HEAD + EVENT + "title: niets\n",
    "an event that ends before": HEAD + EVENT + "until: 3\n    set: {money.inflation: 1}\n",
    "ages": "name: a\ntitle: A\narea: {name: x, inhabitants: 900, age_0_14: 90}\n",
    "shares of an area": "name: a\ntitle: A\narea: {name: x, inhabitants: 900, income_low: 80, income_high: 60}\n",
    "two distributions": HEAD + "money: {inflation: {uniform: [1, 2], normal: [1, 2]}}\n",
    "no value": HEAD + "money: {inflation: {note: x}}\n",
    "uniform": HEAD + "money: {inflation: {uniform: [3, 1]}}\n",
    "triangular": HEAD + "money: {inflation: {triangular: [3, 1, 2]}}\n",
    "normal": HEAD + "money: {inflation: {normal: [3, 0]}}\n",
    "lognormal": HEAD + "money: {inflation: {lognormal: [3, 2]}}\n",
    "beta": HEAD + "money: {inflation: {beta: [0, 2]}}\n",
    "beta between": HEAD + "money: {inflation: {beta: [1, 2, 5, 4]}}\n",
    "discrete": HEAD + "money: {inflation: {discrete: []}}\n",
    "weights": HEAD + "money: {inflation: {discrete: [[1, 0]]}}\n",
    "too few numbers": HEAD + "money: {inflation: {uniform: [3]}}\n",
    "too many numbers": HEAD + "money: {inflation: {uniform: [3, 4, 5]}}\n",
    "no list": HEAD + "money: {inflation: {uniform: 3}}\n",
    "out of bounds": HEAD + "money: {inflation: 140}\n",
    "doubt": "name: a\ntitle: A\narea: {name: x, inhabitants: {uniform: [1, 9]}}\n",
    "half": "name: a\ntitle: A\narea: {name: x, inhabitants: 10.5}\n",
    "nothing": HEAD + "services: null\nmoney: null\n",
    "a list": HEAD + "services: [1]\n",
    "missing": "time: {years: 3}\n",
    "missing in a part": HEAD + "assets: {h: {kind: energy}, g: {}}\nmoney: {loans: {l: {}}}\ntimeline: [{}]\n",
    "no YAML": HEAD + "money: {a: [1\n",
    "a month": HEAD + "time: {start: May}\n",
    "no name": 'name: "A B"\ntitle: A\narea: {name: x, inhabitants: 900}\n',
    "an extension": HEAD + "extends: nowhere\n",
}  # fmt: skip

ENGLISH = re.compile(
    r"\b(the|an|no|not|nothing|and|or|must|be|this|there|these|with|without|expected|already|once|each|only|before|"
    r"after|later|month|number|numbers|event|another|stands|lies|outside|range|whole|given|key|name|names|small|"
    r"digits|hyphens|years|residents|year|people|line|too|few|many|low|high|mode|at least|at most|"
    r"did you mean|cannot)\b"
)
DOCUMENT = re.compile(
    # The document's own words, which are the same in every language: paths, keys, choices.
    r"\b[a-z_]+(\.[\w-]+)+\b|\b\w+(-\w+)+\b|\b[a-z]+_[a-z_]+\b|"
    r"\b(name|month|time|area|money|title|until|set|add|multiply)\b(?=[,: ])"
)


def told(text):
    with pytest.raises(ScenarioError) as caught:
        parse_text(text)
    return caught.value


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_told_in_dutch_without_english(what):
    error = told(WRONG[what])
    dutch, english = error.text("nl"), error.text("en")
    assert dutch != english
    for line, problem in zip(dutch.splitlines(), error.problems, strict=False):
        # Where it stands comes first; what is said of it follows.
        said = line.partition(f"{problem.path}: ")[2] or line
        assert not ENGLISH.findall(DOCUMENT.sub("", said)), said
        assert "{" not in said or "{value" in said
        assert problem.text("en") in english


def test_every_sentence_of_the_schema_is_in_the_catalogue():
    """Whoever adds one adds its Dutch: found in the code, looked up as a reader would get it."""
    from pathlib import Path

    import wijkbv_sim.scenario as package
    from wijkbv_sim.language import translator

    sentence = re.compile(r'N_\(\s*"((?:[^"\\]|\\.)*)"\s*\)')
    found = [
        match for path in Path(package.__file__).parent.glob("*.py")
        for match in sentence.findall(path.read_text(encoding="utf-8"))
    ]  # fmt: skip
    assert len(found) > 50
    for text in found:
        dutch = translator("nl")(text)
        assert dutch != text or text == "bytes"
        assert ("expected " in text) is ("verwacht " in dutch)


def test_what_must_be_given_is_told_in_dutch_too():
    from wijkbv_sim.language import translator
    from wijkbv_sim.scenario import schema  # noqa: F401 - makes all sections known

    def every(section):
        for below in section.__subclasses__():
            yield below
            yield from every(below)

    for section in every(Section):
        if not section.__module__.startswith("wijkbv_sim."):
            continue
        for field in section.model_fields.values():
            if field.is_required() and described(field) is None and field.description:
                assert translator("nl")(field.description) != field.description


def test_a_sentence_survives_the_way_to_another_process():
    import pickle

    said = Said("there is no parameter {parameter}", near=["a.b", "c.d"], parameter="a.c")
    again = pickle.loads(pickle.dumps(said))
    assert again == said == "there is no parameter a.c; did you mean a.b or c.d?"
    assert (again.template, again.near, again.facts) == (said.template, said.near, said.facts)
