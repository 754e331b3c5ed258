"""How the screens look beyond what the theme sets, and the line at the foot of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.language import switch, translate

if TYPE_CHECKING:
    from wijkbv_sim.scenario.parameter import Language

CSS = """
<style>
.block-container {padding-top: 4rem; padding-bottom: 3rem; max-width: 1240px}
h1 {font-size: 2.25rem !important}
h2 {font-size: 1.5rem !important}
h3 {font-size: 1.15rem !important}
.card h2, .changes h2, .warning h2 {font-size: 1rem !important}
[data-testid="stCaptionContainer"] p, [data-testid="stCaptionContainer"] {color: #46535f !important; opacity: 1}
.card {border: 1px solid #b8c4cf; border-radius: .5rem; padding: .75rem 1rem; height: 100%; background: #fff}
.card h2 {font-size: 1rem; margin: 0 0 .3rem; padding: 0; font-weight: 600}
.card p {margin: 0; line-height: 1.45}
.card .big {font-size: 1.6rem; font-weight: 700; color: #17476f; line-height: 1.2}
.cards {display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: .75rem}
.st-key-answers .card:nth-child(odd):last-child {grid-column: 1 / -1}
.dots {display: grid; grid-template-columns: repeat(20, 1fr); gap: 3px; max-width: 22rem; margin: .5rem 0}
.dots i {aspect-ratio: 1; border-radius: 50%; border: 1.5px solid #17476f}
.dots i.yes {background: #17476f}
/* A dial: its name and help, below them the slider between its two buttons, below that the usual range. */
[class*="st-key-dial-box-"] {display: grid !important; grid-template-columns: 2.75rem minmax(0, 1fr) 2.75rem;
  column-gap: 1rem; row-gap: .35rem; align-items: center; border-bottom: 1px solid #d4dce3; padding-bottom: .6rem}
[class*="st-key-dial-box-"] > :has(> .stHtml), [class*="st-key-dial-box-"] > div > .stHtml {display: contents}
[class*="st-key-dial-box-"] .name {grid-area: 1 / 1 / auto / 3; margin: 0; font-weight: 600}
[class*="st-key-dial-box-"] > [class*="st-key-less-"] {grid-area: 2 / 1}
[class*="st-key-dial-box-"] > [class*="st-key-dial-"] {grid-area: 2 / 2}
[class*="st-key-dial-box-"] > [class*="st-key-more-"] {grid-area: 2 / 3}
[class*="st-key-dial-box-"] > [class*="st-key-reset-"] {grid-area: 5 / 1 / auto / -1}
.why {grid-area: 1 / 3; justify-self: center; width: 2.5rem; height: 2.5rem; padding: 0; border: 0; cursor: pointer;
  background: none; border-radius: .5rem; color: inherit}
.why:hover {background: #f1f5f9}
.why span {display: inline-block; width: 1.25rem; border: 1.5px solid; border-radius: 50%;
  font: 600 .8rem/1.1rem sans-serif}
.help {max-width: min(34rem, calc(100vw - 1rem)); padding: 1.25rem 1.5rem; border: 1px solid #d4dce3;
  border-radius: .75rem; box-shadow: 0 .25rem 1rem #0003; color: inherit; background: #fff; overflow-wrap: anywhere}
/* Beside its button, where the browser can; in the middle of the screen where it cannot. */
@supports (position-area: bottom) {.help {inset: auto; margin: .25rem 0; position-area: bottom span-left;
  position-try-fallbacks: flip-block}}
.help p {margin: 0 0 .75rem; line-height: 1.6}
.help p:last-child {margin: 0}
.marks {grid-area: 3 / 2; position: relative; height: 8px; background: #dfe6ec; border-radius: 4px; margin: 0 6px}
.marks b {position: absolute; top: 0; height: 100%; background: #6f9cc3; border-radius: 4px}
.marks s {position: absolute; top: -3px; width: 3px; height: 14px; background: #1a2733}
.said {grid-area: 4 / 1 / auto / -1; color: #46535f; font-size: .875rem; margin: 0}
.changes {border-left: 5px solid #b85c00; background: #fff6ea; padding: .75rem 1rem; border-radius: .25rem}
.changes h2, .warning h2 {font-size: 1.05rem; margin: 0 0 .3rem; padding: 0}
.changes ul {margin: 0; padding-left: 1.2rem}
/* Answers beside dials; where there is room for one column, under each other in the order in which they are made. */
.st-key-turning, .st-key-drawings {display: grid !important; column-gap: 4rem; row-gap: 1rem;
  grid-template-columns: minmax(0, 7fr) minmax(0, 5fr)}
.st-key-drawings {grid-template-columns: repeat(2, minmax(0, 1fr)); grid-auto-flow: dense}
.st-key-drawings > :nth-child(6n+1), .st-key-drawings > :nth-child(6n+2), .st-key-drawings > :nth-child(6n+3) {
  grid-column: 1}
:has(> .st-key-replay-panel) {flex: 1 0 100%}
.stHtml > h2, .stHtml > h3 {margin: 0; padding: .5rem 0 .35rem; color: inherit}
.told {color: #46535f; font-size: .875rem; margin: 0; line-height: 1.6}
.st-key-foot {border-top: 1px solid #b8c4cf; margin-top: 2rem; padding-top: 1.5rem}
.wide {overflow-x: auto}
.wide table {border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums}
.wide th, .wide td {padding: .3rem .6rem; border-bottom: 1px solid #d4dce3; text-align: right; white-space: nowrap}
.many th, .many td {padding: .25rem .3rem; font-size: .8125rem}
.wide th:first-child, .wide td:first-child {text-align: left; white-space: normal; min-width: 9rem}
.wide th:first-child {position: sticky; left: 0; background: #fff}
.wide .words {text-align: left; white-space: normal; min-width: 12rem}
.wide tr.total td, .wide tr.total th {font-weight: 700; border-top: 1.5px solid #46535f}
.keys .key {margin-right: 1rem; white-space: nowrap; display: inline-block}
.keys i {display: inline-block; width: .9rem; height: .9rem; border-radius: 2px; margin-right: .35rem;
  vertical-align: -.1rem}
/* What was chosen stays in view, under each other where it must. */
[data-testid="stMultiSelectTagsContainer"] {flex-wrap: wrap; height: auto !important; overflow: visible !important;
  mask-image: none !important; padding-block: .25rem}
[data-testid="stMultiSelect"] div[role="group"] {height: auto !important; max-height: none !important;
  min-height: 2.5rem}
[data-testid="stMultiSelect"] [data-tag] {height: auto; max-width: 100%}
[data-testid="stMultiSelect"] [data-tag] > span {white-space: normal; overflow-wrap: anywhere}
.warning {border-left: 5px solid #b3261e; background: #fdf1f0; padding: .75rem 1rem; border-radius: .25rem}
.warning p {margin: 0 0 .35rem}
/* Streamlit says in English how to leave a field; leaving it in whatever way will do. */
[data-testid="InputInstructions"] {display: none}
/* What is being renewed stays readable. */
[data-stale="true"] {opacity: 1 !important; transition: none !important}
/* The words of these buttons are for who hears the page; who sees it sees a sign. */
[class*="st-key-less-"] button p, [class*="st-key-more-"] button p {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap}
[class*="st-key-less-"] button, [class*="st-key-more-"] button {min-width: 2.75rem; min-height: 2.75rem; padding: 0}
.strip {display: flex; flex-wrap: wrap; gap: .15rem .9rem; font-size: .85rem; padding: .35rem 0; background: #fff}
.strip {position: sticky; top: 3.5rem; z-index: 90; border-bottom: 1px solid #b8c4cf}
/* What stays in view stays so within the whole page, not within a box of its own. */
:has(> .strip), :has(> .stHtml > .strip), .st-key-top, :has(> .st-key-top) {display: contents}
@media (min-width: 900px) {.strip {display: none}}
@media (max-width: 899px) {[data-testid="stMain"] {scroll-padding-top: 8rem}}
@media (max-width: 640px) {.st-key-turning, .st-key-drawings {display: flex !important}
  .wide th, .wide td {padding: .3rem .4rem} .wide thead th, .wide td {white-space: normal}
  .wide th:first-child, .wide td:first-child {min-width: 7rem; overflow-wrap: break-word}
  .wide.years th:first-child {min-width: 0} .wide.years {font-size: .85rem}
  .wide.years th, .wide.years td {padding: .3rem .15rem}
  .block-container {padding: 3.75rem 1rem 2rem} .card .big {font-size: 1.35rem} h1 {font-size: 1.7rem !important}
  h2 {font-size: 1.3rem !important} [data-testid="stHorizontalBlock"] {row-gap: 1rem !important}
  .stacked thead {position: absolute; clip-path: inset(50%)}
  .stacked table, .stacked tbody, .stacked tr, .stacked th, .stacked td {display: block; text-align: left !important}
  .stacked tr {border-bottom: 1px solid #b8c4cf; padding: .4rem 0}
  .wide.stacked th, .wide.stacked td {border: 0; padding: .1rem 0}
  .stacked td:empty {display: none} .stacked td::before {content: attr(data-of) ": "; color: #46535f}
  /* Two arrows alone are not known as the way to the other screens. */
  [data-testid="stExpandSidebarButton"] {width: auto !important; padding: 0 .5rem !important; gap: .25rem}
  [data-testid="stExpandSidebarButton"]::after {content: "Menu"; font-weight: 600}}
</style>
"""

ON_ONE_LINE = " ".join(CSS.split())
"""As it is sent with every page: Streamlit looks through texts line by line."""


FOLDED = (
    "if (!window.folding) {window.folding = true; addEventListener('click', e => {"
    "if (innerWidth < 768 && e.target.closest('[data-testid=stSidebarNavLink]')) setTimeout(() => "
    "document.querySelector('[data-testid=stSidebarCollapseButton] button')?.click(), 50)}, true)}"
)
"""On a phone the menu lies over the page: who has chosen a screen there wants to see it."""


def apply(to: Language, *, unsaved: bool) -> None:
    """The style sheet, and what only a script on the page can do: its language for who changes that without loading it
    anew, a menu that folds on a phone, and a question of the browser's own to who leaves ``unsaved`` work.
    """
    st.html(ON_ONE_LINE)
    leaving = "e => e.preventDefault()" if unsaved else "null"
    st.html(
        f"<script>document.documentElement.lang = '{to}'; onbeforeunload = {leaving}; {FOLDED}</script>",
        unsafe_allow_javascript=True,
    )


def footer(to: Language) -> None:
    """What every screen ends with: what this is not, and the other language."""
    _ = translate(to)
    with st.container(horizontal=True, vertical_alignment="center", key="foot"):
        st.caption(_("This is an exploration, not a forecast. Other assumptions give other answers."))
        other = "nl" if to == "en" else "en"
        if st.button("Nederlands" if other == "nl" else "English", key="other-language", type="tertiary"):
            switch("nl" if other == "nl" else "en")
