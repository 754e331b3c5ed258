"""Build: every part of the company and every number of it; add, copy and take away."""

from __future__ import annotations

import types
from enum import Enum
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

import streamlit as st

from dashboard.components.kept import set_back
from dashboard.labels import distinct
from dashboard.language import language, translate
from dashboard.plain import plain
from dashboard.study import study
from dashboard.views import amounts
from wijkbv_sim.export.words import parts as number_parts
from wijkbv_sim.export.words import refused
from wijkbv_sim.language import N_
from wijkbv_sim.scenario.choices import choice_label, field_label
from wijkbv_sim.scenario.errors import ScenarioError
from wijkbv_sim.scenario.parameter import LANGUAGES, Section, described
from wijkbv_sim.scenario.parts import KINDS, Kind, add, apply, copy, kind_of, take_away, title_of, titles_of
from wijkbv_sim.scenario.parts import parts as parts_of_kind
from wijkbv_sim.scenario.text import Title
from wijkbv_sim.scenario.units import service_unit, service_unit_named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wijkbv_sim.export.words import Assumption
    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.schema import Scenario

BLOCKS: Mapping[str, tuple[str, ...]] = {
    "services": ("services", "synergies"),
    "money": ("money",),
    "assets": ("assets",),
    "ownership": ("ownership",),
    "around": ("area", "municipality", "commissioners", "local_economy", "social_value"),
}
"""The four building blocks and what is around them: which sections of a document belong to each."""


FEW = 3
"""So many numbers more are shown at once: a click for them would cost more than it saves."""

FOUR = ("services", "money", "assets", "ownership")
"""The building blocks of every company."""


def show() -> None:
    """The screen."""
    to = language()
    _ = translate(to)
    st.title(_("Build"), anchor=False)
    st.markdown(_("Change every number, and add what your company has. Under Explore you see what comes of it."))
    settings(to, (*BLOCKS, "events"))


def settings(to: Language, blocks: Sequence[str] = FOUR) -> None:
    """Blocks to choose from, and of the chosen one every part, choice and number, as the schema has them."""
    _ = translate(to)
    names = {
        "services": _("Services"), "money": _("Money flows"), "assets": _("Assets"), "ownership": _("Ownership"),
        "around": _("Around it"), "events": _("Events"),
    }  # fmt: skip
    problem = st.session_state.pop("build-problem", None)
    # The place is there without a problem too: whatever follows keeps its own, and stays open where it was opened.
    with st.container():
        if problem:
            st.error(_("That cannot be:"))
            st.code(problem, language=None, wrap_lines=True)
    # Bouwen and Explore each have their own place.
    set_back("block", blocks, blocks[0], tuple(blocks))
    block = st.segmented_control(
        _("Part"), list(blocks), format_func=names.__getitem__, key="block", label_visibility="collapsed",
        required=True,
    )  # fmt: skip
    if block == "events":
        from dashboard.views import events

        events.show(to)
        return
    _add(block or blocks[0], to)
    _part(block or blocks[0], to)


def tell(told: str, attempt: Any) -> None:
    """Make a change, or remember what is wrong with it, to be told at the top of the screen."""
    work = study()
    try:
        work.change(told, attempt())
    except ScenarioError as error:
        st.session_state["build-problem"] = refused(error, work.now, language())


def _add(block: str, to: Language) -> None:
    _ = translate(to)
    kinds = [kind for kind in KINDS if kind.path.split(".")[0] in BLOCKS[block]]
    if not kinds:
        return
    with st.expander(_("Add, copy or take away"), icon=":material/add_circle:"):
        kind = st.selectbox(_("What"), kinds, format_func=lambda k: k.label(to), key=f"add-kind-{block}")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input(_("Name"), max_chars=60, key=f"add-title-{block}")
            st.button(_("Add"), key=f"add-{block}", on_click=_add_one, args=(block, to))
        for name, called in distinct(titles_of(parts_of_kind(study().now, kind), to)).items():
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"**{plain(called)}**", width="stretch")
                with st.container(horizontal=True, width="content", wrap=False):
                    st.button(_("Copy"), key=f"copy-{kind.name}-{name}", on_click=_copy_one, args=(kind, name, to))
                    st.button(
                        _("Remove"), key=f"away-{kind.name}-{name}", on_click=_take_one, args=(kind, name, called, to)
                    )


def _add_one(block: str, to: Language) -> None:
    _ = translate(to)
    # Arguments are as old as the screen: what was typed just before the press is in the session only.
    kind: Kind = st.session_state[f"add-kind-{block}"]
    title = st.session_state[f"add-title-{block}"].strip()
    tell(_("Added: {what}").format(what=title or kind.label(to)), lambda: add(study().now, kind, title)[0])


def _copy_one(kind: Kind, name: str, to: Language) -> None:
    _ = translate(to)
    part = parts_of_kind(study().now, kind)[name]
    # In both languages, for a part that is called something else in each.
    title = {each: translate(each)(N_("{name} (copy)")).format(name=title_of(part, name, each)) for each in LANGUAGES}
    tell(_("Added: {what}").format(what=title[to]), lambda: copy(study().now, kind, name, title)[0])


def _take_one(kind: Kind, name: str, called: str, to: Language) -> None:
    _ = translate(to)
    tell(_("Taken away: {what}").format(what=called), lambda: take_away(study().now, kind, name))


