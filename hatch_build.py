"""Put the folders that live beside the package into the wheel, so that an installed wheel is complete."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLED = ("scenarios", "dashboard")


class BundleFolders(BuildHookInterface[Any]):
    """Copies each bundled folder that exists to `wijkbv_sim/_bundled/`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the folders to hatchling; an editable install reads them where they stand."""
        if version == "editable":
            return
        for name in BUNDLED:
            folder = Path(self.root) / name
            if folder.is_dir():
                build_data["force_include"][str(folder)] = f"wijkbv_sim/_bundled/{name}"
