"""Every problem names its file, line, path, what was expected and what may have been meant."""

from __future__ import annotations

import pickle
from string import Formatter

import pytest

from wijkbv_sim.scenario import errors
from wijkbv_sim.scenario.document import load, parse_text, read
from wijkbv_sim.scenario.errors import MAX_PROBLEMS, Problem, ScenarioError

# What is added to a document of three lines; where the problem stands; and what is said of it.
MISTAKES = [
    (
        "money:\n  contracts:\n    green:\n      valeu: 3\n      value: 4\n",
        (7, 7, "money.contracts.green.valeu"),
        "unknown key; did you mean value?",
    ),
    ("monye: {}\n", (4, 1, "monye"), "unknown key; did you mean money?"),
    ("zzz: 1\n", (4, 1, "zzz"), "unknown key"),
    (
        "money: {inflation: 140}\n",
        (4, 20, "money.inflation"),
        "140 %/year lies outside the range; expected -10 to 50 %/year",
    ),
    (
        "money:\n  inflation: {uniform: [1, 99]}\n",
        (5, 14, "money.inflation"),
        "99 %/year lies outside the range; expected -10 to 50 %/year",
    ),
    ("money: {inflation: .nan}\n", (4, 20, "money.inflation"), "nan is not finite; expected an ordinary number"),
    ("money: {inflation: 1e999}\n", (4, 20, "money.inflation"), "inf is not finite; expected an ordinary number"),
    ("money: {inflation: true}\n", (4, 20, "money.inflation"), "true is no number; expected a number, such as 80"),
    ('money: {inflation: "2,5"}\n', (4, 20, "money.inflation"), "; did you mean 2.5?"),
    ("money: {inflation: 2%}\n", (4, 20, "money.inflation"), "; did you mean 2?"),
    (
        "money: {inflation: {}}\n",
        (4, 20, "money.inflation"),
        "expected value or one of uniform, triangular, pert",
    ),
    (
        "money: {inflation: {uniform: [1, 2], normal: [1, 2]}}\n",
        (4, 20, "money.inflation"),
        "expected one distribution, not 2: uniform, normal",
    ),
    (
        "money: {inflation: {uniform: [3]}}\n",
        (4, 30, "money.inflation.uniform"),
        "too few numbers; expected uniform: [low, high]",
    ),
    (
        "money: {inflation: {uniform: [3, 4, 5]}}\n",
        (4, 30, "money.inflation.uniform"),
        "too many numbers; expected uniform: [low, high]",
    ),
    (
        "money: {inflation: {uniform: [3, x]}}\n",
        (4, 34, "money.inflation.uniform.1"),
        "x is no number; expected a number",
    ),
    (
        "money:\n  inflation: {triangluar: [1, 2, 3]}\n",
        (5, 15, "money.inflation.triangluar"),
        "unknown key; did you mean triangular?",
    ),
    (
        "money:\n  loans:\n    bank:\n      rate: 3\n",
        (6, 5, "money.loans.bank.amount"),
        "this key must be given; expected 0 to 1,000,000,000 EUR",
    ),
    (
        "assets:\n  house: {floor_area: 10, way_in: purchas}\n",
        (5, 35, "assets.house.way_in"),
        "purchas is not one of the choices; expected one of transfer, purchase, lease, rent, new_build; "
        "did you mean purchase?",
    ),
    (
        "feedbacks: {load_to_burnout: no}\n",
        (4, 30, "feedbacks.load_to_burnout"),
        "no is neither; expected true or false; did you mean false?",
    ),
    ("time: {years: 2.5}\n", (4, 15, "time.years"), "2.5 is no whole number; expected a whole number"),
    ("time: {years: 99}\n", (4, 15, "time.years"), "99 is too high; expected at most 40"),
    ("time: {start: 12:30:00}\n", (4, 15, "time.start"), "12:30:00 is not written as it should be; expected a month"),
    ("format: 99\n", (4, 9, "format"), "written for a newer version of this program; expected format 1 at most"),
    ("services: [1]\n", (4, 11, "services"), "a list is no section; expected keys with values"),
    ("timeline: 3\n", (4, 11, "timeline"), "3 is no list; expected a list"),
    (
        "services:\n  Big Shed: {demand: 1}\n",
        (5, 13, "services.Big Shed"),
        "'Big Shed' is no name; expected small letters, digits and hyphens",
    ),
    (
        "services: {green: {demand: 1}}\nmoney:\n  contracts:\n    a: {value: 1, service: gren}\n",
        (7, 28, "money.contracts.a.service"),
        "there is no service gren; expected one of services (green); did you mean green?",
    ),
    (
        "money:\n  loans:\n    l: {amount: 1, for_asset: shed}\n",
        (6, 31, "money.loans.l.for_asset"),
        "there is no asset shed; expected one of assets (none yet)",
    ),
    (
        "timeline:\n  - name: a\n    month: 3\n    set: {money.inflatoin: 3}\n",
        (7, 28, "timeline.0.set.money.inflatoin"),
        "there is no parameter money.inflatoin; did you mean money.inflation",
    ),
    (
        "timeline:\n  - name: a\n    month: 3\n    set: {area.inhabitants: 3}\n",
        (7, 29, "timeline.0.set.area.inhabitants"),
        "must stay the same in every month",
    ),
    (
        "correlations:\n  - {parameters: [money.inflation, ownership.fee], correlation: 0.5}\n",
        (5, 36, "correlations.0.parameters.1"),
        "ownership.fee is certain; expected a parameter with a distribution",
    ),
]


