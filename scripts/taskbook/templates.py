"""Texts that an office may rewrite: the jinja2 files of `templates/`, filled in.

A name that a template does not know, or a slip in its own language, stops with the file and line, never half a text.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from taskbook.findings import CannotGoOn, Stop

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).resolve().parents[2] / "templates"


def fill(name: str, folder: Path = FOLDER, **values: object) -> str:
    """The template `folder/name` with these values. Raises `CannotGoOn` naming template, line and what is wrong."""
    import jinja2

    try:
        return _environment(folder).get_template(name).render(**values)
    except jinja2.TemplateNotFound as error:
        raise CannotGoOn(Stop.FILE_MISSING, path=folder / name) from error
    except jinja2.TemplateSyntaxError as error:
        raise CannotGoOn(Stop.TEMPLATE_BROKEN, path=name, line=error.lineno, reason=error.message) from error
    except jinja2.TemplateError as error:
        raise CannotGoOn(Stop.TEMPLATE_BROKEN, path=name, line=_line_of(error, name), reason=error) from error


@lru_cache(maxsize=4)
def _environment(folder: Path) -> Environment:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder, encoding="utf-8-sig"),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # plain text; templates of pages and mails say so themselves
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _line_of(error: Exception, name: str) -> int:
    """The template's line in which rendering stopped: jinja2 puts it into the traceback."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.replace("\\", "/").endswith(name):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
