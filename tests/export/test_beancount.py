"""Another program checks the books: real ``bean-check`` accepts what is exported, and nothing that is a cent off."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from beancount import loader
from beancount.core.data import Balance, Open, Transaction
from hypothesis import HealthCheck, given, settings

from tests.command.conftest import Run
from tests.made import BROAD, WORLDS
from tests.worlds import busy, quiet
from wijkbv_sim import simulate
from wijkbv_sim.export.beancount import account_name, write_beancount
from wijkbv_sim.ledger import Account
from wijkbv_sim.results.results import Results
from wijkbv_sim.scenario.library import names

POOR = {"money.opening_cash": 5_000, "money.credit_limit": 0, "money.overhead": 150_000, "money.patience": 2}


def bean_check(path: Path) -> subprocess.CompletedProcess[str]:
    """The command as a bookkeeper would give it."""
    command = [sys.executable, "-m", "beancount.scripts.check", "--no-cache", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def results() -> Results:
    return simulate(busy(), 6, 1)


@pytest.fixture
def file(results: Results, tmp_path: Path) -> Path:
    return write_beancount(results, tmp_path / "busy.beancount", future=2)


@pytest.mark.parametrize("future", ["typical", 0, 5])
def test_bean_check_accepts_a_busy_company(results: Results, tmp_path: Path, future: int | str) -> None:
    done = bean_check(write_beancount(results, tmp_path / "b.beancount", future=future))
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_bean_check_accepts_a_company_that_ends_halfway(tmp_path: Path) -> None:
    for seed in (1, 2):
        ended = simulate(busy(POOR), 1, seed)
        assert not ended.column("alive").all()
        done = bean_check(write_beancount(ended, tmp_path / f"{seed}.beancount"))
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", [name for name in names() if name.startswith("malburgen")])
def test_bean_check_accepts_bundled_scenarios(name: str, tmp_path: Path) -> None:
    done = bean_check(write_beancount(simulate(name, 2, 1), tmp_path / "b.beancount"))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
@pytest.mark.parametrize("name", names())
def test_bean_check_accepts_every_bundled_scenario(name: str, tmp_path: Path) -> None:
    results = simulate(name, 20, 7)
    for future in (0, 13, "typical"):
        done = bean_check(write_beancount(results, tmp_path / "b.beancount", future=future))
        assert (done.returncode, done.stderr) == (0, "")


@settings(BROAD, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(WORLDS)
def test_beancount_accepts_whatever_world_there_is(tmp_path: Path, changes: dict) -> None:
    path = write_beancount(simulate(quiet(changes, years=2), 1, 3), tmp_path / "any.beancount")
    _, errors, _ = loader.load_file(str(path))
    assert errors == []


def amounts(text: str) -> list[re.Match[str]]:
    return list(re.finditer(r"^  [A-Z]\S+  (-?\d+\.\d\d) EUR$", text, re.MULTILINE))


def off_by_a_cent(text: str, found: re.Match[str]) -> str:
    changed = str(Decimal(found[1]) + Decimal("0.01"))
    return text[: found.start(1)] + changed + text[found.end(1) :]


@pytest.mark.parametrize("part", [0, 1, 5, 50, 95, 99])
def test_bean_check_refuses_one_amount_that_is_a_cent_off(file: Path, part: int) -> None:
    text = file.read_text(encoding="utf-8")
    every = amounts(text)
    file.write_text(off_by_a_cent(text, every[len(every) * part // 100]), encoding="utf-8")
    done = bean_check(file)
    assert done.returncode != 0
    assert "does not balance" in done.stderr


def test_bean_check_refuses_two_amounts_that_hide_each_other(file: Path) -> None:
    """A transaction that adds up and books a cent on the wrong account is seen in the month's balance."""
    text = file.read_text(encoding="utf-8")
    wages = next(m for m in amounts(text) if "Kosten:Lonen" in m[0])
    text = off_by_a_cent(text, wages)
    bank = next(m for m in amounts(text) if m.start() < wages.start() and "Activa:Bank" in m[0] and m.start() > 0
                and text.count("*", m.start(), wages.start()) == 0)  # fmt: skip
    changed = str(Decimal(bank[1]) - Decimal("0.01"))
    file.write_text(text[: bank.start(1)] + changed + text[bank.end(1) :], encoding="utf-8")
    done = bean_check(file)
    assert done.returncode != 0
    assert "Balance failed" in done.stderr