@pytest.mark.parametrize(("added", "where", "said"), MISTAKES, ids=[repr(m[0])[:50] for m in MISTAKES])
def test_a_mistake_is_told_with_its_place(problems, tmp_path, added, where, said):
    [problem] = problems(added)
    assert problem.file == str(tmp_path / "street.yaml")
    assert (problem.line, problem.column, problem.path) == where
    assert said in problem.text()
    assert problem.text().startswith(f"{problem.file}, line {where[0]}, {where[2]}: ")


def test_a_number_that_must_be_certain_or_whole(problems):
    [doubted] = problems(whole="name: a\ntitle: A\narea: {name: x, inhabitants: {uniform: [1, 9]}}\n")
    assert doubted.text().endswith(
        "line 3, area.inhabitants: this one must be the same in every future; expected one number"
    )
    [half] = problems(whole="name: a\ntitle: A\narea: {name: x, inhabitants: 10.5}\n")
    assert half.text().endswith("line 3, area.inhabitants: 10.5 is no whole number; expected a whole number")


def test_everything_that_must_be_given_is_told(problems):
    found = problems(whole="time: {years: 3}\n")
    assert sorted(p.path for p in found) == ["area", "name", "title"]
    assert {p.message for p in found} == {"this key must be given"}


def test_all_problems_are_told_at_once_in_the_order_of_the_document(problems):
    found = problems("time: {years: 99}\nmoney:\n  inflation: x\n  notice: 99\n  hirring: 1\nassets: 3\n")
    assert [(p.line, p.path) for p in found] == [
        (4, "time.years"),
        (6, "money.inflation"),
        (7, "money.notice"),
        (8, "money.hirring"),
        (9, "assets"),
    ]


def test_all_contradictions_are_told_at_once(problems):
    found = problems(
        "money:\n  contracts:\n    a: {value: 1, service: x}\n    b: {value: 1, service: y}\n"
        "timeline:\n  - {name: e, month: 1, set: {no.such: 1}}\n  - {name: e, month: 1, set: {money.inflation: 999}}\n"
    )
    assert [(p.line, p.path) for p in found] == [
        (6, "money.contracts.a.service"),
        (7, "money.contracts.b.service"),
        (9, "timeline.0.set.no.such"),
        (10, "timeline.1.name"),
        (10, "timeline.1.set.money.inflation"),
    ]
    assert "expected -10 to 50 %/year" in found[-1].text()


def test_the_list_stops_at_fifty_and_says_how_many_follow(write):
    with pytest.raises(ScenarioError) as caught:
        read(write("".join(f"key{i}: 1\n" for i in range(80))))
    assert len(caught.value.problems) == MAX_PROBLEMS
    assert caught.value.more == 30
    assert str(caught.value).splitlines()[-1] == "... and 30 more"
    assert caught.value.text("nl").splitlines()[-1] == "... en nog 30"


def test_a_problem_in_dutch(problems):
    [problem] = problems("monye: {}\n")
    assert problem.text("nl") == f"{problem.file}, regel 4, monye: onbekende sleutel; bedoelt u money?"
    [problem] = problems("money: {inflation: 140}\n")
    assert problem.text("nl").endswith("140 % per jaar valt buiten het bereik; verwacht -10 tot 50 % per jaar")


@pytest.mark.parametrize("kind", errors._TEXTS)
def test_every_text_is_there_in_both_languages_with_the_same_facts(kind):
    english, dutch = errors._TEXTS[kind]

    def facts(texts):
        return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}

    assert facts(dutch) <= facts(english)
    assert bool(english[0]) == bool(dutch[0])
    told = Problem.of(kind, "a.yaml", (1, 1), "x", **dict.fromkeys(facts(english), "q"))
    assert told.text("nl")
    assert told.text("en")


def test_a_problem_without_a_file_names_its_path_only():
    with pytest.raises(ScenarioError) as caught:
        load({"name": "a", "title": "A", "area": {"name": "x", "inhabitants": 5, "inhabitant": 3}})
    [problem] = caught.value.problems
    assert (problem.file, problem.line, problem.column) == (None, None, None)
    assert str(caught.value) == "area.inhabitant: unknown key; did you mean inhabitants?"


def test_an_error_survives_the_way_to_another_process():
    with pytest.raises(ScenarioError) as caught:
        load({"nmae": 1})
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.problems == caught.value.problems
    assert str(again) == str(caught.value)


def test_an_error_is_a_value_error():
    with pytest.raises(ValueError, match="this key must be given"):
        load({})


def test_numbers_and_descriptions_in_a_message_are_those_of_its_language():
    many = refusal("\n" * 60_000)
    assert "ten hoogste 50.000 regels" in many.text("nl")
    assert "at most 50,000 lines" in many.text("en")
    untitled = refusal("name: green-street\narea: {name: Malburgen, inhabitants: 1000}\n")
    assert "verwacht de naam van het scenario op schermen" in untitled.text("nl")
    assert "expected the scenario's name on screens" in untitled.text("en")
    late = refusal("name: green-street\ntitle: x\narea: {name: M, inhabitants: 1000}\nmoney: {opening_cash: -2.0e+9}\n")
    assert "tot 1.000.000.000 EUR" in late.text("nl").replace("euro", "EUR")


def refusal(text):
    with pytest.raises(ScenarioError) as caught:
        parse_text(text)
    return caught.value
