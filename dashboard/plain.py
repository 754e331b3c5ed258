"""Names as they are: what a visitor or a document calls something is never taken for markup."""

from __future__ import annotations

import re

_MARKUP = "\\`*_{}[]()<>#+-.!|$:~"

_JOINER = "\u2060"
"""Joins two letters as if it were not there: neither seen nor read aloud."""

_AFTER_ALL = re.compile(r"(?:(?<=:)(?=\S)|(?<=@)(?=\w)|(?<=\bwww)(?=\.))", re.IGNORECASE)

_BREAKS = re.compile(r"[ \t\r\n\f\v]+")
"""Where a line may end; a space that keeps an amount together stays."""


def plain(text: str) -> str:
    """A name for an element that reads Markdown, on one line, in which nothing is taken for markup.

    Streamlit looks for emoji (``:smile:``), symbols (``:material/home:``), addresses on the web and of e-mail once
    more in the text that is left when all backslashes are gone: those it does not find in two pieces. What an element
    does not read as Markdown, such as the choices of a select box, needs none of this.

    >>> plain("[a] *b*")
    '\\\\[a\\\\] \\\\*b\\\\*'
    """
    joined = _AFTER_ALL.sub(_JOINER, _BREAKS.sub(" ", text).strip())
    return "".join("\\" + c if c in _MARKUP else c for c in joined)
