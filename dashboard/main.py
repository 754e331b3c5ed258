"""The screens, and the way between them. Runs anew at every touch, so it does nothing heavy itself."""

from __future__ import annotations

import streamlit as st

from dashboard import style
from dashboard.components import waiting
from dashboard.language import in_between, language, translate
from dashboard.shared import desk
from dashboard.study import study, visitor
from dashboard.views import build, certainty, compare, explore, money, municipality, people, reasons, welcome, workshop

to = language()
_ = translate(to)

st.set_page_config(page_title="WijkBV-verkenner", page_icon="🏘️", layout="wide", initial_sidebar_state="collapsed")
work = study()
style.apply(to, unsaved=len(work.steps) > 1 or bool(work.kept))
certain = st.Page(certainty.show, title=_("Certainty"), url_path="zekerheid")
page = st.navigation(
    [
        st.Page(welcome.show, title=_("Start here"), url_path="start", default=True),
        st.Page(explore.show, title=_("Explore"), url_path="verkennen"),
        st.Page(build.show, title=_("Build"), url_path="bouwen"),
        st.Page(compare.show, title=_("Compare"), url_path="vergelijken"),
        certain,
        st.Page(money.show, title=_("Money"), url_path="geld"),
        st.Page(municipality.show, title=_("Municipality"), url_path="gemeente"),
        st.Page(people.show, title=_("Residents"), url_path="bewoners"),
        st.Page(workshop.show, title=_("Workshop"), url_path="workshop"),
        st.Page(reasons.show, title=_("Where it comes from"), url_path="verantwoording"),
    ],
    position="top",
)
if in_between():
    st.stop()
if st.session_state.pop("bad-link", None) is not None:
    st.warning(_("The link by which you came is damaged or too old. The example is open instead."))
if page.url_path != certain.url_path:
    waiting.elsewhere(to, lambda: st.switch_page(certain))
try:
    # Reading the session is where Streamlit looks whether the visitor has done something else meanwhile.
    with desk().looking(visitor(), glance=lambda: st.session_state.get("study")):
        page.run()
finally:
    work.echoes.screen_made()
style.footer(to)
