"""The command that needs no futures: what the municipality can do with its assets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wijkbv_sim.cli.failures import InputError
from wijkbv_sim.cli.running import Order, changed
from wijkbv_sim.language import translator
from wijkbv_sim.scenario.document import load

if TYPE_CHECKING:
    from wijkbv_sim.scenario.parameter import Language


def show_options(
    source: str, asset: str | None, changes: tuple[str, ...], language: Language, *, as_json: bool
) -> None:
    """Show the options with one asset, or with each that is the municipality's. Raises ScenarioError or InputError."""
    from wijkbv_sim.cli import contents, screen
    from wijkbv_sim.export.options import assets_to_decide_on, options_of

    _ = translator(language)
    order = Order((source,), 1, 1, None, changes, None, None, language, as_json, False, True)
    scenario = changed(load(source), order)
    theirs = assets_to_decide_on(scenario)
    if not theirs:
        raise InputError(_("{name} has no asset that is the municipality's").format(name=scenario.name))
    if asset is not None and asset not in theirs:
        said = _("--asset {asset}: expected one of the municipality's assets ({known})")
        raise InputError(said.format(asset=asset, known=", ".join(theirs)))
    chosen = theirs if asset is None else [asset]
    if as_json:
        screen.document(contents.options_content(scenario, chosen, language))
        return
    screen.options(scenario, [options_of(scenario, name, language) for name in chosen], language)
