"""The documentation says what the code says: it may not drift without a word."""

from __future__ import annotations

import re

import pytest

from scripts.parameters import ROOT, pages, parameter_paths, switch_paths
from wijkbv_sim.export.glossary import TERMS
from wijkbv_sim.ledger import Account, Sector
from wijkbv_sim.model.philox import Process
from wijkbv_sim.model.variables import VARIABLES
from wijkbv_sim.scenario.schema import Feedbacks

MADE = pages()
EXPLAINED = (
    "operating_result", "own_income_share", "liquidity_months", "solvency", "dscr", "local_retention", "burnt_out",
)  # fmt: skip
TOLD = set(re.findall(r"`([^`\n]+)`", (ROOT / "docs/model.md").read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", MADE)
def test_made_pages_are_what_the_code_makes(name):
    there = (ROOT / name).read_text(encoding="utf-8")
    assert there == MADE[name], f"{name} is out of date: run `make docs`"


@pytest.mark.parametrize(
    ("what", "names"),
    [
        ("parameters", parameter_paths()),
        ("switches", switch_paths()),
        ("variables", VARIABLES),
        ("accounts", [account.name.lower() for account in Account]),
        ("sectors", [sector.name.lower() for sector in Sector]),
        ("processes", [process.name for process in Process]),
    ],
)
def test_the_model_description_names_all(what, names):
    missing = [name for name in names if name not in TOLD]
    assert not missing, f"docs/model.md does not name these {what}: {', '.join(missing)}"


def test_the_model_description_names_nothing_that_is_gone():
    heads = {path.split(".")[0] for path in parameter_paths()} - {"area"}
    paths = {name for name in TOLD if re.fullmatch(r"[a-z_]+(\.(<\w+>|\w+))+", name) and name.split(".")[0] in heads}
    fields = {path for page in MADE.values() for path in re.findall(r"^(?:\| |## )`([^`]+)`", page, re.MULTILINE)}
    assert paths - fields == set()


def test_every_feedback_is_in_the_list():
    assert {path.removeprefix("feedbacks.") for path in switch_paths() if path.startswith("feedbacks.")} == set(
        Feedbacks.model_fields
    )


def test_the_glossary_names_code_that_is_there():
    rows = (ROOT / "docs/glossary.md").read_text(encoding="utf-8").splitlines()
    words = {word for row in rows if row.startswith("|") for word in re.findall(r"`([^`]+)`", row)}
    sources = [*(ROOT / "wijkbv_sim").rglob("*.py"), *(ROOT / "scenarios").glob("*.yaml")]
    code = set(re.findall(r"[\w-]+", "\n".join(path.read_text(encoding="utf-8") for path in sources)))
    code |= {path.stem for path in sources} | {account.name.lower() for account in Account}
    assert words - code == set()


def test_the_words_that_are_explained_are_the_words_of_the_screens():
    labels = {name: (VARIABLES[name].nl, VARIABLES[name].en) for name in EXPLAINED}
    assert set(labels.values()) <= {(term.nl, term.en) for term in TERMS}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_word_is_explained_once_in_sentences(language):
    words, meanings = zip(*(term.in_language(language) for term in TERMS), strict=True)
    assert len({word.lower() for word in words}) == len(words)
    assert all(re.fullmatch(r"[A-Z].+\.", meaning) for meaning in meanings)
    assert set(meanings).isdisjoint(term.in_language("en" if language == "nl" else "nl")[1] for term in TERMS)
