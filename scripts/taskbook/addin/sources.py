"""What the add-in is made of: the files of macros/, and the module that brings RunPython, from the installed xlwings."""

from __future__ import annotations

import importlib.util
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from taskbook import wording
from taskbook.addin.project import Kind, Module
from taskbook.findings import CannotGoOn, Stop

FOLDER = Path(__file__).parents[3] / "macros"
PROJECT_NAME = "taskbook"
"""The project's name, and the one that xlwings' module looks for its settings by (.taskbook/taskbook.conf)."""

WORKBOOK, SHEET = "ThisWorkbook", "MessageSheet"
"""The modules of the workbook and of its sheet, by which the workbook's parts name them."""

_OWN = {
    f"{WORKBOOK}.cls": Kind.WORKBOOK,
    f"{SHEET}.cls": Kind.SHEET,
    "Ribbon.bas": Kind.STANDARD,
    "PythonBridge.bas": Kind.STANDARD,
    "Messages.bas": Kind.STANDARD,
    "Notice.bas": Kind.STANDARD,
    "Disk.bas": Kind.STANDARD,
}
_RUN_PYTHON = "xlwings_custom_addin.bas"
_DICTIONARY = "addin/Dictionary.cls"  # what that module takes on a Mac for Windows' dictionary
_THEIR_NAME = 'PROJECT_NAME As String = "myaddin"'
_OUR_NAME = f'PROJECT_NAME As String = "{PROJECT_NAME}"'


@dataclass(frozen=True, slots=True)
class Sources:
    """Modules of the project, the tab (XML), the texts by key."""

    modules: tuple[Module, ...]
    ribbon: bytes
    messages: Mapping[str, str]


def read_sources(folder: Path = FOLDER) -> Sources:
    """The sources as they are on the disk, their line endings made alike. Raises `CannotGoOn` where one is not usable."""
    own = tuple(_module(folder / name, kind) for name, kind in _OWN.items())
    return Sources(
        modules=(*own, *_xlwings_modules()),
        ribbon=_read(folder / "ribbon.xml").encode(),
        messages=tomllib.loads(_read(folder / "messages.toml")),
    )


def _xlwings_modules() -> tuple[Module, Module]:
    spec = importlib.util.find_spec("xlwings")  # looked for, not imported: importing it takes a second
    if spec is None or not spec.origin:
        raise CannotGoOn(Stop.FILE_MISSING, path=f"xlwings/{_RUN_PYTHON}")
    installed = Path(spec.origin).parent
    return (
        _module(installed / _RUN_PYTHON, Kind.STANDARD, named_for_us=True),
        _module(installed / _DICTIONARY, Kind.CLASS),
    )


def _module(path: Path, kind: Kind, named_for_us: bool = False) -> Module:
    text = _read(path)
    if not text.isascii():
        raise CannotGoOn(Stop.FILE_DAMAGED, path=path, reason=wording.NOT_ASCII)
    if named_for_us:
        if text.count(_THEIR_NAME) != 1:
            reason = wording.xlwings_changed(_THEIR_NAME, text.count(_THEIR_NAME))
            raise CannotGoOn(Stop.FILE_DAMAGED, path=path, reason=reason)
        text = text.replace(_THEIR_NAME, _OUR_NAME)
    attributes, code = _split(text)
    name = attributes["VB_Name"].strip('"')
    if kind is not Kind.STANDARD:
        attributes = _of_object(attributes, kind)
    head = "".join(f"Attribute {key} = {value}\n" for key, value in attributes.items())
    return Module(name, kind, (head + code).replace("\n", "\r\n"))


def _split(text: str) -> tuple[dict[str, str], str]:
    """The attributes in front of a module and its code; what an exported class has before them is left out."""
    lines = text.split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("Attribute "))
    attributes = {}
    while lines[at].startswith("Attribute "):
        key, value = lines[at].removeprefix("Attribute ").split(" = ", 1)
        attributes[key] = value
        at += 1
    return attributes, "\n".join(lines[at:])


def _of_object(attributes: Mapping[str, str], kind: Kind) -> dict[str, str]:
    """The attributes of a class or document as they stand inside a project, in Excel's order."""
    ordered = {"VB_Name": attributes["VB_Name"], "VB_Base": f'"{kind.value}"'}
    ordered |= {key: value for key, value in attributes.items() if key != "VB_Description"}
    ordered["VB_TemplateDerived"] = "False"
    ordered["VB_Customizable"] = "False" if kind is Kind.CLASS else "True"
    return ordered


def _read(path: Path) -> str:
    """The text of a file with lines that end in LF."""
    if not path.is_file():
        raise CannotGoOn(Stop.FILE_MISSING, path=path)
    return path.read_text(encoding="utf-8")
