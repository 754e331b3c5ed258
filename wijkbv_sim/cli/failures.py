"""What the command says, and with which exit code it ends, when something goes wrong."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

import typer

from wijkbv_sim.language import translator
from wijkbv_sim.scenario.errors import ScenarioError
from wijkbv_sim.scenario.parameter import LANGUAGES

if TYPE_CHECKING:
    from wijkbv_sim.scenario.parameter import Language

LANGUAGE_VARIABLE = "WIJKBV_LANG"
DEBUG_VARIABLE = "WIJKBV_DEBUG"


class ExitCode(IntEnum):
    """What the command's exit code means."""

    OK = 0
    INTERNAL = 1
    INPUT = 2
    FILES = 3
    FUTURES = 4
    CLUSTER = 5
    INTERRUPTED = 130


class InputError(ValueError):
    """Something that the user asked for and that cannot be; the message is in the user's language."""


class FuturesError(Exception):
    """Some futures ended in an error of the program, and the rest is done; the message says which."""


class FileError(OSError):
    """A file or folder that cannot be used; the message is in the user's language."""


class StoppedError(Exception):
    """The user pressed Ctrl-C; the message says what is there."""


_OF_DOUBT = frozenset(("DesignError", "TargetError", "GoalError", "CalibrationError", "SensitivityError"))
"""What designs, targets and the analysis of doubt have against a question; the message says where and why."""

_OF_FILES = frozenset(("no_permission", "unreadable"))
"""Kinds of a document's problems that are the file's and not the writer's."""


def chosen_language(arguments: Sequence[str]) -> Language:
    """The language that arguments or environment ask for; Dutch where they ask for none that exists."""
    asked = os.environ.get(LANGUAGE_VARIABLE, "")
    for position, argument in enumerate(arguments):
        if argument == "--lang" and position + 1 < len(arguments):
            asked = arguments[position + 1]
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    return next((language for language in LANGUAGES if language == asked), "nl")


def known_language(asked: str | None) -> Language:
    """The language of an option, or of the environment where the option is not given; else InputError."""
    asked = asked or os.environ.get(LANGUAGE_VARIABLE) or "nl"
    for language in LANGUAGES:
        if language == asked:
            return language
    _ = translator("nl")
    raise InputError(_("there is no language {asked}: choose nl or en").format(asked=asked))


def tell(error: BaseException, language: Language) -> ExitCode:
    """Say on the error stream what is wrong, in words; gives the exit code."""
    if isinstance(error, OSError) and error.errno == errno.EPIPE:
        return ExitCode.OK
    code, said = _said(error, language)
    print(printable(said), file=sys.stderr)
    return code


def _said(error: BaseException, language: Language) -> tuple[ExitCode, str]:
    """Exit code and words for whatever went wrong.

    Errors of parts that are heavy to import are known by the name of their class.
    """
    _ = translator(language)
    kinds = {kind.__name__ for kind in type(error).__mro__}
    code = ExitCode.INPUT
    if isinstance(error, ScenarioError):
        every_file = all(problem.kind in _OF_FILES for problem in error.problems)
        return (ExitCode.FILES if every_file else code), error.text(language)
    if kinds & {"KeyboardInterrupt", "StoppedError", "Abort"}:
        return ExitCode.INTERRUPTED, str(error) or _("Interrupted.")
    if "UsageError" in kinds:
        said = f"{_usage(error, language)}\n" + _("For help: {command}").format(command=_help_of(error))
    elif "FuturesError" in kinds:
        return ExitCode.FUTURES, str(error)
    elif "ClusterError" in kinds:
        code, said = ExitCode.CLUSTER, str(error)
    elif kinds & ({"InputError", "AreasError", "QueryError"} | _OF_DOUBT):
        said = str(error)
    elif "FitError" in kinds:
        said = _("the figures under area contradict each other, so that no population fits them")
        said = f"{said} ({error})"
    elif kinds & {"StoreError", "FileError"}:
        code, said = ExitCode.FILES, str(error)
    elif isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        code, said = ExitCode.FILES, f"{where}{error.strerror or error}"
    elif isinstance(error, MemoryError):
        code, said = ExitCode.INTERNAL, _("there is too little memory for this; ask for fewer futures")
    else:
        shown = _("With {variable}=1 the whole story is shown.").format(variable=DEBUG_VARIABLE)
        said = _("this should not happen: {error}").format(error=f"{type(error).__name__}: {error}")
        return ExitCode.INTERNAL, _("Internal error") + f": {said}\n{shown}"
    return code, _("Error") + f": {said}"


def printable(text: str) -> str:
    """A text without control characters: what others wrote must not steer the terminal."""
    return "".join(c if c in "\n\xa0" or c.isprintable() else "\ufffd" for c in text)


def _usage(error: BaseException, language: Language) -> str:
    """What typer has against the arguments, in the user's language as far as it can be told."""
    _ = translator(language)
    said: str = error.format_message() if isinstance(error, typer.TyperException) else str(error)
    kind = type(error).__name__
    parameter = getattr(error, "param", None)
    name = " / ".join(parameter.opts) if parameter is not None else ""
    if parameter is not None and parameter.param_type_name == "argument":
        name = parameter.metavar or parameter.name
    if kind == "MissingParameter" and name:
        return _("{name} is missing").format(name=name)
    if kind == "NoSuchOption":
        near = ", ".join(getattr(error, "possibilities", None) or ())
        text = _("there is no option {name}").format(name=getattr(error, "option_name", ""))
        return text + ("; " + _("did you mean {near}?").format(near=near) if near else "")
    if kind == "BadParameter" and name:
        return _("{name}: invalid value ({said})").format(name=name, said=getattr(error, "message", said))
    return said


def _help_of(error: BaseException) -> str:
    context = getattr(error, "ctx", None)
    return f"{context.command_path if context is not None else 'wijkbv'} --help"
