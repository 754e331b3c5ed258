"""Sentences of the schema about a document, that can be told in every language.

A sentence says what is wrong and, after the word "expected", what was expected. It stands in the code in English, with
``{names}`` for what it is about, and in the catalogue like every text. What it is about (paths, names, numbers) is in
the words of the document, which are the same in every language.
"""

from __future__ import annotations

from collections.abc import Sequence


class Said(str):
    """A sentence in English, which knows the template that it was made of.

    >>> str(Said("there is no service {name}: expected one of {known}", near=["green"], name="gren", known="green"))
    'there is no service gren: expected one of green; did you mean green?'
    """

    __slots__ = ("facts", "near", "template")

    template: str
    facts: dict[str, str]
    near: tuple[str, ...]

    def __new__(cls, template: str, /, *, near: Sequence[str] = (), **facts: object) -> Said:
        """A sentence of a template of the catalogue; ``near`` is what may have been meant."""
        told = {name: str(fact) for name, fact in facts.items()}
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        made = super().__new__(cls, template.format(**told) + hint)
        made.template, made.facts, made.near = template, told, tuple(near)
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        return (self.template,), {"near": self.near, **self.facts}
