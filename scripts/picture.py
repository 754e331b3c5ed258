"""Draw the picture of the README: the money in the bank of the bundled Malburgen scenario, in 200 futures.

Run it with `make picture`; the same scenario and seed draw the same picture.
"""

from __future__ import annotations

from pathlib import Path

import wijkbv_sim as wb
from wijkbv_sim.export.charts import fan, svg

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Write docs/images/malburgen.svg."""
    results = wb.simulate("malburgen", replicates=200, seed=1)
    drawing = svg(fan(results, "cash", "en"), "cash")
    if "xmlns=" not in drawing:
        drawing = drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    (ROOT / "docs" / "images" / "malburgen.svg").write_text(drawing + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
