"""What is said where a screen fails."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


@pytest.mark.parametrize(("language", "never"), [("nl", "of laad"), ("en", "or reload")])
def test_a_screen_that_fails_sends_nobody_to_a_new_session(language, never):
    def page():
        from dashboard.pages import on_script_error

        on_script_error(ValueError("x"))

    test = AppTest.from_function(page)
    test.session_state["lang"] = language
    told = test.run().error[0].value
    assert never not in told
    assert ("andere pagina en probeer het daar opnieuw" if language == "nl" else "try again there") in told