def test_bean_check_refuses_a_balance_that_is_a_cent_off(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    found = list(re.finditer(r"^\S+ balance Activa:Bank (-?\d+\.\d\d) EUR$", text, re.MULTILINE))[17]
    file.write_text(off_by_a_cent(text, found), encoding="utf-8")
    assert "Balance failed" in bean_check(file).stderr


def test_the_file_says_what_the_ledger_says(results: Results, file: Path) -> None:
    """Beancount's own reading of the file comes to the balances and payments of the results, to the cent."""
    entries, errors, _ = loader.load_file(str(file))
    assert errors == []
    assert {e.account for e in entries if isinstance(e, Open)} == {account_name(account) for account in Account}
    row = list(results.replicate).index(2)
    total: Counter[str] = Counter()
    received: Counter[str] = Counter()
    for entry in entries:
        if not isinstance(entry, Transaction):
            continue
        for posting in entry.postings:
            cent = int(posting.units.number * 100)
            total[posting.account] += cent
            if posting.account == "Activa:Bank" and entry.meta["maand"] and cent > 0:
                received[posting.meta["sector"]] += cent
    for account in Account:
        assert total[account_name(account)] == results.column(f"balance.{account.name.lower()}")[row, -1]
    assert received["gemeente"] == results.column("received.municipality")[row].sum()
    assert received["bewoners"] == results.column("received.households")[row].sum()
    closings = [e for e in entries if isinstance(e, Transaction) and e.narration.startswith("Afsluiting")]
    assert [(e.date.month, e.date.day) for e in closings] == [(12, 31)] * results.scenario.time.years
    assert len({e.date for e in entries if isinstance(e, Balance)}) == results.months


def test_account_names_are_one_for_one() -> None:
    assert len({account_name(account) for account in Account}) == len(Account)


def test_a_title_of_a_stranger_is_only_a_title(tmp_path: Path) -> None:
    title = 'x"\n2026-01-01 open Activa:Van-mij EUR\noption "title" "\\'
    path = write_beancount(simulate(quiet({"title": title}), 1, 1), tmp_path / "t.beancount")
    entries, errors, options = loader.load_file(str(path))
    assert errors == []
    assert "Activa:Van-mij" not in {e.account for e in entries if isinstance(e, Open)}
    assert options["title"] == " ".join(title.split())


def test_without_books_there_is_nothing_to_export(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        write_beancount(simulate(quiet(), 1, 1, books=False), tmp_path / "none.beancount")
    with pytest.raises(KeyError, match="no replicate 9"):
        write_beancount(simulate(quiet(), 1, 1), tmp_path / "none.beancount", future=9)


def test_the_command_writes_what_bean_check_accepts(run: Run, results: Results, tmp_path: Path) -> None:
    results.save(tmp_path / "out")
    path = tmp_path / "books" / "2.beancount"
    shown = run("export", tmp_path / "out", "--beancount", path, "--replicate", 2)
    assert shown.exit_code == 0
    assert str(path) in shown.stdout.replace("\n", "")
    assert bean_check(path).returncode == 0
    expected = write_beancount(results, tmp_path / "direct.beancount", future=2)
    assert path.read_bytes() == expected.read_bytes()
    assert run("export", tmp_path / "out", "--beancount", path).exit_code == 0


def test_the_command_says_what_is_wrong(run: Run, results: Results, tmp_path: Path) -> None:
    path = tmp_path / "x.beancount"
    nothing = run("export", tmp_path / "nowhere", "--beancount", path)
    assert nothing.exit_code == 3
    assert "nowhere" in nothing.stderr
    results.save(tmp_path / "out")
    absent = run("export", tmp_path / "out", "--beancount", path, "--replicate", 77)
    assert absent.exit_code == 2
    assert "77" in absent.stderr
    assert "0-5" in absent.stderr
    simulate(quiet(), 1, 1, books=False, out=tmp_path / "bare")
    assert run("export", tmp_path / "bare", "--beancount", path).exit_code == 3
    assert run("export", tmp_path / "out", "--beancount", tmp_path).exit_code == 3
    assert not path.exists()
