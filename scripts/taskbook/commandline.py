"""Chinese help pages and usage errors for typer, whose own are English."""

from __future__ import annotations

import inspect
import re
import unicodedata
from typing import Any

from typer.core import TyperCommand

from taskbook import wording


class ChineseCommand(TyperCommand):
    """A typer command whose help page is Chinese; columns are aligned by the width characters have on a screen."""

    def get_help(self, ctx: Any) -> str:
        shown = [param for param in self.params if not getattr(param, "hidden", False)]
        arguments = [param for param in shown if param.param_type_name == "argument"]
        options = [param for param in shown if param.param_type_name == "option"]
        named = [name_of(param) if param.required else f"[{name_of(param)}]" for param in arguments]
        usage = " ".join([ctx.command_path, wording.OPTIONS_METAVAR, *named])
        required = [f"{param.opts[0]} {param.metavar}" for param in options if param.required]
        lines = [wording.USAGE.format(command=" ".join([usage, *required])), ""]
        lines += [f"  {line}".rstrip() for line in inspect.cleandoc(self.help or "").splitlines()]
        lines += _table(wording.ARGUMENTS, [(name_of(param), _said(param)) for param in arguments])
        rows = [(_form(param), _said(param)) for param in options]
        lines += _table(wording.OPTIONS, [*rows, ("--help", wording.HELP_HELP)])
        return "\n".join(lines)


def name_of(param: Any) -> str:
    """A parameter as the user writes it: its metavar for an argument, its long form for an option."""
    return (param.metavar or param.name) if param.param_type_name == "argument" else param.opts[0]


def usage_sentence(error: Exception) -> str:
    """What is wrong with how a command was typed, in Chinese; `error` is one of typer's usage errors.

    They are told apart by class name: typer keeps these classes in a private module that moves between versions.
    """
    kind = type(error).__name__
    message = getattr(error, "message", "") or str(error)
    param = getattr(error, "param", None)
    if kind == "NoSuchOption":
        near = wording.listed(sorted(getattr(error, "possibilities", None) or ()))
        near = wording.NEAR_OPTIONS.format(options=near) if near else ""
        return wording.NO_SUCH_OPTION.format(option=error.option_name, near=near)  # type: ignore[attr-defined]
    if kind == "MissingParameter" and param is not None:
        return wording.MISSING_ARGUMENT.format(name=name_of(param))
    if kind == "BadOptionUsage":
        wrong = wording.OPTION_WITH_VALUE if "not take" in message else wording.OPTION_WITHOUT_VALUE
        return wrong.format(option=error.option_name)  # type: ignore[attr-defined]
    if param is not None:
        return wording.VALUE_WRONG.format(name=name_of(param))
    extra = re.search(r"unexpected extra argument\S* \((.*)\)", message, re.DOTALL)
    if extra:
        return wording.TOO_MANY_ARGUMENTS.format(rest=extra[1])
    return wording.USAGE_WRONG


def _form(param: Any) -> str:
    return param.opts[0] if param.is_flag else f"{param.opts[0]} {param.metavar or ''}".rstrip()


def _said(param: Any) -> str:
    plain = (
        isinstance(param.default, str | int) and not isinstance(param.default, bool) and param.default != ""
    )
    return (param.help or "") + (wording.DEFAULT_IS.format(value=param.default) if plain else "")


def _table(title: str, rows: list[tuple[str, str]]) -> list[str]:
    if not rows:
        return []
    widest = max(_width(left) for left, _ in rows)
    return ["", title, *(f"  {left}{' ' * (widest - _width(left))}  {right}" for left, right in rows)]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
