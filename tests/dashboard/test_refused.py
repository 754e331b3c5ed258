"""What the Build screen says where a change is refused, and what stays as it was."""

from __future__ import annotations

from tests.dashboard.test_screens import SMALL, screen
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
