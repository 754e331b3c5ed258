"""Building block 3, assets: what the company owns, leases or manages, each of its kind."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Tag

from wijkbv_sim.scenario.asset import Asset, MaintenanceItem, MunicipalSide, PriceBasis, WayIn
from wijkbv_sim.scenario.building import Building
from wijkbv_sim.scenario.energy import Energy, Season
from wijkbv_sim.scenario.fibre import Fibre
from wijkbv_sim.scenario.housing import Housing
from wijkbv_sim.scenario.land import Land

__all__ = [
    "AnyAsset", "Asset", "Building", "Energy", "Fibre", "Housing", "Land", "MaintenanceItem", "MunicipalSide",
    "PriceBasis", "Season", "WayIn", "kind_of",
]  # fmt: skip


def kind_of(data: Any) -> str:
    """The kind of asset that a part of a document describes: a building unless it says otherwise."""
    kind = data.get("kind", "building") if isinstance(data, dict) else getattr(data, "kind", "building")
    return kind if isinstance(kind, str) else str(kind)


AnyAsset = Annotated[
    Annotated[Building, Tag("building")]
    | Annotated[Housing, Tag("housing")]
    | Annotated[Energy, Tag("energy")]
    | Annotated[Fibre, Tag("fibre")]
    | Annotated[Land, Tag("land")],
    Discriminator(kind_of),
]
"""An asset of any kind, told apart by ``kind``."""
