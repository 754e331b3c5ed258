from tests.command.conftest import _plain_surroundings, run

__all__ = ["_plain_surroundings", "run"]
