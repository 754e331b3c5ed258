"""Whatever a document holds, the answer is a ScenarioError, soon: never a traceback, never a full memory."""

from __future__ import annotations

import math
import os
import socket
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents import standalone
from wijkbv_sim.scenario import extends
from wijkbv_sim.scenario.document import edit, load, parse_text, read, save
from wijkbv_sim.scenario.errors import ScenarioError
from wijkbv_sim.scenario.tree import MAX_BYTES

HEAD = "name: a\ntitle: A\narea: {name: x, inhabitants: 100}\n"
BILLION = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 40))
EVENTS = "timeline:\n  - name: e\n    month: 1\n    set:\n"

PATIENCE = 60.0
"""Seconds: a guard against what never ends. On an ordinary, idle machine none of these takes three."""

TEXTS = {
    "billion laughs": (BILLION, "line 1, a0: anchors and aliases"),
    "an alias of itself": ("&a [*a]", "line 1: anchors and aliases"),
    "a merge of an alias": (HEAD + "<<: *a\n", "line 4, <<: anchors and aliases"),
    "a merge key": (HEAD + "<<: {x: 1}\n", "line 4, <<: unknown key"),
    "a tag that would run": (
        HEAD + "x: !!python/object/apply:os.system [ls]\n",
        "line 4, x: tags (tag:yaml.org,2002:py",
    ),
    "a tag of YAML's own": (HEAD + "x: !!str 5\n", "line 4, x: tags (tag:yaml.org,2002:str)"),
    "a tag without an end": ("!" * 1_000_000, "line 1: the document is too big; expected at most 20,000 char"),
    "a long tag": ("!<" + "x" * 1_000_000 + "> a", "line 1: the document is too big"),
    "brackets": ("[" * 10_000, "line 1: the document is nested too deeply; expected at most 50 levels"),
    "braces": ("{a: " * 5_000, "line 1: the document is nested too deeply"),
    "few brackets": ("a: " + "[" * 60 + "]" * 60, "line 1: the document is nested too deeply"),
    "dashes": ("- " * 10_000, "line 1: the document is nested too deeply"),
    "question marks": ("? " * 10_000, "line 1: the document is nested too deeply"),
    "stairs": ("".join(" " * i + "a:\n" for i in range(1_500)), "line 51: the document is nested too deeply"),
    "colons": (":" * 19_000, "line 1: this is not YAML"),
    "a million keys": (
        "".join(f"k{i}: 1\n" for i in range(1_000_000)),
        "the document is too big; expected at most 2,000",
    ),
    "many keys": (
        "".join(f"k{i}: 1\n" for i in range(49_000)),
        "line 20000: the document is too big; expected at most 40",
    ),
    "many keys on a line": ("{" + ",".join(f"k{i}: 1" for i in range(150_000)) + "}", "expected at most 40,000 keys"),
    "many lines": ("\n" * 1_000_000, "the document is too big; expected at most 50,000 lines"),
    "a long text": (
        HEAD + "description: " + "x y " * 300_000,
        "line 4, description: too long; expected at most 10,000",
    ),
    "a long word": (HEAD + "description: " + "x" * 1_000_000, "line 4: the document is too big"),
    "a long key": (HEAD + "k" * 900 + ": 1", "line 4, " + "k" * 80 + "...: unknown key"),
    "many unknown paths": (
        HEAD + EVENTS + "".join(f"      money.x{i}: 1\n" for i in range(15_000)),
        "there is no param",
    ),
    "not a number": (HEAD + "money: {notice: .nan}\n", "line 4, money.notice: nan is not finite"),
    "infinity": (HEAD + "money: {notice: .inf}\n", "line 4, money.notice: inf is not finite"),
    "infinity below": (HEAD + "money: {notice: -.inf}\n", "line 4, money.notice: -inf is not finite"),
    "infinity by exponent": (HEAD + "money: {notice: 1e999}\n", "line 4, money.notice: inf is not finite"),
    "infinity by length": (HEAD + "time: {years: " + "9" * 19_000 + "}", "line 4, time.years: "),
    "infinity in a distribution": (
        HEAD + "money: {notice: {uniform: [1, .inf]}}",
        "line 4, money.notice.uniform.1: inf",
    ),
    "a negative term": (
        HEAD + "money:\n  loans: {a: {amount: 5, term: -3}}\n",
        "line 5, money.loans.a.term: -3 years lies outside the range; expected 1 to 60 years",
    ),
    "a billion people": (
        HEAD.replace("100", str(10**12)),
        "line 3, area.inhabitants: 1,000,000,000,000 residents lies outside the range; "
        "expected 1 to 2,000,000 residents",
    ),
    "nothing": ("", "the document is empty; expected keys with values"),
    "a comment": ("# nothing\n", "the document is empty"),
    "null": ("~", "line 1: the document is nothing (null)"),
    "a list": ("- a\n- b\n", "line 1: the document is a list; expected keys with values"),
    "a word": ("hello", "line 1: the document is hello; expected keys with values"),
    "a number as key": (HEAD + "services: {1: {demand: 1}}\n", "line 4, services.1: the key 1 is no text"),
    "true as key": (HEAD + "true: 1\n", "line 4, true: the key true is no text"),
    "null as key": (HEAD + "~: 1\n", "line 4, ~: the key ~ is no text"),
    "a list as key": (HEAD + "? [a]\n: 1\n", "line 4: the key a list is no text"),
    "a key twice": (HEAD + "money:\n  notice: 1\n  notice: 2\n", "line 6, money.notice: this key stands here twice"),
    "a bracket left open": (HEAD + "codes: [a, b\nx: 1\n", "line 5: this is not YAML: while parsing a flow sequence"),
    "a tab": (HEAD + "money:\n\tnotice: 1\n", "line 5: this is not YAML"),
    "two documents": (HEAD + "---\n" + HEAD, "line 4: a second document begins here"),
    "YAML 1.1": ("%YAML 1.1\n---\n" + HEAD, "line 2: this asks for YAML 1.1; expected YAML 1.2"),
    "a bell": (HEAD + "x: \x07", "line 4: this is no text: it holds the control character '\\x07'"),
    "half a character": (HEAD + "x: \ud800", "line 4: this is no text"),
}


