"""Key figures as cards, the field of a hundred futures, and what a change did."""

from __future__ import annotations

import html
from contextlib import suppress
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.desk import DeskError
from dashboard.language import translate
from dashboard.shared import desk
from dashboard.study import study
from wijkbv_sim.language import out_of, quantity
from wijkbv_sim.results import trouble
from wijkbv_sim.results.changes import changes
from wijkbv_sim.results.headlines import headlines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.entries import Answer
    from wijkbv_sim.results import Results
    from wijkbv_sim.results.changes import Change
    from wijkbv_sim.results.headlines import Headline
    from wijkbv_sim.scenario.parameter import Language

KEY = ("pays_its_way", "lowest_cash", "local_retention", "members_end")
"""The four that are always in view."""

FIELD = 100


def key_figures(results: Results, to: Language, names: Sequence[str] = KEY) -> None:
    """The key figures, each a question, a number and a sentence; a chance with its field of futures."""
    answers = {answer.name: answer for answer in headlines(results, to)}
    cards = []
    for name in names:
        answer = answers[name]
        dots = field(answer, results.replicates, to) if answer.share is not None else ""
        cards.append(
            f'<section class="card"><h2>{html.escape(answer.question)}</h2>'
            f'<p class="big">{html.escape(figure(answer, results, to))}</p>{dots}'
            f"<p>{html.escape(answer.sentence)}</p></section>"
        )
    st.html(f'<div class="cards">{"".join(cards)}</div>')


def strip(results: Results, to: Language) -> None:
    """The same four in one line, to stay in view on a phone."""
    answers = {answer.name: answer for answer in headlines(results, to)}
    cells = "".join(
        f"<span><b>{html.escape(figure(answers[name], results, to))}</b> {html.escape(label)}</span>"
        for name, label in zip(KEY, _short(to), strict=True)
    )
    st.html(f'<div class="strip" aria-hidden="true">{cells}</div>')


def figure(answer: Headline, results: Results, to: Language) -> str:
    """The number of an answer, as large as it can be written."""
    if answer.share is not None:
        return out_of(round(answer.share * results.replicates), results.replicates, to)
    return quantity(answer.median, answer.unit, to)


def field(answer: Headline, futures: int, to: Language) -> str:
    """A hundred dots, so many of them filled as futures of a hundred in which it holds."""
    _ = translate(to)
    share = answer.share or 0.0
    filled = round(share * FIELD)
    told = _("{count} of 100 dots are filled: futures in which it pays its way.").format(count=filled)
    dots = '<i class="yes"></i>' * filled + "<i></i>" * (FIELD - filled)
    return f'<div class="dots" role="img" aria-label="{html.escape(told)}">{dots}</div>'


def what_breaks(answer: Answer, to: Language) -> bool:
    """Where it is unlikely that it works out, what it breaks on; whether anything was said.

    The amounts come from the books of one future: with the last of the futures, so that they are sought once.
    """
    if not trouble.in_trouble(answer.results):
        return False
    _ = translate(to)
    books = None
    if answer.refined:
        with suppress(DeskError):
            books = desk().typical(study().now)
    said = "".join(f"<p>{html.escape(line)}</p>" for line in trouble.what_breaks(answer.results, to, books))
    heading = html.escape(_("What does it break on?"))
    st.html(f'<section class="warning" aria-live="polite"><h2>{heading}</h2>{said}</section>')
    return True


def last_change(to: Language) -> None:
    """What the visitor's last change did, if there was one."""
    work = study()
    if work.before is None:
        return
    try:
        first, second = desk().pair(work.before, work.now)
    except DeskError:
        return
    what_changed(work.steps[work.at].said(to), changes(first, second, to), to)


def what_changed(told: str, changes: Sequence[Change], to: Language) -> None:
    """What the last change did to each key figure."""
    _ = translate(to)
    heading = _("What changed?")
    said = [change.sentence for change in changes if not change.equal] or [_("Nothing that you see here changed.")]
    lines = "".join(f"<li>{html.escape(line)}</li>" for line in said)
    st.html(
        f'<section class="changes" aria-live="polite"><h2>{html.escape(heading)}</h2>'
        f"<p>{html.escape(told)}</p><ul>{lines}</ul></section>"
    )


def _short(to: Language) -> tuple[str, ...]:
    _ = translate(to)
    return _("pays its way"), _("lowest balance"), _("stays local"), _("members")
