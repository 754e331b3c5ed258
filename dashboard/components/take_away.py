"""What a visitor takes away: the scenario as a file, a link to it, the numbers and the report."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.language import translate
from dashboard.link import LinkError, packed
from dashboard.shared import desk
from dashboard.study import study
from wijkbv_sim.scenario.document import text

if TYPE_CHECKING:
    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.schema import Scenario


def show(to: Language) -> None:
    """The buttons. What takes time is made when its button is pressed, and not before.

    It is made outside of any visitor's session, where nobody's work is known: so it is given the scenario.
    """
    _ = translate(to)
    scenario = study().now
    name = scenario.name
    st.download_button(
        _("The scenario (YAML)"), lambda: text(scenario), f"{name}.yaml", "application/yaml", key="take-yaml",
        on_click="ignore", width="stretch",
    )  # fmt: skip
    st.download_button(
        _("The numbers (CSV)"), lambda: _numbers(scenario), f"{name}.csv", "text/csv", key="take-csv",
        on_click="ignore", width="stretch",
    )  # fmt: skip
    st.download_button(
        _("The report (HTML)"), lambda: _report(scenario, to), f"{name}.html", "text/html", key="take-report",
        on_click="ignore", width="stretch",
    )  # fmt: skip
    try:
        link = f"?s={packed(scenario, study().answers)}" + ("&lang=en" if to == "en" else "")
    except LinkError:
        st.caption(_("This scenario is too large for a link: send the file."))
        return
    st.caption(_("A link to this scenario, to copy:"))
    address = str(st.context.url or "").partition("?")[0]
    st.code(address + link, language=None, wrap_lines=True)


def _numbers(scenario: Scenario) -> bytes:
    from wijkbv_sim.results.tidy import tidy

    results = desk().whole(scenario)
    table: bytes = tidy(results, results.names()).to_csv(index=False).encode()
    return table


def _report(scenario: Scenario, to: Language) -> bytes:
    import wijkbv_sim as wb
    from dashboard.pieces import SEED, WHOLE
    from wijkbv_sim.export.report import write_report

    results = wb.simulate(scenario, replicates=WHOLE, seed=SEED)
    with tempfile.TemporaryDirectory(prefix="wijkbv-") as folder:
        return write_report(results, Path(folder) / "report.html", to).read_bytes()
