"""Three doors: five questions end in a filled scenario on Explore, a workshop in a role card with a link of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import wijkbv_sim as wb
from dashboard.components.numeral import read, written
from dashboard.link import opened, packed
from dashboard.study import Study
from tests.dashboard.test_screens import SMALL, said, screen
from wijkbv_sim.scenario.questions import Answers, CompanyKind, Premises, answered, usual
from wijkbv_sim.scenario.roles import ROLES

MAIN = Path(__file__).resolve().parents[2] / "dashboard" / "main.py"


def whole(scenario=SMALL, **query):
    """The whole app, with its navigation."""
    test = AppTest.from_file(MAIN, default_timeout=60)
    for name, value in query.items():
        test.query_params[name] = value
    test.session_state["study"] = Study([_step(scenario)])
    test.run()
    return test


def _step(scenario):
    from dashboard.study import Step

    return Step("", scenario)


@pytest.mark.parametrize(
    ("door", "title"), [("door-founder", "Zorgcoöperatie in Ons Dorp"), ("door-ask", "Gemeente")],
    ids=["founder", "officer"],
)  # fmt: skip
def test_five_answers_end_in_a_filled_scenario(door, title):
    test = whole()
    assert not test.exception
    test.button(key=door).click().run()
    assert len([w for w in (*test.radio, *test.text_input, *test.selectbox) if str(w.key).startswith("ask-")]) == 5
    test.selectbox(key="ask-place").set_value("own").run()
    assert "eerst een naam" in test.info[0].value
    test.text_input(key="ask-name").set_value("Ons Dorp").run()
    test.text_input(key="ask-inhabitants").set_value("700").run()
    test.radio(key="ask-kind").set_value(CompanyKind.CARE).run()
    test.radio(key="ask-premises").set_value(Premises.NONE).run()
    test.text_input(key="ask-people").set_value("33").run()
    test.text_input(key="ask-money").set_value("12.000").run()
    test.button(key="ask-done").click().run()
    assert not test.exception
    expected = Answers(
        place="Ons Dorp", inhabitants=700, kind=CompanyKind.CARE, premises=Premises.NONE, people=33, money=12_000
    )  # fmt: skip
    work = test.session_state["study"]
    assert work.now.digest == answered(expected).digest
    assert test.title[0].value == title
    assert work.now.title.nl == "Zorgcoöperatie in Ons Dorp"
    if door == "door-founder":
        assert [button.key for button in test.button if str(button.key).startswith("more-")]
    # By its link it comes back, and the link stays short.
    link = packed(work.now, work.answers)
    assert len(link) < 400
    assert opened(link).scenario.digest == work.now.digest
    turned = work.now.with_({"money.overhead": 4_321})
    again = opened(packed(turned, work.answers))
    assert again.scenario.digest == turned.digest
    assert again.answers == expected


def test_a_municipality_comes_to_an_example_with_something_to_decide():
    test = whole()
    test.button(key="door-officer").click().run()
    assert not test.exception
    assert test.title[0].value == "Gemeente"
    told = said(test)
    for option in ("houden", "verkopen", "verhuren aan het buurtbedrijf", "overdragen aan het buurtbedrijf"):
        assert option in told
    assert test.session_state["study"].now.digest == wb.load("angelslo").digest


def test_a_municipality_keeps_a_scenario_with_something_to_decide():
    other = wb.load("angelslo").with_({"money.overhead": 12_345})
    test = whole(scenario=other)
    test.button(key="door-officer").click().run()
    assert not test.exception
    assert test.session_state["study"].now.digest == other.digest


def test_usual_numbers_follow_the_other_answers_until_the_next_choice():
    test = screen("welcome", role="founder")
    test.radio(key="ask-premises").set_value(Premises.BOUGHT).run()
    bought = usual(Answers(place="bewonersbedrijf", premises=Premises.BOUGHT))
    assert test.text_input(key="ask-money").value == written(bought.money, "nl")
    test.radio(key="ask-premises").set_value(Premises.RENTED).run()
    assert read(test.text_input(key="ask-money").value, "nl") < bought.money


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Typ hier een getal"), ("veel", "geen getal"), ("6.000.000", "tot en met 5.000.000"), ("1,5", "heel getal")],
)  # fmt: skip
def test_an_answer_that_is_no_number_is_told_and_opens_nothing(typed, said):
    test = screen("welcome", role="founder")
    test.text_input(key="ask-money").set_value(typed).run()
    assert said in test.error[0].value
    test.button(key="ask-done").click().run()
    assert not test.exception
    assert test.session_state["study"].now.digest == SMALL.digest
    assert test.text_input(key="ask-money").value == typed
    test.text_input(key="ask-money").set_value("12.500").run()
    assert not test.error


def test_an_answer_stays_the_same_number_in_another_language():
    test = screen("welcome", role="founder")
    test.text_input(key="ask-money").set_value("12.500").run()
    test.session_state["lang"] = "en"
    test.run()
    assert test.text_input(key="ask-money").value == "12,500"


def test_questions_can_be_skipped():
    test = whole()
    test.button(key="door-founder").click().run()
    test.button(key="ask-skip").click().run()
    assert not test.exception
    assert test.title[0].value == SMALL.title.nl


@pytest.mark.parametrize("card", ROLES, ids=lambda card: card.name)
def test_a_role_has_its_card_its_figures_and_four_dials(card):
    test = screen("workshop", **{"workshop-role": card.name})
    assert not test.exception
    told = said(test)
    assert card.looks("nl") in told
    assert card.asks("nl") in told
    turned = [slider.key for slider in test.select_slider]
    assert turned == [f"dial-{handle.name}" for handle in card.its_dials(SMALL)]
    assert len(turned) == 4


def test_a_workshop_link_opens_the_same_role_and_dials():
    test = screen("workshop", **{"workshop-role": "bank"})
    test.button(key="more-opening_cash").click().run()
    assert not test.exception
    assert "Wat veranderde er?" in said(test)
    address = test.code[0].value
    assert "&role=bank" in address
    now = test.session_state["study"].now
    given = dict(part.partition("=")[::2] for part in address.partition("?")[2].split("&"))

    def page():
        from dashboard.study import study
        from dashboard.views import workshop

        study()
        workshop.show()

    other = AppTest.from_function(page, default_timeout=60)
    for name, value in given.items():
        other.query_params[name] = value
    other.run()
    assert not other.exception
    assert other.session_state["study"].now.digest == now.digest
    assert other.session_state["workshop-role"] == "bank"


def test_a_link_with_another_s_role_or_answers_does_no_harm():
    from dashboard.link import LinkError
    from tests.dashboard.test_link import _text as made

    for wrong in ({"answers": {"place": "x", "inhabitants": 3}}, {"answers": 7}, {"answers": {"place": "nergens"}}):
        with pytest.raises(LinkError):
            opened(made(wrong))
    assert wb.load("malburgen").digest == opened(made({"base": "malburgen"})).scenario.digest


def test_the_first_page_says_of_how_many_futures_its_figures_are(one_desk):
    one_desk.whole(SMALL)
    test = screen("welcome")
    assert not test.exception
    assert "Berekend in 200 toekomsten." in said(test)
