"""What lists to choose from call their options."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

Option = TypeVar("Option")


def distinct(labels: Mapping[Option, str]) -> dict[Option, str]:
    """The same labels, numbered where one was there already: a list finds an option by its label, in the browser too.

    >>> distinct({"a": "Café", "b": "Café", "c": "Tuin"})
    {'a': 'Café', 'b': 'Café (2)', 'c': 'Tuin'}
    """
    taken = set(labels.values())
    seen: set[str] = set()
    found: dict[Option, str] = {}
    for option, label in labels.items():
        unlike, count = label, 1
        while unlike in seen or (count > 1 and unlike in taken):
            count += 1
            unlike = f"{label} ({count})"
        seen.add(unlike)
        found[option] = unlike
    return found
