"""Documents are read, merged, edited and saved without losing what their writers put into them."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents import standalone
from wijkbv_sim.scenario import rewrite
from wijkbv_sim.scenario.document import edit, load, parse_text, read, save
from wijkbv_sim.scenario.errors import ScenarioError
from wijkbv_sim.scenario.template import MAIN, for_area, new_document

BASE = """\
# a street with a garden
name: base
title: Basis
description: Van de basis
area:
  name: Malburgen
  inhabitants: 1000  # counted
services:
  green:
    demand: 100
money:
  inflation: {triangular: [1, 2, 4], source: "a report"}
  notice: 5
  # what the city pays
  contracts:
    green: {service: green, value: 1000}
    # about the care
    care:
      value: 2000   # to be checked
  # gifts
  grants:
    start: {amount: 10}
timeline:
  - {name: one, month: 3, set: {money.notice: 2}}  # first
"""


def said(call, *arguments):
    with pytest.raises(ScenarioError) as caught:
        call(*arguments)
    return str(caught.value)


# Reading


def test_words_mean_what_yaml_1_2_says():
    text = "name: a\ntitle: no\ndescription: 12:30:00\narea: {name: 0x1f, inhabitants: 1_000}\n"
    with pytest.raises(ScenarioError, match=r"line 4, area\.name: 31 is no text"):
        parse_text(text)
    scenario = parse_text(text.replace("0x1f", "on"))
    assert (scenario.title.nl, scenario.description.nl, scenario.area.name) == ("no", "12:30:00", "on")
    assert scenario.area.inhabitants.value == 1000


def test_a_scenario_comes_from_a_path_a_dict_an_open_file_and_itself(write):
    path = write(whole=BASE)
    scenario = read(path)
    assert load(str(path)) == load(path) == scenario
    assert load(scenario) is scenario
    assert load(scenario.model_dump()) == scenario
    with open(path, encoding="utf-8") as text, open(path, "rb") as raw:
        assert read(text) == read(raw) == scenario
    assert read(io.BytesIO(b"\xef\xbb\xbf" + BASE.replace("\n", "\r\n").encode())) == scenario


def test_the_same_numbers_written_in_three_ways():
    head = "name: a\ntitle: A\narea: {name: x, inhabitants: 5}\n"
    plain = parse_text(head + "money: {notice: 4}")
    assert plain.digest == parse_text(head + "money: {notice: {value: 4.0}}").digest
    assert plain.digest == parse_text(head + "money:\n  notice:\n    value: 4\n").digest
    assert plain.digest != parse_text(head + "money: {notice: {value: 4, source: me}}").digest


def test_reading_imports_nothing_heavy():
    heavy = ["numpy", "scipy", "pandas", "mesa", "xarray", "numba"]
    code = f"import sys, wijkbv_sim.scenario.document; print([m for m in {heavy} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


# Extending


def test_a_child_goes_before_its_parent_and_numbers_are_replaced_whole(write):
    write(whole=BASE, name="base.yaml")
    child = write(
        whole="extends: base.yaml\nname: child\ntitle: Kind\nmoney:\n  inflation: {value: 3}\n"
        "  contracts:\n    care: null\n    green: {value: {uniform: [5, 6]}}\ntimeline: []\n",
        name="child.yaml",
    )
    scenario = read(child)
    assert (scenario.name, scenario.title.nl, scenario.description) == ("child", "Kind", None)
    assert scenario.money.inflation.model_dump() == 3
    assert scenario.money.notice.value == 5
    assert list(scenario.money.contracts) == ["green"]
    assert scenario.money.contracts["green"].service == "green"
    assert scenario.money.contracts["green"].value.value is None
    assert scenario.money.contracts["green"].value.uniform == (5, 6)
    assert scenario.timeline == ()


def test_a_path_leads_from_the_file_that_names_it(write, monkeypatch):
    write(whole=BASE, name="lib/base.yaml")
    write(whole="extends: base.yaml\nname: mid\ntitle: M\nmoney: {notice: 6}\n", name="lib/mid.yaml")
    child = write(whole="extends: lib/mid.yaml\nname: c\ntitle: C\n", name="c.yaml")
    monkeypatch.chdir("/")
    assert read(child).money.notice.value == 6


def test_a_problem_names_the_file_in_which_it_was_written(write, tmp_path):
    write(whole=BASE.replace("notice: 5", "notice: 99"), name="base.yaml")
    child = write(whole="extends: base.yaml\nname: c\ntitle: C\nmoney:\n  hirring: 3\n", name="c.yaml")
    with pytest.raises(ScenarioError) as caught:
        read(child)
    assert [(p.file, p.line, p.path) for p in caught.value.problems] == [
        (str(tmp_path / "base.yaml"), 13, "money.notice"),
        (str(child), 5, "money.hirring"),
    ]


def test_what_a_child_takes_away_its_parent_may_miss(write, tmp_path):
    write(whole=BASE, name="base.yaml")
    child = write(whole="extends: base.yaml\nname: c\ntitle: C\nservices: {green: null}\n", name="c.yaml")
    [line] = said(read, child).splitlines()
    assert line.startswith(
        f"{tmp_path / 'base.yaml'}, line 16, money.contracts.green.service: there is no service green"
    )


def test_taking_away_a_number_that_is_not_there(write):
    write(whole=BASE, name="base.yaml")
    child = write(whole="extends: base.yaml\nname: c\ntitle: C\nmoney: {hiring: null}\n", name="c.yaml")
    assert "line 4, money.hiring: null takes out a part, but the extended document has no such part" in said(
        read, child
    )


def test_a_document_cannot_extend_itself_or_go_round(write):
    alone = write(whole="extends: a.yaml\nname: a\ntitle: A\n", name="a.yaml")
    assert "line 1, extends: extends goes round in a circle: a.yaml -> a.yaml" in said(read, alone)
    write(whole="name: b\nextends: c.yaml\n", name="b.yaml")
    write(whole="extends: sub/../b.yaml\n", name="c.yaml")
    first = write(whole="extends: b.yaml\n", name="x.yaml")
    (first.parent / "sub").mkdir()
    assert "c.yaml, line 1, extends: extends goes round in a circle: x.yaml -> b.yaml -> c.yaml -> b.yaml" in said(
        read, first
    )


def test_a_chain_of_twenty_is_read_and_of_twenty_one_is_not(write):
    write(whole=BASE, name="d0.yaml")
    paths = [write(whole=f"extends: d{i - 1}.yaml\nname: d{i}\ntitle: D\n", name=f"d{i}.yaml") for i in range(1, 21)]
    assert read(paths[18]).name == "d19"
    message = said(read, paths[19])
    assert "d1.yaml, line 1, extends: the chain of extends is too long: d20.yaml -> d19.yaml -> " in message
    assert message.endswith("expected at most 20 documents")


def test_an_extended_document_that_is_not_there(write, tmp_path):
    path = write(whole="name: a\nextends: gone.yaml\n")
    assert f"line 2, extends: {tmp_path / 'gone.yaml'}: there is no such file" in said(read, path)
    path = write(whole="name: a\nextends: [1]\n")
    assert "line 2, extends: a list cannot be extended" in said(read, path)


def test_what_is_no_file_can_extend_bundled_scenarios_only(write):
    path = write(whole=BASE, name="base.yaml")
    assert "cannot be extended" in said(parse_text, f"extends: {path}\nname: a\ntitle: A\n")
    assert "cannot be extended" in said(load, {"extends": str(path), "name": "a", "title": "A"})
    assert "cannot be extended" in said(read, io.StringIO("extends: /etc/passwd\n"))


# Editing and saving

TEMPLATE = standalone("a", "A", "x", 900)
NUMBERS = [(path, meta) for path, _, meta in parse_text(TEMPLATE).quantities() if path.split(".")[-1][:4] != "age_"]


@given(st.sampled_from(NUMBERS), st.data())
@settings(max_examples=60, deadline=None)
def test_any_number_is_edited_as_in_memory_and_no_other_line_changes(number, data):
    path, meta = number
    value = data.draw(st.sampled_from([meta.low, meta.high, {"value": meta.low, "source": "it's: {a}, #1"}, None]))
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory) / "a.yaml"
        file.write_text(TEMPLATE, encoding="utf-8")
        before = read(file)
        try:
            expected = before.with_({path: value})
        except ValueError:
            with pytest.raises(ScenarioError):
                edit(file, {path: value})
            assert file.read_text(encoding="utf-8") == TEMPLATE
            return
        assert edit(file, {path: value}) == read(file) == expected
        after = file.read_text(encoding="utf-8").splitlines()
        lost = [line for line in TEMPLATE.splitlines() if line not in after]
        assert len(lost) <= 2  # the number, and the comment of one that was taken away


def test_an_edit_changes_its_own_characters_only(write):
    path = write(whole=BASE)
    edit(path, {"money.notice": 7, "money.contracts.care.value": {"uniform": [5, 6]}, "area.inhabitants": 900})
    assert path.read_text() == (
        BASE.replace("notice: 5", "notice: 7")
        .replace("value: 2000  ", "value: {uniform: [5, 6]}  ")
        .replace("1000  #", "900  #")
    )


def test_an_edit_adds_and_takes_away_keys(write):
    path = write(whole=BASE)
    scenario = edit(
        path,
        {
            "money.contracts.care": None,
            "money.contracts.green.term": 2,
            "money.hiring": {"value": 2, "source": "it's: #1"},
            "ownership.network.contacts": 6,
            "timeline.0.set.money.notice": 9,
        },
    )
    assert path.read_text() == (
        BASE.replace("    # about the care\n    care:\n      value: 2000   # to be checked\n", "")
        .replace("value: 1000}", "value: 1000, term: 2}")
        .replace("    start: {amount: 10}\n", '    start: {amount: 10}\n  hiring: {value: 2, source: "it\'s: #1"}\n')
        .replace("money.notice: 2}}", "money.notice: 9}}")
        + "ownership:\n  network:\n    contacts: 6\n"
    )
    assert scenario == read(path)
    assert scenario.timeline[0].set["money.notice"].value == 9


def test_an_edit_that_would_not_be_valid_changes_nothing(write):
    path = write(whole=BASE)
    assert said(edit, path, {"money.notice": 99}).startswith(f"{path}, line 13, money.notice: 99 months lies outside")
    assert f"{path}, line 11, money.notise: unknown key; did you mean notice?" in said(edit, path, {"money.notise": 9})
    assert "name.x: there is no such place in the document" in said(edit, path, {"name.x": 1})
    assert "timeline.7.month: there is no such place" in said(edit, path, {"timeline.7.month": 1})
    assert path.read_text() == BASE
    assert os.listdir(path.parent) == [path.name]


def test_an_edit_of_a_child_stays_in_the_child(write, tmp_path):
    write(whole=BASE, name="base.yaml")
    child = write(whole="extends: base.yaml  # ours\nname: c\ntitle: C\n", name="c.yaml")
    scenario = edit(child, {"money.contracts.care": None, "money.notice": 4})
    assert list(scenario.money.contracts) == ["green"]
    assert child.read_text() == (
        "extends: base.yaml  # ours\nname: c\ntitle: C\nmoney:\n  contracts:\n    care: null\n  notice: 4\n"
    )
    assert (tmp_path / "base.yaml").read_text() == BASE


def test_saving_what_was_read_changes_not_one_character(write):
    for text in (BASE, BASE.replace("\n", "\r\n"), BASE.replace("notice: 5", "notice: {value: 5.0}")):
        path = write()
        path.write_bytes(text.encode())
        save(read(path), path)
        assert path.read_bytes().decode() == text


def test_saving_onto_a_document_keeps_the_comments_of_what_stays(write):
    path = write(whole=BASE)
    changed = read(path).with_({"money.contracts.care": None, "money.notice": 6, "title": "Anders: nu"})
    save(changed, path)
    text = path.read_text()
    assert read(path) == changed
    assert text == (
        BASE.replace("    # about the care\n    care:\n      value: 2000   # to be checked\n", "")
        .replace("notice: 5", "notice: 6")
        .replace("title: Basis", "title: 'Anders: nu'")
    )


def test_saving_onto_an_extending_document_makes_it_stand_alone(write):
    base = write(whole=BASE, name="base.yaml")
    child = write(whole="extends: base.yaml\nname: c\n# the title\ntitle: C\n", name="c.yaml")
    scenario = read(child)
    save(scenario, child)
    base.unlink()
    assert read(child).digest == scenario.digest
    assert "# the title\ntitle: C\n" in child.read_text()


def test_events_are_added_and_taken_from_the_end(write):
    path = write(whole=BASE)
    scenario = read(path)
    events = [e.model_dump(mode="json", exclude_unset=True) for e in scenario.timeline]
    longer = scenario.with_({"timeline": [*events, {"name": "two", "month": 5, "add": {"money.notice": 1}}]})
    save(longer, path)
    assert read(path) == longer
    assert path.read_text().startswith(BASE)
    save(scenario, path)
    assert path.read_text() == BASE


def test_a_layout_that_cannot_be_patched_is_written_anew(write):
    path = write(whole='# kept\n{name: a, title: "A", area: {name: x, inhabitants: 5}}\n')
    edit(path, {"money.notice": 4})
    assert read(path).money.notice.value == 4
    assert path.read_text().startswith("# kept\n")


def test_a_new_file_is_written_whole_or_not_at_all(write, tmp_path, monkeypatch):
    scenario = read(write(whole=BASE))
    target = tmp_path / "new.yaml"
    save(scenario, target)
    assert read(target).digest == scenario.digest
    before = target.read_text()
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    assert "cannot be read or written: No space left on device" in said(save, scenario.with_(money__notice=3), target)
    assert target.read_text() == before
    assert not [name for name in os.listdir(tmp_path) if name.endswith(".part")]


def test_a_save_keeps_the_files_mode_and_its_link(write, tmp_path):
    path = write(whole=BASE)
    path.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    edit(link, {"money.notice": 6})
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert read(path).money.notice.value == 6


def test_saving_where_there_is_no_directory(write, tmp_path):
    assert "cannot be read or written" in said(save, read(write()), tmp_path / "no" / "where.yaml")
    assert "this is a directory; expected a file" in said(save, read(write()), tmp_path)


def test_text_that_yaml_might_misread_comes_back_as_it_was(write, tmp_path):
    for text in (
        "no",
        "12",
        "1_000",
        "0x1f",
        "~",
        "1e3",
        " a",
        "a\nb\n",
        "a: b #c",
        "\t",
        "é😀",
        "\u2028\x85",
        "- a",
        "'",
        '"',
    ):
        scenario = read(write()).with_({"description": {"nl": text, "en": "x"}})
        save(scenario, tmp_path / "t.yaml")
        assert read(tmp_path / "t.yaml").description.nl == text
    assert rewrite.says("a: 1", {"a": 1})
    assert not rewrite.says("a: 1", {"a": True})


@pytest.mark.parametrize("text", [":0", "?x", ":", "a: b", "-"])
def test_a_source_of_signs_comes_back(tmp_path, text):
    fee = {"value": 3, "source": text}
    save(
        load({"name": "a", "title": "A", "area": {"name": "x", "inhabitants": 5}, "ownership": {"fee": fee}}),
        tmp_path / "t.yaml",
    )
    assert read(tmp_path / "t.yaml").ownership.fee.source == text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_new_document_is_valid_and_explains_its_numbers(language):
    text = new_document("my-street", 'Straat: "A" #1', "Wijk\nNoord", 2500, language)
    scenario = parse_text(text)
    assert (scenario.name, scenario.title.nl, scenario.area.name) == ("my-street", 'Straat: "A" #1', "Wijk\nNoord")
    assert scenario.area.inhabitants.value == 2500
    help_text = {"nl": "Hoeveel leden er zijn als de eerste maand begint.", "en": "How many members there are when"}
    assert f"[residents]: {help_text[language]}" in text
    # What is written out is the template's own number at this size, doubt included.
    whole = for_area("bewonersbedrijf", {"name": "Wijk", "inhabitants": 2500})
    for path in MAIN:
        (ours, _), (theirs, _) = scenario.parameter(path), whole.parameter(path)
        assert f"{path.split('.')[-1]}: " in text
        assert (ours.value, ours.triangular) == (theirs.value, theirs.triangular), path
    assert said(new_document, "My Street", "T", "A", 5).startswith(
        "line 6, name: My Street is not written as it should"
    )