@pytest.mark.parametrize("what", TEXTS)
def test_a_hostile_text_is_refused_soon_with_its_line(what):
    text, said = TEXTS[what]
    begin = time.perf_counter()
    with pytest.raises(ScenarioError) as caught:
        parse_text(text, "bad.yaml")
    assert time.perf_counter() - begin < PATIENCE
    assert said in str(caught.value)
    assert str(caught.value).startswith("bad.yaml")
    assert len(str(caught.value)) < 30_000
    assert caught.value.text("nl")


def test_a_bomb_takes_no_memory():
    tracemalloc.start()
    with pytest.raises(ScenarioError):
        parse_text(BILLION)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


FILES = {
    "latin-1": ("name: caf\u00e9\n".encode("latin-1"), "line 1: this is not UTF-8 text"),
    "utf-16": (HEAD.encode("utf-16"), "line 1: this is not UTF-8 text"),
    "binary": (b"\x7fELF\x00\x01", "line 1: this is no text: it holds the control character"),
    "too big": (b"# " + b"x" * MAX_BYTES, "the document is too big; expected at most 2,000,000 bytes"),
    "empty": (b"", "the document is empty"),
    "only a mark": (b"\xef\xbb\xbf", "the document is empty"),
}


@pytest.mark.parametrize("what", FILES)
def test_a_hostile_file_is_refused_by_name(tmp_path, what):
    content, said = FILES[what]
    path = tmp_path / "bad.yaml"
    path.write_bytes(content)
    for call in (read, load):
        with pytest.raises(ScenarioError) as caught:
            call(path)
        assert str(caught.value).startswith(str(path))
        assert said in str(caught.value)


def refused(path, said):
    for call in (read, load, lambda p: edit(p, {"money.notice": 3})):
        begin = time.perf_counter()
        with pytest.raises(ScenarioError, match=said):
            call(path)
        assert time.perf_counter() - begin < 1


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "huge.yaml"
    with open(path, "wb") as file:
        file.truncate(10**12)
    refused(path, "the document is too big")


def test_only_ordinary_files_are_read(tmp_path):
    refused(tmp_path, "this is a directory; expected a file")
    os.mkfifo(tmp_path / "pipe.yaml")
    refused(tmp_path / "pipe.yaml", "this is a device, pipe or socket; expected an ordinary file")
    refused("/dev/zero", "this is a device, pipe or socket")
    (tmp_path / "link.yaml").symlink_to("/dev/zero")
    refused(tmp_path / "link.yaml", "this is a device, pipe or socket")
    (tmp_path / "round.yaml").symlink_to("round.yaml")
    refused(tmp_path / "round.yaml", "cannot be read or written")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(tmp_path / "s"))
        refused(tmp_path / "s", "this is a device, pipe or socket")


