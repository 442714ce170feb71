"""Texts that an office may rewrite: the jinja2 files of `templates/`, filled in.

A name that a template does not know, or a slip in its own language, stops with the file, the line and what is wrong in
Chinese, never half a text. Templates pass from office to office: none can reach anything but the values it is given.
In a template that ends in `.html` the values are text, whatever marks are in them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache, partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from taskbook import wording
from taskbook.findings import CannotGoOn, Stop
from taskbook.intake.encoding import decode
from taskbook.torn_tags import torn_in_word, torn_tag

if TYPE_CHECKING:
    from docx.document import Document
    from jinja2 import Environment

FOLDER = Path(__file__).resolve().parents[2] / "templates"

MOST_CHARACTERS = 2_000_000
"""Of a whole text, and of anything that a template multiplies or pads on the way to it."""
LARGEST_NUMBER = 1_000_000

IN_RENDERING = (
    TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RuntimeError, MemoryError
)  # fmt: skip
"""What a slip in a template can raise while it is filled in, beside jinja2's own errors."""
_WIDE_FORMAT = re.compile(r"%[^a-zA-Z%]*(?:\*|[0-9]{5})|\{[^{}]*:[^{}]*(?:[0-9]{5}|\{)")
_FULL_WIDTH_MARKS = re.compile(wording.TEMPLATE_WIDE_MARKS)
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_REASONS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"'?([^']+)'? is undefined"), wording.TEMPLATE_NAME_UNKNOWN),
    (re.compile(r".* has no (?:attribute|element) '?([^']+)'?"), wording.TEMPLATE_NAME_UNKNOWN),
    (re.compile(r"access to attribute '([^']+)'"), wording.TEMPLATE_NAME_UNKNOWN),
    (re.compile(r"No (?:filter|test) named '([^']+)'"), wording.TEMPLATE_NAME_UNKNOWN),
    (re.compile(r"unexpected char '?(.+?)'? at \d+"), wording.TEMPLATE_MARK_UNKNOWN),
    (re.compile(r"unexpected '([^']+)'"), wording.TEMPLATE_MARK_UNKNOWN),
    (re.compile(r"Encountered unknown tag '([^']+)'"), wording.TEMPLATE_TAG_UNKNOWN),
    (re.compile(r"Unexpected end of template.*'end(\w+)'"), wording.TEMPLATE_END_MISSING),
    (re.compile(r"unexpected end of template()"), wording.TEMPLATE_BRACE_OPEN),
    (re.compile(r"Missing end of comment tag()"), wording.TEMPLATE_COMMENT_OPEN),
    (re.compile(r"expected token '[^']*', got '([^']+)'"), wording.TEMPLATE_NEAR),
    (re.compile(r"Expected an expression()"), wording.TEMPLATE_NOTHING_THERE),
    (re.compile(r"tag name expected()"), wording.TEMPLATE_NOTHING_THERE),
)
"""What jinja2 says, and how it is said to people; its own words where none of these fits."""


def fill(name: str, folder: Path = FOLDER, **values: object) -> str:
    """The template `folder/name` with these values. Raises `CannotGoOn` naming template, line and what is wrong."""
    import jinja2

    try:
        return "".join(_pieces(_environment(folder).get_template(name).generate(**values)))
    except jinja2.TemplateNotFound as error:
        raise CannotGoOn(Stop.FILE_MISSING, path=folder / (error.name or name)) from error
    except jinja2.TemplateSyntaxError as error:
        raise broken(error.name or name, folder, error.lineno, reason_of(error.message or "")) from error
    except (jinja2.TemplateError, *IN_RENDERING) as error:
        where, line = _place_of(error, folder) or (name, 1)
        raise broken(where, folder, line, reason_of(str(error))) from error


def _pieces(pieces: Iterable[str]) -> Iterator[str]:
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > MOST_CHARACTERS:
            raise OverflowError(wording.TEMPLATE_TOO_LARGE)
        yield piece


def fill_document(name: str, folder: Path = FOLDER, **values: object) -> Document:
    """The Word document `folder/name`, a template in docxtpl's manner, with these values; marks in them are text.

    Raises `CannotGoOn` as `fill` does; the line told is the paragraph, counted from 1.
    """
    import docxtpl
    import jinja2

    path = folder / name
    if not path.is_file():
        raise CannotGoOn(Stop.FILE_MISSING, path=path)
    template = docxtpl.DocxTemplate(path)
    try:
        template.init_docx()
        if torn := torn_in_word(template.get_xml()):
            raise broken(name, folder, torn[0], wording.TEMPLATE_TAG_TORN.format(torn[1]))
        template.render(values, jinja_env=sandbox(), autoescape=True)
    except (jinja2.TemplateError, *IN_RENDERING) as error:
        raise broken(name, folder, paragraph_of(error, path), reason_of(str(error))) from error
    except CannotGoOn:
        raise
    except Exception as error:  # a file that is no Word document shows itself in many ways
        raise CannotGoOn(Stop.FILE_DAMAGED, path=path, reason=wording.TEMPLATE_NO_DOCUMENT) from error
    return template.docx


def paragraph_of(error: Exception, path: Path) -> int:
    """The first paragraph (those in tables counted along) with what the message quotes; the first of all where it
    cannot be told."""
    import docx
    from docx.oxml.ns import qn

    quoted = re.findall(r"'([^']+)'", str(error))
    for number, paragraph in enumerate(docx.Document(str(path)).element.body.iter(qn("w:p")), 1):
        text = "".join(piece.text or "" for piece in paragraph.iter(qn("w:t")))
        if not text.startswith("{#") and any(word in text for word in reversed(quoted)):
            return number
    return 1


