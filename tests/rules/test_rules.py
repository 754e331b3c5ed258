"""The rules of the domain in sentences: tests/rules/*.yaml, as README.md there explains, read and held to the model."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.worlds import building, contract, futures, quiet, service
from wijkbv_sim.experiment.chunk import Chunk
from wijkbv_sim.ledger import Account, Kind, Sector

HERE = Path(__file__).parent
PLAIN = {"a plain contract": contract, "a plain building": building, "a plain service": service}
ACCOUNTS = {account.label_en: account for account in Account}
SECTORS = {sector.label_en: sector for sector in Sector}
CREDIT = (Kind.INCOME, Kind.LIABILITY, Kind.EQUITY)

RULES = [
    pytest.param(rule, id=f"{path.stem}: {rule['rule']}")
    for path in sorted(HERE.glob("*.yaml"))
    for rule in YAML(typ="safe").load(path.read_text(encoding="utf-8"))
]


def test_every_subject_is_there():
    told = {path.stem for path in HERE.glob("*.yaml")}
    assert told >= {"assets", "contracts", "gifts", "loans", "members", "tax", "vat", "work"}


@pytest.mark.parametrize("rule", RULES)
def test_rule(rule):
    assert set(rule) <= {"rule", "source", "given", "then"}
    assert disagreements(rule) == []


def disagreements(rule: dict[str, Any]) -> list[str]:
    """Every amount that is not what the rule says, in words."""
    moments = [(when, *months_of(when), what) for when, what in rule["then"].items()]
    last = max(until for _, _, until, _ in moments)
    chunk = futures(quiet({path: plain(value) for path, value in rule["given"].items()}, years=-(-last // 12)))
    wrong = []
    for when, first, until, what in moments:
        for name, expected in what.items():
            found = amount(chunk, name, first, until)
            if found != Decimal(str(expected)).quantize(Decimal("0.01")):
                wrong.append(f"{when}, {name}: expected {expected}, found {found}")
    return wrong


def plain(value: Any) -> Any:
    """What is given, with plain parts spelled out."""
    if isinstance(value, dict) and len(value) == 1 and next(iter(value)) in PLAIN:
        kind, changes = next(iter(value.items()))
        return PLAIN[kind](**changes)
    return value


def months_of(when: str) -> tuple[int | None, int]:
    """First and last month of what is said; no first month means a balance."""
    if found := re.fullmatch(r"after (\d+) months?", when):
        return None, int(found[1])
    if found := re.fullmatch(r"in month (\d+)", when):
        return int(found[1]), int(found[1])
    if found := re.fullmatch(r"in months (\d+) to (\d+)", when):
        return int(found[1]), int(found[2])
    raise ValueError(f"{when!r}: expected after N months, in month N, or in months N to M")


def amount(chunk: Chunk, name: str, first: int | None, until: int) -> Decimal:
    """What the books hold or moved, in euros to the cent."""
    if found := re.fullmatch(r"(received from|paid to) (?:the )?(.+)", name):
        column = f"{'paid' if found[1] == 'paid to' else 'received'}.{SECTORS[found[2]].name.lower()}"
        sign = 1
    else:
        account = ACCOUNTS[name]
        column = f"{'balance' if first is None else 'flow'}.{account.name.lower()}"
        sign = -1 if account.kind in CREDIT else 1
    values = chunk.columns[column][0]
    whole = values[until - 1] if first is None else values[first - 1 : until].sum()
    return (Decimal(sign * int(whole)) / 100).quantize(Decimal("0.01"))


def test_a_rule_that_is_wrong_by_a_cent_is_not_held():
    rule = {"given": {"money.overhead": 12_000}, "then": {"in month 1": {"overhead": 1_000.01}}}
    assert disagreements(rule) == ["in month 1, overhead: expected 1000.01, found 1000.00"]


@pytest.mark.parametrize("when", ["after a while", "in month", "in months 3", "after 0x1 months"])
def test_a_moment_that_nobody_knows_is_an_error(when):
    with pytest.raises(ValueError, match="expected after N months"):
        months_of(when)


def test_an_account_that_nobody_knows_is_an_error():
    with pytest.raises(KeyError):
        disagreements({"given": {}, "then": {"in month 1": {"money box": 1}}})
