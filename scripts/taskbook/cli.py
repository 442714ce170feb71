"""What the verb scripts share: options, Chinese help and errors, messages, JSON, exit codes, the progress bar.

A script is a typed function under `@command(help)` that calls its step and returns `finish(...)`; called without
arguments it runs as a whole program. Exit codes: 0 fine, 1 findings of severity error, 2 could not run (one sentence
on standard error).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

from taskbook import wording
from taskbook.findings import CannotGoOn, Finding, Stop, has_errors
from taskbook.period import Period
from taskbook.printing import findings_lines
from taskbook.progress import Progress, silent

try:
    import typer
except ModuleNotFoundError as missing:  # run without the environment: a sentence, not a traceback
    print(wording.COMPONENT_MISSING.format(name=missing.name), file=sys.stderr)
    raise SystemExit(2) from None

from taskbook.commandline import ChineseCommand, usage_sentence

FINE, ERRORS_FOUND, COULD_NOT_RUN = 0, 1, 2
_INTERRUPTED = 130  # what typer turns a Ctrl-C into


def date_of(text: str) -> date:
    """`2026-09-25` → date; anything else cannot go on."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise CannotGoOn(Stop.NOT_A_DATE, text=text) from None


def year_of(text: str) -> int:
    """`2026` → 2026; anything else cannot go on."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and 1990 <= int(digits) <= 2100):
        raise CannotGoOn(Stop.NOT_A_YEAR, text=text)
    return int(digits)


def json_target(text: str) -> str:
    """Where JSON goes: '-' or a file; a workbook or document that stands there is not overwritten by a slip."""
    target = Path(text)
    if text != "-" and target.is_file():
        with target.open("rb") as stream:
            if stream.read(4) in _DOCUMENTS:
                raise CannotGoOn(Stop.TARGET_EXISTS, path=target)
    return text


_DOCUMENTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How workbooks and documents begin, new and old."""

Master = Annotated[Path, typer.Argument(metavar=wording.META_MASTER, help=wording.HELP_MASTER)]
PeriodOption = Annotated[
    Period,
    typer.Option("--period", parser=Period.parse, metavar=wording.META_PERIOD, help=wording.HELP_PERIOD),
]
Json = Annotated[
    str | None,
    typer.Option("--json", parser=json_target, metavar=wording.META_FILE, help=wording.HELP_JSON),
]
Today = Annotated[
    date | None,
    typer.Option("--today", parser=date_of, hidden=True, metavar=wording.META_DATE, help=wording.HELP_TODAY),
]


def folder_option(name: str, help: str) -> object:
    """A typer option for a folder; use it as `Annotated[Path | None, cli.folder_option("--out", wording.X)]`."""
    return typer.Option(name, metavar=wording.META_FOLDER, help=help)


def file_option(name: str, help: str) -> object:
    """A typer option for a file."""
    return typer.Option(name, metavar=wording.META_FILE, help=help)


def file_argument(metavar: str, help: str) -> object:
    """A typer argument for a file."""
    return typer.Argument(metavar=metavar, help=help)


def text_option(name: str, metavar: str, help: str) -> object:
    """A typer option for a text; as `Annotated[list[str] | None, …]` it may be given several times."""
    return typer.Option(name, metavar=metavar, help=help)


def year_option(name: str, help: str) -> object:
    """A typer option for a year; use it as `Annotated[int | None, cli.year_option("--year", wording.X)]`."""
    return typer.Option(name, parser=year_of, metavar=wording.META_YEAR, help=help)


def flag(name: str, help: str) -> object:
    """A typer option that is there or not; use it as `Annotated[bool, cli.flag("--changed", wording.X)]`."""
    return typer.Option(name, help=help)


def command(help: str) -> Callable[[Callable[..., int]], Callable[..., NoReturn]]:
    """Make a typed function that returns an exit code into a program: `main()` runs it and leaves Python."""

    def program(function: Callable[..., int]) -> Callable[..., NoReturn]:
        def main(arguments: Sequence[str] | None = None) -> NoReturn:
            sys.exit(run(function, help, sys.argv[1:] if arguments is None else arguments))

        return main

    return program


def run(function: Callable[..., int], help: str, arguments: Sequence[str]) -> int:
    """Run a command function on command line arguments; every failure becomes one Chinese sentence and code 2."""
    _speak_utf8()
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(cls=ChineseCommand, help=help, options_metavar=wording.OPTIONS_METAVAR)(function)
    try:
        code = app(list(arguments), standalone_mode=False, prog_name=Path(sys.argv[0]).name)
    except typer.exceptions.TyperException as error:
        return _fail(usage_sentence(error) + wording.SEE_HELP)
    except CannotGoOn as stop:
        return _fail(str(stop))
    except (KeyboardInterrupt, typer.Abort):
        return _fail(wording.INTERRUPTED)
    except (SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a reader's PanicException is not an Exception
        return _fail(_unexpected(error, arguments))
    return _fail(wording.INTERRUPTED) if code == _INTERRUPTED else int(code or FINE)


def finish(
    shape: Mapping[str, object],
    findings: Sequence[Finding],
    json_to: str | None,
    summary: Iterable[str],
    rest: str = "",
) -> int:
    """Write the JSON where asked, print summary and findings, return the exit code.

    `rest` is added to the line that counts what was not printed: where to see it.
    """
    if json_to is not None:
        write_json(shape, json_to)
    stream = sys.stderr if json_to == "-" else sys.stdout
    for line in (*summary, *findings_lines(findings, rest=rest)):
        print(line, file=stream)
    return ERRORS_FOUND if has_errors(findings) else FINE


def speaker(json_to: str | None) -> Callable[[str], None]:
    """How to say something at once: on standard output, unless the JSON goes there."""
    stream = sys.stderr if json_to == "-" else sys.stdout

    def say(line: str) -> None:
        print(line, file=stream, flush=True)

    return say


def write_json(shape: Mapping[str, object], json_to: str) -> None:
    """The shape as JSON (UTF-8, readable) into a file, or onto standard output where `json_to` is '-'."""
    text = json.dumps(shape, ensure_ascii=False, indent=1) + "\n"
    if json_to == "-":
        sys.stdout.write(text)
        return
    from taskbook import files

    files.write_bytes(Path(json_to), text.encode("utf-8", "replace"))


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A progress bar on standard error while there is progress; silent where that is no terminal.

    It is there only between the first step and the last of what goes on: a question asked in the block would be wiped
    away by it.
    """
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Bar(*columns, console=Console(stderr=True), transient=True)
    tasks: dict[str, int] = {}

    def show(label: str, done: int, total: int) -> None:
        if label not in tasks:
            tasks[label] = bar.add_task(label, total=total)
            bar.start()
        bar.update(tasks[label], completed=done, total=total)
        if bar.finished:
            bar.stop()
            for task in tasks.values():
                bar.remove_task(task)
            tasks.clear()

    try:
        yield show
    finally:
        bar.stop()


def _speak_utf8() -> None:
    """The same characters everywhere: a redirected Windows console and LANG=C would choose something narrower."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return COULD_NOT_RUN


def _unexpected(error: BaseException, arguments: Sequence[str]) -> str:
    """Put the traceback into a log beside the first file named; the sentence to print."""
    from taskbook.unexpected import logged

    return logged(error, [sys.argv[0], *arguments], _folders_named(arguments))


def _folders_named(arguments: Sequence[str]) -> Iterator[Path]:
    for argument in arguments:
        path = Path(argument)
        if not argument.startswith("-") and path.is_file():
            yield path.parent
            return