def broken(name: str, folder: Path, line: int, reason: str) -> CannotGoOn:
    """The sentence for a template with something wrong in it."""
    return CannotGoOn(Stop.TEMPLATE_BROKEN, path=folder / name, line=line, reason=reason)


def first_line(name: str, folder: Path = FOLDER) -> int:
    """The line where a template's text begins, after the notes at its top; counted from 1."""
    source = _COMMENT.sub(_blank_lines, _text(folder, name))
    return source[: len(source) - len(source.lstrip())].count("\n") + 1


@lru_cache(maxsize=4)
def _environment(folder: Path) -> Environment:
    import jinja2

    return sandbox(
        loader=jinja2.FunctionLoader(partial(_source, folder)),
        autoescape=jinja2.select_autoescape(["html"], default=False),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def sandbox(**options: Any) -> Environment:
    """An environment in which a template reaches nothing but its values, and a name it does not know is an error."""
    import jinja2

    made = _bounded()(undefined=jinja2.StrictUndefined, **options)
    made.filters["short"] = shortened
    for name in (
        "center",
        "indent",
        "wordwrap",
        "truncate",
        "batch",
        "slice",
        "format",
        "int",
        "round",
        "tojson",
    ):
        made.filters[name] = _with_bounds(made.filters[name])
    return made


@cache
def _bounded() -> type[Environment]:
    """jinja2's sandbox with bounds on what a template can make grow."""
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Bounded(ImmutableSandboxedEnvironment):
        intercepted_binops = frozenset({"*", "**", "%"})

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            if operator == "%":
                _refuse_wide(left)
            elif not isinstance(left, (int, float)) or not isinstance(right, (int, float)):
                sizes = [value if isinstance(value, int) else len(value) for value in (left, right)]
                _refuse_large(sizes[0] * sizes[1])
            elif operator == "**":
                _refuse_large(left, right, right * int(left).bit_length())
            else:
                _refuse_large(left, right)
            return super().call_binop(context, operator, left, right)

        def call(self, context: Any, called: Any, /, *args: Any, **named: Any) -> Any:
            _refuse_large(*args, *named.values())
            if getattr(called, "__name__", "") in ("format", "format_map"):
                _refuse_wide(getattr(getattr(called, "__wrapped__", called), "__self__", ""))
            return super().call(context, called, *args, **named)

    return Bounded


def _with_bounds(filtered: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(filtered)
    def bounded(*args: Any, **named: Any) -> Any:
        _refuse_large(*args, *named.values())
        if filtered.__name__ == "do_format":
            _refuse_wide(args[0])
        result = filtered(*args, **named)
        _refuse_large(result)
        return result

    return bounded


def _refuse_large(*values: object) -> None:
    """Raise for a number that something would become as large as."""
    if any(isinstance(value, (int, float)) and abs(value) > LARGEST_NUMBER for value in values):
        raise OverflowError(wording.TEMPLATE_TOO_LARGE)


def _refuse_wide(form: object) -> None:
    """Raise for a format that pads without bounds."""
    if isinstance(form, str) and _WIDE_FORMAT.search(form):
        raise OverflowError(wording.TEMPLATE_TOO_LARGE)


def shortened(text: object, longest: int = 60) -> str:
    """The filter `short`: in one line, of at most so many characters."""
    line = " ".join(str(text).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _source(folder: Path, name: str) -> tuple[str, str, Callable[[], bool]] | None:
    """What jinja2 asks for: a template's text, its file, whether that is still the same."""
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ValueError(wording.TEMPLATE_OUTSIDE.format(name))
    if not path.is_file():
        return None
    text, changed = _text(folder, name), path.stat().st_mtime_ns
    for number, line in enumerate(_COMMENT.sub(_blank_lines, text).split("\n"), 1):
        mark = _FULL_WIDTH_MARKS.search(line)
        if mark:
            raise broken(name, folder, number, wording.TEMPLATE_MARK_UNKNOWN.format(mark[0]))
    torn = (
        torn_tag(text) if name.endswith(".txt") else None
    )  # style sheets and programs have braces of their own
    if torn:
        raise broken(name, folder, torn[0], wording.TEMPLATE_TAG_TORN.format(torn[1]))
    return text, str(path), lambda: path.is_file() and path.stat().st_mtime_ns == changed


def _blank_lines(note: re.Match[str]) -> str:
    return "\n" * note[0].count("\n")


def _text(folder: Path, name: str) -> str:
    """A template as it was saved by whatever editor: UTF-8, UTF-16 or the GBK of a Chinese Windows."""
    try:
        text = decode((folder / name).read_bytes())
    except OSError as error:
        raise CannotGoOn(Stop.NOT_READABLE, path=folder / name) from error
    if text is None:
        raise broken(name, folder, 1, wording.TEMPLATE_NO_TEXT)
    return text


def reason_of(message: str) -> str:
    """What jinja2 says about a slip, for people."""
    for pattern, sentence in _REASONS:
        found = pattern.match(message)
        if found:
            return sentence.format(*found.groups())
    return wording.TEMPLATE_NOT_UNDERSTOOD.format(message)


def _place_of(error: BaseException, folder: Path) -> tuple[str, int] | None:
    """(template, line) in which rendering stopped, the innermost: jinja2 puts them into the traceback."""
    place, trace = None, error.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.is_relative_to(folder):
            place = path.relative_to(folder).as_posix(), trace.tb_lineno
        trace = trace.tb_next
    return place
