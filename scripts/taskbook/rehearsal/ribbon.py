"""The tab as Excel shows it, drawn from macros/ribbon.xml, so that the picture says what the ribbon says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree

from taskbook import wording
from taskbook.rehearsal.drawing import Drawing
from taskbook.rehearsal.icons import ICONS

RIBBON = Path(__file__).parents[3] / "macros" / "ribbon.xml"
STRIP, RIBBON_HEIGHT = 34, 118
"""Heights in pixels of the strip of tabs and of the ribbon below it."""

_NAMESPACE = "{http://schemas.microsoft.com/office/2006/01/customui}"
_GREEN, _INK, _FAINT, _LINE = "#217346", "#333333", "#6B6B6B", "#D2D0CE"
_TOP, _ROW, _BIG, _SMALL = STRIP + 6, 26, 32, 18
_LETTER = 13.0


@dataclass(frozen=True, slots=True)
class Control:
    """A button or the box: what stands on it, its icon, whether it takes the whole height."""

    label: str
    icon: str
    large: bool
    box: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Controls that stand together, and the words below them."""

    label: str
    controls: tuple[Control, ...]


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab of the ribbon."""

    label: str
    groups: tuple[Group, ...]


def read_tab(path: Path = RIBBON) -> Tab:
    """The tab that the add-in brings."""
    (tab,) = ElementTree.parse(path).iter(f"{_NAMESPACE}tab")
    groups = [
        Group(group.get("label", ""), tuple(map(_control, group))) for group in tab.iter(f"{_NAMESPACE}group")
    ]
    return Tab(tab.get("label", ""), tuple(groups))


def _control(element: ElementTree.Element) -> Control:
    kind = element.tag.removeprefix(_NAMESPACE)
    large = element.get("size") == "large"
    return Control(element.get("label", ""), element.get("imageMso", ""), large, kind == "editBox")


def digest_of(tab: Tab) -> str:
    """Changes whenever the picture has to be drawn again."""
    return hashlib.sha256(repr(tab).encode()).hexdigest()[:16]


def draw_tab(drawing: Drawing, tab: Tab, top: int = 0) -> int:
    """Draw the strip of tabs and the ribbon from `top` downwards over the whole width; where the last group ends."""
    drawing.box(0, top, drawing.width, STRIP, "#F3F2F1")
    _strip(drawing, tab.label, top)
    drawing.box(0, top + STRIP, drawing.width, RIBBON_HEIGHT, "#FFFFFF")
    drawing.line(0, top + STRIP + RIBBON_HEIGHT - 1, drawing.width, top + STRIP + RIBBON_HEIGHT - 1, _LINE)
    left = 8.0
    for group in tab.groups:
        left = _group(drawing, group, left, top)
    return round(left)


def _strip(drawing: Drawing, label: str, top: int) -> None:
    left = 8.0
    for name in (*wording.EXCEL_TABS, label):
        width = _width_of(name) + 26
        chosen = name == label
        if chosen:
            drawing.box(left, top + 4, width, STRIP - 4, "#FFFFFF")
            drawing.box(left + 9, top + STRIP - 4, width - 18, 3, _GREEN)
        colour = _GREEN if chosen else _INK
        drawing.words(left, top + 7, width, name, _LETTER, colour, "center", bold=chosen)
        left += width


def _group(drawing: Drawing, group: Group, left: float, top: int) -> float:
    start = left
    for column in _columns(group.controls):
        left += _column(drawing, column, left, top)
    width = max(left - start, _width_of(group.label))
    drawing.words(start, top + STRIP + 96, width, group.label, 11.5, _FAINT, "center")
    right = start + width + 4
    drawing.line(right, top + STRIP + 6, right, top + STRIP + RIBBON_HEIGHT - 8, _LINE)
    return right + 5


def _columns(controls: Sequence[Control]) -> Iterator[list[Control]]:
    """Large buttons stand alone, of others three above each other."""
    column: list[Control] = []
    for control in controls:
        if column and (control.large or column[0].large or len(column) == 3):
            yield column
            column = []
        column.append(control)
    if column:
        yield column


def _column(drawing: Drawing, column: Sequence[Control], left: float, top: int) -> float:
    """Draw one column; its width."""
    if column[0].large:
        (button,) = column
        width = max(_width_of(button.label) + 16, 58)
        _icon(drawing, button.icon, left + (width - _BIG) / 2, top + _TOP + 6, _BIG)
        drawing.words(left, top + _TOP + 46, width, button.label, _LETTER, _INK, "center")
        return width
    width = 0.0
    for row, control in enumerate(column):
        at = top + _TOP + 4 + row * _ROW
        if control.box:
            told = _width_of(control.label)
            drawing.words(left + 6, at + 1, told + 6, control.label, _LETTER, _INK)
            drawing.box(left + told + 16, at, 96, 21.4, "#FFFFFF", "#8A8886")
            width = max(width, told + 120)
        else:
            _icon(drawing, control.icon, left + 6, at + 2, _SMALL)
            drawing.words(left + 28, at + 1, _width_of(control.label) + 6, control.label, _LETTER, _INK)
            width = max(width, _width_of(control.label) + 40)
    return width


def _icon(drawing: Drawing, name: str, left: float, top: float, size: float) -> None:
    for path, fill, line in ICONS[name]:
        drawing.outline(left, top, size, path, fill, line)


def _width_of(text: str) -> float:
    return sum(_LETTER if ord(letter) > 255 else _LETTER * 0.56 for letter in text)


def ribbon_drawing(tab: Tab) -> Drawing:
    """The strip and the ribbon alone, as wide as the tab needs."""
    narrow = Drawing(0, 0)
    width = max(draw_tab(narrow, tab) + 12, 860)
    return _framed(replace(narrow, width=width, height=STRIP + RIBBON_HEIGHT, _styles={}, _shapes=[]), tab)


def _framed(drawing: Drawing, tab: Tab) -> Drawing:
    draw_tab(drawing, tab)
    for x in (0, drawing.width - 1):
        drawing.line(x, 0, x, drawing.height, _LINE)
    drawing.line(0, 0, drawing.width, 0, _LINE)
    return drawing