def test_nothing_is_written_over_what_is_no_file(tmp_path):
    scenario = parse_text(HEAD)
    os.mkfifo(tmp_path / "pipe.yaml")
    for path in (tmp_path, tmp_path / "pipe.yaml", "/dev/null"):
        with pytest.raises(ScenarioError, match="expected a"):
            save(scenario, path)


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    path = tmp_path / "shut.yaml"
    path.write_text(HEAD)
    if os.geteuid() == 0:  # who may do anything meets no shut file

        def shut(*_args, **_kwargs):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("builtins.open", shut)
    else:
        path.chmod(0)
    refused(path, "shut.yaml: no permission to read or write this file")


@pytest.mark.parametrize("name", ["", "no\0name", "x" * 5_000, "/no/such/file.yaml", "./nothing", "a/b", "\n"])
def test_a_name_of_no_file(name):
    refused(name, "no such file|cannot be read or written|no scenario x{60}\\.\\.\\.;")


CIRCLE: dict = {}
CIRCLE["area"] = CIRCLE
ENDLESS: list = []
ENDLESS.append(ENDLESS)
SOUND = {"name": "a", "title": "A", "area": {"name": "x", "inhabitants": 5}}


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (CIRCLE, "nested too deeply"),
        ({"timeline": ENDLESS}, "nested too deeply"),
        ({1: 2}, "1: the key 1 is no text"),
        ({"name": object()}, "name: object does not belong in a document"),
        ({"name": b"a"}, "name: bytes does not belong in a document"),
        ({**SOUND, "money": {"notice": math.nan}}, "money.notice: nan is not finite"),
        ({**SOUND, "money": {"notice": 10**5000}}, "money.notice: inf is not finite"),
        ({**SOUND, "money": {"notice": -(10**5000)}}, "money.notice: -inf is not finite"),
        ({**SOUND, "time": {"years": 10**5000}}, "time.years: inf is no whole number"),
        ({**SOUND, "extends": "nobody"}, "extends: nobody cannot be extended"),
        ({}, "this key must be given"),
        (5, "int does not belong"),
        (None, "NoneType does not belong"),
        (b"malburgen", "bytes does not belong"),
    ],
)
def test_a_hostile_value_is_refused(document, said):
    with pytest.raises(ScenarioError) as caught:
        load(document)
    assert said in str(caught.value)


def test_a_chain_of_big_documents_is_stopped_by_their_sum(tmp_path, monkeypatch):
    # A tenth of what is allowed: a text of its whole size is tried above.
    monkeypatch.setattr(extends, "MAX_VALUES", extends.MAX_VALUES // 10)
    for i in range(8):
        body = "".join(f"x{i}y{j}: 1\n" for j in range(800))
        (tmp_path / f"d{i}.yaml").write_text(f"extends: d{i + 1}.yaml\n{body}")
    begin = time.perf_counter()
    with pytest.raises(ScenarioError, match=r"line 1, extends: the document is too big; expected at most 4,000 values"):
        read(tmp_path / "d0.yaml")
    assert time.perf_counter() - begin < PATIENCE


def refusal(call, *arguments):
    """The error with which something was refused, or None; every other error goes through."""
    try:
        call(*arguments)
    except ScenarioError as error:
        return error
    return None


TEMPLATE = standalone("a", "A", "x", 900)
SNIPPETS = [
    "[",
    "]",
    "{",
    "}",
    ":",
    "-",
    "#",
    "&a ",
    "*a",
    "!x ",
    "|",
    ">",
    "'",
    '"',
    "%",
    "@",
    "\t",
    "\n",
    "? ",
    "~",
    "null",
]


@given(st.lists(st.tuples(st.integers(0, len(TEMPLATE)), st.sampled_from(SNIPPETS) | st.text(max_size=3)), max_size=4))
@settings(max_examples=150, deadline=None)
def test_a_slip_of_the_keyboard_never_ends_in_a_traceback(slips):
    text = TEMPLATE
    for position, typed in slips:
        text = text[:position] + typed + text[position + len(typed) % 2 :]
    told = refusal(parse_text, text, "a.yaml")
    assert told is None or all(problem.text("nl") and problem.text("en") for problem in told.problems)


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_refused_and_nothing_worse(content):
    with pytest.raises(ScenarioError):
        parse_text(content)


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just(10**400),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
PATHS = [
    "title",
    "area",
    "area.inhabitants",
    "money",
    "money.notice",
    "money.contracts",
    "timeline",
    "correlations",
    "time.start",
]


@given(st.dictionaries(st.sampled_from([p.split(".")[0] for p in PATHS]) | st.text(max_size=3), plain, max_size=4))
@settings(max_examples=200, deadline=None)
def test_any_dict_is_a_scenario_or_refused(document):
    for whole in (document, {**SOUND, **document}):
        told = refusal(load, whole)
        assert told is None or str(told)
