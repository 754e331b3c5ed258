"""Mutations by hand: one sign or rate of the month changed, to see whether the tests notice.

Run as a script for a table of what was noticed, of all or of those whose name or module holds a word;
``tests/test_mutations.py`` asserts that all were.

    python -m tests.mutations
    python -m tests.mutations wind_up municipality
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Mutation:
    """``before`` in a module of the model becomes ``after``; ``tests`` should fail."""

    name: str
    module: str
    before: str
    after: str
    tests: str


MUTATIONS = (
    Mutation("a lasting grant ends at once", "model/grant.py", "self.goes_on = np.where(ends, self.notice",
             "self.goes_on = np.where(ends, 0 * self.notice", "../money/test_gifts.py"),
    Mutation("advance held back", "model/grant.py", "now, later = share_of(whole", "later, now = share_of(whole",
             "../money/test_gifts.py"),
    Mutation("grants draw volunteers", "model/neighbourhood.py", "1.0 + self.company.crowding_out_volunteers",
             "1.0 - self.company.crowding_out_volunteers", "../money/test_gifts.py"),
    Mutation("match funding without its limit", "model/crowdfunding.py",
             "np.minimum(raised * self.match, self.match_limit)", "raised * self.match", "../money/test_gifts.py"),
    Mutation("members vote against their company", "model/municipality.py",
             "part = (members + (voters - members)", "part = ((voters - members)", "../money/test_gifts.py"),
    Mutation("outside wages all go here", "model/actor_kernels.py", "flows[0, r] = residents",
             "flows[0, r] = net", "../money/test_economy.py"),
    Mutation("loans are public money", "model/outside.py", "money = money - loan.drawn", "money = money + loan.drawn",
             "../money/test_economy.py"),
    Mutation("jobs of the first round only", "model/observer_kernels.py",
             "= all_businesses / (turnover", "= businesses / (turnover", "../money/test_economy.py"),
    Mutation("more rivals help", "model/contract.py", "np.log(USUAL_RIVALS / np.maximum(rivals, 1.0))",
             "np.log(np.maximum(rivals, 1.0) / USUAL_RIVALS)", "../money/test_routes.py"),
    Mutation("a dear bid wins", "model/contract.py", "- self.price_effect * self.price_gap",
             "+ self.price_effect * self.price_gap", "../money/test_routes.py"),
    Mutation("a contract takes no room", "model/contract.py", "c.worth() * c.active for c in contracts",
             "0 * c.worth() * c.active for c in contracts", "../money/test_routes.py"),
    Mutation("price for what was asked", "model/contract.py", "self.price * self.service.delivered * part",
             "self.price * self.service.asked * part", "../money/test_routes.py"),
    Mutation("take-up grows by the month", "model/demand.py", "np.exp(-intensity(s.take_up_growth) * pace)",
             "(1 - s.take_up_growth) ** pace", "../money/test_demand.py"),
    Mutation("high incomes ask as low ones", "model/demand.py",
             "[s.low_income_demand, np.ones_like(s.low_income_demand),",
             "[s.high_income_demand, np.ones_like(s.low_income_demand),", "../money/test_demand.py"),
    Mutation("who takes part costs trust", "model/actor_kernels.py", "weight_inclusion[r] * (alike - seen)",
             "weight_inclusion[r] * (seen - alike)", "../money/test_outcomes.py"),
    Mutation("outcomes of what was asked for", "model/outcome.py", "month = service.delivered * service.outcome",
             "month = service.asked * service.outcome", "../money/test_outcomes.py"),
    Mutation("the subsidy without its ceiling", "model/company.py",
             "np.minimum(1.0 - self.work_capacity, SUBSIDY_CEILING)", "1.0 - self.work_capacity",
             "../money/test_costs.py"),
    Mutation("reduced rate upwards", "model/company.py", "reduced * (self.vat_reduced_rate - rate)",
             "reduced * (rate - self.vat_reduced_rate)", "../money/test_costs.py"),
    Mutation("allowance without the year's limit", "model/company.py", "ALLOWANCE_YEAR - self.allowed_this_year",
             "ALLOWANCE_YEAR", "../money/test_costs.py"),
    Mutation("interest by the year", "model/loan.py", "self.owed / 100.0 * rate / YEAR",
             "self.owed / 100.0 * rate", "test_loans.py"),
    Mutation("grace one month longer", "model/loan.py", "np.where(grace_left >= 0", "np.where(grace_left >= -1",
             "test_loans.py"),
    Mutation("loan repaid a month late", "model/loan.py", "left = np.minimum(months - paid_months + 1",
             "left = np.minimum(months - paid_months + 2", "test_loans.py"),
    Mutation("no loss carried forward", "model/tax.py", "self.losses = self.losses - used", "self.losses = -used",
             "test_tax.py"),
    Mutation("exemption at its edge", "model/tax.py", "profit <= EXEMPT_YEAR", "profit < EXEMPT_YEAR - 1",
             "test_tax.py"),
    Mutation("termination by the year", "model/contract.py", "monthly_chance(self.termination)",
             "self.termination", "test_contracts.py"),
    Mutation("renewal by the chance of winning", "model/contract.py", "shift_odds(self.renewal_chance, standing)",
             "shift_odds(self.win_chance, standing)", "test_contracts.py"),
    Mutation("penalty pays", "model/actor_kernels.py", "fulfilled[r] - penalty", "fulfilled[r] + penalty",
             "test_contracts.py"),
    Mutation("index of costs, not of the contract", "model/contract.py", "1.0 + self.indexation * self.model",
             "1.0 + self.model", "test_contracts.py"),
    Mutation("provision used twice", "model/asset.py", "self.provision = self.provision - from_provision",
             "self.provision = self.provision - 0", "test_buildings.py"),
    Mutation("decay by the month", "model/actor_kernels.py", "before[r] - decay[r] / YEAR",
             "before[r] - decay[r]", "test_buildings.py"),
    Mutation("swing without memory", "model/building.py", "np.sqrt(1.0 - memory**2)", "1.0", "test_buildings.py"),
    Mutation("work undone for want of room", "model/asset.py", "cost + vat <= company.room() - kept_back",
             "cost + vat <= -company.room() - kept_back",
             "test_buildings.py"),
    Mutation("taper upwards", "model/grant.py", "1.0 - self.taper", "1.0 + self.taper", "test_grants.py"),
    Mutation("one round too many", "model/grant.py", "since < self.duration * self.rounds",
             "since <= self.duration * self.rounds", "test_grants.py"),
    Mutation("patience a month longer", "model/company.py", "self.short_for >= self.patience",
             "self.short_for > self.patience", "test_failure.py"),
    Mutation("wages to the wrong people", "model/company.py", "self.wage_taxes, self.staff_local, _PEOPLE",
             "self.wage_taxes, 1 - self.staff_local, _PEOPLE", "test_services.py"),
    Mutation("wages paid after the end", "model/company.py", "Account.WAGES, euros * self.alive,",
             "Account.WAGES, euros,", "test_failure.py"),
    Mutation("tax paid a month early", "model/company.py", "TAX_MONTH = 5", "TAX_MONTH = 4", "test_tax.py"),
    Mutation("quality from the wrong side", "model/service_kernels.py", "1.0 - penalty[s, r] * (overload",
             "1.0 + penalty[s, r] * (overload", "test_services.py"),
    Mutation("demand shrinks where it is to grow", "model/service.py", "self.growth * self._monthly_growth",
             "self.growth / self._monthly_growth", "test_services.py -k grows_by_the_year"),
    Mutation("hiring at the pace of notice", "model/service_kernels.py",
             "hiring[r] if needed > before else notice[r]", "notice[r] if needed > before else hiring[r]",
             "test_services.py"),
    Mutation("trust without continuity", "model/actor_kernels.py", "(1.0 - weight_quality[r]) * continuity[r]",
             "(1.0 - weight_quality[r])", "test_services.py"),
    Mutation("swing of sales halved", "model/trade.py", "1.0 + self.swing", "1 + 0.5 * self.swing", "test_trade.py"),
    Mutation("fees by the month", "model/chance_kernels.py", "* fee[r] / YEAR * level",
             "* fee[r] * level", "test_shares.py"),
    Mutation("a dearer fee draws people in", "model/chance_kernels.py", "price = -(fee_sensitivity[r]",
             "price = (fee_sensitivity[r]", "test_metamorphic.py"),
    Mutation("influence twice", "model/residents.py", "self.influence / YEAR",
             "2 * self.influence / YEAR", "test_bass.py"),
    Mutation("leaving by the intensity of a year", "model/residents.py", "self._leaving * powers",
             "12 * self._leaving * powers", "test_bass.py"),
    Mutation("nobody tells who leaves", "model/kernels.py", "contacts[r, neighbour[edge]] += step",
             "contacts[r, neighbour[edge]] += max(step, 0)", "test_limits.py -k all_loops_off"),
    Mutation("deaths are moves", "model/kernels.py", "np.int64(cause < deadly[row, last // 12])",
             "np.int64(cause >= deadly[row, last // 12])", "test_population.py -k move_and_die"),
    Mutation("people who left may not come back", "model/kernels.py",
             "elif outcome == Outcome.LEAVES:\n        state[r, i] = OPEN",
             "elif outcome == Outcome.LEAVES:\n        state[r, i] = CLOSED", "test_bass.py -k leaving"),
    Mutation("newcomers a year older", "model/kernels.py", "born = month - 12 * age",
             "born = month - 12 * (age + 1)", "../model/test_twins.py"),
    Mutation("one round of the generator fewer", "model/philox.py", "for _ in range(10):", "for _ in range(9):",
             "../model/test_philox.py -k known"),
    Mutation("events end a month late", "model/parameters.py", "month < event.until)", "month <= event.until)",
             "test_timeline.py"),
    Mutation("a leader stops by the year", "model/leaders.py", "monthly_chance(self.exit_chance)",
             "self.exit_chance", "../ownership/test_leaders.py"),
    Mutation("the budget is divided in September", "model/municipality.py", "VOTE_MONTH = 9", "VOTE_MONTH = 8",
             "../rules/test_rules.py -k gifts"),
    Mutation("what is won takes up no room", "model/municipality.py", "self.room - taken", "self.room - 0 * taken",
             "../rules/test_rules.py -k contracts"),
    Mutation("the platform keeps all but its fee", "model/crowdfunding.py", "raised * self.fee",
             "raised * (1 - self.fee)", "../rules/test_rules.py -k gifts"),
    Mutation("dividend beyond the cap", "model/meeting.py", "np.minimum(dividend, np.maximum(allowed, 0))",
             "np.maximum(dividend, 0 * allowed)", "../ownership/test_meeting.py -k capped"),
    Mutation("the fund is gone in half a year", "model/meeting.py", "self.ledger.balance[account] // MONTHS",
             "self.ledger.balance[account] // 6", "../rules/test_rules.py -k members"),
    Mutation("staff before the tax office", "model/wind_up.py",
             "pot = pot - self._pay_tax(pot, failed)\n        pot = pot - self._pay_staff(pot, failed)",
             "pot = pot - self._pay_staff(pot, failed)\n        pot = pot - self._pay_tax(pot, failed)",
             "../ownership/test_wind_up.py -k tax_office"),
    Mutation("the successor pays the whole value", "model/wind_up.py", "np.minimum(value, secured - proceeds)",
             "np.maximum(value, 0)", "../ownership/test_wind_up.py -k lock"),
    Mutation("members are paid back on credit", "model/shares.py",
             "np.clip(due, 0, np.maximum(self.ledger.balance[Account.BANK], 0))", "np.maximum(due, 0)",
             "test_shares.py -k paid_back"),
    Mutation("a round goes through below its minimum", "model/shares.py", "pledged >= cents(self.minimum)",
             "pledged >= 0 * cents(self.minimum)", "../ownership/test_shares.py -k target"),
    Mutation("panels get better with age", "model/energy.py", "np.power(1.0 - self.degradation",
             "np.power(1.0 + self.degradation", "../assets/test_kinds.py -k expected_output"),
    Mutation("the subsidy pays above its tariff", "model/energy.py", "np.maximum(self.subsidy_tariff - price, 0.0)",
             "np.maximum(price - self.subsidy_tariff, 0.0)", "../assets/test_kinds.py -k subsidy"),
    Mutation("a month of signing lasts a year", "model/fibre.py", "self.imitation * in_order, 1 / MONTHS)",
             "self.imitation * in_order, 1.0)", "../assets/test_kinds.py -k network"),
    Mutation("hours that volunteers give are hired", "model/land.py", "(1.0 - self.model.volunteers_given)",
             "self.model.volunteers_given", "../assets/test_kinds.py -k hired"),
    Mutation("tenants leave by the year", "model/housing.py", "monthly_chance(self.turnover)", "self.turnover",
             "../assets/test_kinds.py -k equilibria"),
    Mutation("cover above what is asked is a breach", "model/loan.py", "dscr < self.covenant_dscr",
             "dscr > self.covenant_dscr", "../assets/test_finance.py -k cover"),
    Mutation("dearer a breach later", "model/loan.py", "self.breaches >= self.step_up_after",
             "self.breaches > self.step_up_after", "../assets/test_finance.py -k warned"),
    Mutation("the market runs from its mean", "model/finance.py", "self.memory * (self.now - self.mean)",
             "self.memory * (self.mean - self.now)", "../assets/test_finance.py -k market_rate"),
    Mutation("businesses spend as households do", "model/actor_kernels.py", "businesses * purchases",
             "businesses * spending", "test_economy.py -k by_hand"),
    Mutation("one round too few in the inverse", "model/economy.py",
             "self._leaks - self.household_spending * self.business_wages", "self._leaks",
             "test_economy.py -k leontief"),
    Mutation("an overdraft costs a year's interest a month", "model/company.py",
             "overdrawn * self.credit_rate / YEAR", "overdrawn * self.credit_rate",
             "../rules/test_rules.py -k loans"),
    Mutation("the subsidy pays what people can do", "model/company.py",
             "np.minimum(1.0 - self.work_capacity, SUBSIDY_CEILING)", "np.minimum(self.work_capacity, SUBSIDY_CEILING)",
             "../rules/test_rules.py -k work"),
    Mutation("taxed turnover loses the VAT", "model/company.py", "            self.vat_kept = self.vat_exempt\n",
             "            self.vat_kept = 1 - self.vat_exempt\n", "../rules/test_rules.py -k vat"),
    Mutation("large ones use the small scheme", "model/company.py", "<= SMALL_BUSINESS_TURNOVER",
             "> SMALL_BUSINESS_TURNOVER", "../rules/test_rules.py -k vat"),
    Mutation("overhead by the year", "model/company.py", "level = self.price_level * self.alive / YEAR",
             "level = self.price_level * self.alive", "../rules/test_rules.py -k vat"),
    Mutation("interest on shares before tax", "model/company.py", "np.minimum(result - tax, self.cash)",
             "np.minimum(result, self.cash)", "../rules/test_rules.py -k members"),
    Mutation("upkeep that is saved is a cost", "model/asset.py", "self.rent - upkeep",
             "self.rent + upkeep", "../assets/test_municipality.py -k gives_up"),
    Mutation("what was to be repaired is a cost", "model/asset.py", "self.sale_value - self.backlog",
             "self.sale_value + self.backlog", "../assets/test_municipality.py -k gives_up"),
    Mutation("volunteers give what is asked", "model/service_kernels.py",
             "hours[r] = wanted[r] * given[r]", "hours[r] = wanted[r]", "test_services.py"),
    Mutation("inequality with the wrong sign", "model/representation.py", "parts: Floats = among * np.log(quotient)",
             "parts: Floats = -among * np.log(quotient)", "../ownership/test_representation.py -k by_hand"),
    Mutation("a member's year a month", "model/value.py", "self.member_year / YEAR", "self.member_year",
             "test_social_value.py"),
    Mutation("shares taken back are spent", "model/observer.py",
             "withdrawn = model.shares.back", "withdrawn = 0 * model.shares.back",
             "test_shares.py"),
    Mutation("the year's result is forgotten", "ledger/ledger.py", "books[Account.RESERVES] += result",
             "books[Account.RESERVES] += 0 * result", "test_ledger.py -k busy_world"),
    Mutation("a local share of the whole", "ledger/ledger.py", "return part, amount - part", "return part, amount",
             "test_ledger.py -k two_parts"),
    Mutation("benefit saved twice", "model/municipal.py", "paid / 100.0 - model.jobs.benefits_saved",
             "paid / 100.0 - 2 * model.jobs.benefits_saved", "test_jobs.py -k net_cost"),
    Mutation("jobs in full-time weeks", "model/jobs.py", "FULL_TIME_WEEK, self.hours,",
             "1, np.ones_like(self.hours),", "test_jobs.py -k jobs_as_the_hours"),
    Mutation("a job costs its household money", "model/job_kernels.py", "count[r] * a_month[r] - lost",
             "lost - count[r] * a_month[r]",
             "test_jobs.py -k well_paid"),
    Mutation("the last in the queue come first", "model/job_kernels.py", "return np.sort(keys[:found])",
             "return np.sort(keys[:found])[::-1]", "../model/test_twin_jobs.py -k life"),
    Mutation("the first in the queue are let go", "model/job_kernels.py", "rank[r, k] >= rank[r, last]",
             "rank[r, k] < rank[r, last]", "../model/test_twin_jobs.py -k life"),
    Mutation("pull counts from nothing", "model/job_kernels.py", "(pull[r] - 1.0)", "pull[r]",
             "test_jobs.py -k many_times"),
    Mutation("an earner at home and a benefit", "model/job_kernels.py", "if earners == 0:", "if earners >= 0:",
             "test_jobs.py -k earner"),
    Mutation("everybody has two parents", "model/households.py", "TWO_PARENTS = 0.769", "TWO_PARENTS = 1.769",
             "test_population.py -k one_parent"),
    Mutation("households drawn from the wrong end", "model/households.py",
             "kind[row[takes_alone]] = ALONE", "kind[row[~takes_alone]] = ALONE",
             "test_population.py -k households_meet"),
    Mutation("education of all ages", "model/margins.py", "(to_75 * older).sum(), to_75)", "1.0, np.ones(4))",
             "test_population.py -k every_margin"),
    Mutation("ends half as many", "model/network.py", "mean = max(contacts - float(at_home.mean()), 0.0)",
             "mean = max(contacts - 2 * float(at_home.mean()), 0.0)", "test_network.py -k mean_and_the_spread"),
    Mutation("homophily the other way", "model/network.py", "np.where(draw[1] < homophily, ALIKE, STREET)",
             "np.where(draw[1] < homophily, STREET, ALIKE)", "test_network.py -k alike"),
)  # fmt: skip


class Trial:
    """Runs tests of a copy of the project, each time in a new process that has the libraries loaded already.

    A process forked from one that has loaded them does not spend the seconds that loading takes. The project's own
    modules are loaded by the new process: they are what has changed.
    """

    def __init__(self, package: Path) -> None:
        self.package = package
        self._said = package / "said"
        environment = {**os.environ, "PYTHONPATH": str(package), "NUMBA_CACHE_DIR": str(package / "kernels")}
        self._process = subprocess.Popen(
            [sys.executable, "-c", SERVER, str(self._said)],
            cwd=package, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(self, *arguments: str) -> tuple[int, str]:
        """Pytest's exit code, and what it said."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(arguments) + "\n")
        self._process.stdin.flush()
        status = self._process.stdout.readline()
        if not status:
            raise RuntimeError("the process that runs the tests ended")
        return int(status), self._said.read_text(encoding="utf-8", errors="replace")

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


