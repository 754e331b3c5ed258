"""The ``wijkbv`` command: list, validate, run, compare, schema and new."""

from __future__ import annotations


def main() -> None:
    """Run the command on the arguments that the program was started with; ends the process."""
    from wijkbv_sim.cli.app import app

    app()
