"""What the Build screen says where a change is refused, and what stays as it was."""

from __future__ import annotations

import pytest

from tests.dashboard.test_screens import SMALL, VIEWS, screen
from wijkbv_sim.scenario.parts import apply


def _places(test):
    return [type(child).__name__ + getattr(child, "type", "") for child in test.main.children.values()]


def test_a_refusal_is_in_the_words_of_the_screen_and_moves_nothing_that_follows():
    foundation = apply(SMALL, {"ownership.legal_form": "foundation", "ownership.share_buyers": 0})
    test = screen("build", foundation, block="ownership")
    before = _places(test)
    test.button(key="add-ownership").click().run()
    assert not test.exception
    told = test.code[0].value
    assert "rechtsvorm stichting" in told
    assert "legal_form" not in told
    # What follows keeps its place on the page: a box that is open stays open.
    assert _places(test) == before


@pytest.mark.parametrize(("language", "usual"), [("nl", "zoals gebruikelijk"), ("en", "as usual")])
def test_no_choice_is_shown_in_english_by_streamlit_and_a_rank_can_be_left_out_again(language, usual):
    scenario = SMALL.with_({"money.loans.works": {"amount": 10_000}})
    test = screen("build", scenario, lang=language, block="money")
    test.selectbox(key="part-money").set_value("money.loans.works").run()
    where = "choice-money.loans.works.rank"
    assert test.selectbox(key=where).proto.placeholder.startswith(usual)
    test.selectbox(key=where).set_value("secured").run()
    assert test.session_state["study"].now.money.loans["works"].rank == "secured"
    test.selectbox(key=where).set_value(None).run()
    assert test.session_state["study"].now.money.loans["works"].rank is None
    assert not test.exception


@pytest.mark.parametrize("name", VIEWS)
def test_every_list_that_may_be_empty_says_so_in_the_language_of_the_reader(name):
    test = screen(name, SMALL.with_({"money.contracts.more": {"value": 1_000}}), block="money")
    if name == "build":
        test.selectbox(key="part-money").set_value("money.contracts.more").run()
    for box in [*test.selectbox, *test.multiselect]:
        if not box.value:
            assert box.proto.placeholder not in ("", "Choose an option", "Choose options"), box.label