SERVER = """
import json, os, sys
import hypothesis, mesa, numba, numpy, pandas, pyarrow.parquet, pydantic, pytest, ruamel.yaml, scipy.stats, xarray

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        said = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(said, 1)
        os.dup2(said, 2)
        status = 3
        try:
            status = int(pytest.main(json.loads(line)))
            sys.stdout.flush()
        finally:
            os._exit(status)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def noticed(mutation: Mutation, tester: Trial) -> bool:
    """Whether the chosen tests fail on a copy of the project in which this one thing has changed."""
    package = tester.package
    source = package / "wijkbv_sim" / mutation.module
    whole = source.read_text(encoding="utf-8")
    if whole.count(mutation.before) != 1:
        raise ValueError(f"{mutation.name}: {mutation.before!r} occurs {whole.count(mutation.before)} times, not once")
    try:
        source.write_text(whole.replace(mutation.before, mutation.after), encoding="utf-8")
        files, _, chosen = mutation.tests.partition(" -k ")
        command = ["-q", "-x", "-m", "not slow", "-p", "no:cacheprovider", "-p", "no:xdist"]
        command += [f"tests/verification/{name}" for name in files.split()]
        command += ["-k", chosen] if chosen else []
        status, said = tester.run(*command)
    finally:
        source.write_text(whole, encoding="utf-8")
    if status not in (0, 1):
        raise RuntimeError(f"{mutation.name}: the tests did not run\n{said[-4000:]}")
    return status == 1


def copy_of_the_project(folder: Path) -> Path:
    """A copy to change, without what tests do not need."""
    ignore = shutil.ignore_patterns("__pycache__", ".*", "out")
    for name in ("wijkbv_sim", "tests", "scenarios"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def main(words: list[str]) -> int:
    """Try every mutation whose name or module holds one of the words, or all; returns how many were not noticed."""
    chosen = [m for m in MUTATIONS if not words or any(word in f"{m.name} {m.module}" for word in words)]
    survived = 0
    print("| what is changed | where | noticed | by |\n| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory(prefix="mutations-") as folder:
        tester = Trial(copy_of_the_project(Path(folder)))
        for mutation in chosen:
            seen = noticed(mutation, tester)
            survived += not seen
            where = f"`{mutation.module}`"
            print(f"| {mutation.name} | {where} | {'yes' if seen else 'NO'} | `{mutation.tests}` |", flush=True)
        tester.close()
    print(f"\n{len(chosen) - survived} of {len(chosen)} noticed")
    return survived


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