def _part(block: str, to: Language) -> None:
    """Choose a part of the block, and change what it says."""
    _ = translate(to)
    scenario = study().now
    found = {
        part.numbers[0].path.rpartition(".")[0]: part
        for part in number_parts(scenario, to)
        if part.numbers[0].path.split(".")[0] in BLOCKS[block]
    }
    if not found:
        st.info(_("There is nothing here yet. Add something above."))
        return
    titles = distinct({path: part.title for path, part in found.items()})
    where = st.selectbox(_("Which part"), list(found), format_func=titles.__getitem__, key=f"part-{block}")
    _choices(scenario, where, to)
    quantities = {path: (quantity, meta) for path, quantity, meta in scenario.quantities()}
    first, others = _written_first(found[where].numbers, where)
    _numbers(first, quantities, to)
    if others:
        # A click away and made for who opens it: most of what a part can have plays no role in most scenarios.
        label = _("More numbers, as they usually are ({count})").format(count=len(others))
        with st.expander(label, key=f"others-{block}", on_change="rerun") as opened:
            if opened.open:
                _numbers(others, quantities, to)


def _written_first(numbers: Sequence[Assumption], where: str) -> tuple[list[Assumption], list[Assumption]]:
    """The numbers that the scenario itself gives, and those that are as the schema has them.

    As it was at the start: a number that is changed stays where it is.
    """
    section = _section(study().start, where) or _section(study().now, where)
    written = section.model_fields_set if section is not None else frozenset()
    first = [told for told in numbers if told.path.rpartition(".")[2] in written]
    others = [told for told in numbers if told not in first]
    return (first, others) if first and len(others) > FEW else ([*first, *others], [])


def _numbers(numbers: Sequence[Assumption], quantities: Mapping[str, tuple[Any, Any]], to: Language) -> None:
    for row in _pairs(list(numbers)):
        for column, told in zip(st.columns(2, gap="large"), row, strict=False):
            with column:
                amounts.show(told, *quantities[told.path], to)


def _choices(scenario: Scenario, where: str, to: Language) -> None:
    """The fields of a part that are no numbers: its name, and what it chooses from a list."""
    _ = translate(to)
    section = _section(scenario, where)
    if section is None:
        return
    # Only a loan's rank can be left out: it is the one that goes with its lender then.
    left_out = _("as usual for this lender")
    fields = list(_fields(section))
    for row in _pairs(fields):
        for column, (name, kind) in zip(st.columns(2, gap="large"), row, strict=False):
            value = getattr(section, name)
            key = f"choice-{where}.{name}"
            label = field_label(name, to)
            label = label[:1].upper() + label[1:]
            with column:
                if kind is bool:
                    st.session_state[key] = bool(value)
                    st.toggle(label, key=key, on_change=_set_choice, args=(where, name, to))
                elif name == "service":
                    titles = distinct(titles_of(scenario.services, to))
                    options = [None, *titles]
                    st.session_state[key] = value
                    st.selectbox(
                        label, options, key=key, format_func=lambda n, titles=titles: titles.get(n, _("none")),
                        on_change=_set_choice, args=(where, name, to), placeholder=_("none"),
                    )  # fmt: skip
                elif isinstance(kind, type) and issubclass(kind, Enum):
                    options = [*([None] if _may_be_left_out(section, name) else []), *(member.value for member in kind)]
                    st.session_state[key] = value.value if value is not None else None
                    st.selectbox(
                        label, options, key=key,
                        format_func=lambda v, kind=kind: left_out if v is None else choice_label(kind(v), to),
                        on_change=_set_choice, args=(where, name, to), placeholder=left_out,
                    )  # fmt: skip
                else:
                    st.session_state[key] = _written(name, value, to)
                    st.text_input(label, max_chars=200, key=key, on_change=_set_choice, args=(where, name, to))


def _may_be_left_out(section: Section, name: str) -> bool:
    field = type(section).model_fields[name]
    return not field.is_required() and field.default is None


def _written(name: str, value: str | Title | None, to: Language) -> str:
    """A text of a part as its field shows it: in the reader's language, where there is one in that."""
    if isinstance(value, Title):
        return value.in_language(to)
    return service_unit(value, to) if name == "unit" else value or ""


def _set_choice(where: str, name: str, to: Language) -> None:
    _ = translate(to)
    value = st.session_state[f"choice-{where}.{name}"]
    if name == "unit":
        value = service_unit_named(value, to)
    elif name == "title" and not value.strip():
        value = _usual_title(where)
    told = _("Changed: {what}").format(what=field_label(name, to))
    tell(told, lambda: apply(study().now, {f"{where}.{name}": value if value != "" else None}))


def _usual_title(where: str) -> dict[Language, str] | None:
    """What a part is called to whom nobody gave a name: its kind, in both languages, as when it was added."""
    kind = kind_of(_section(study().now, where))
    return kind.title if kind is not None else None


def _fields(section: Section) -> Iterator[tuple[str, type]]:
    """The fields that can be chosen or written, each with its type."""
    for name, field in type(section).model_fields.items():
        if described(field) is not None or name == "kind":
            continue
        kind: Any = field.annotation
        if get_origin(kind) in (Union, types.UnionType):
            kind = next(arg for arg in get_args(kind) if arg is not type(None))
        if kind in (bool, str, Title) or (isinstance(kind, type) and issubclass(kind, Enum)):
            try:
                field_label(name, "nl")
            except KeyError:
                continue
            yield name, kind


def _section(scenario: Scenario, where: str) -> Section | None:
    here: Any = scenario
    for key in where.split("."):
        if isinstance(here, dict):
            here = here.get(key)
        elif isinstance(here, tuple):
            here = here[int(key)] if int(key) < len(here) else None
        else:
            here = getattr(here, key, None)
    return here if isinstance(here, Section) else None


def _pairs(items: list[Any]) -> Iterator[list[Any]]:
    for k in range(0, len(items), 2):
        yield items[k : k + 2]
