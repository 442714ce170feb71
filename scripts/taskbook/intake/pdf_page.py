"""One page of a PDF: its lines, its ruled tables, what is written on it as notes, whether it is only a picture."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from taskbook.intake.pdf_cells import Grid, grid_of
from taskbook.intake.pdf_characters import as_typed, is_garbled
from taskbook.intake.pdf_lines import Char, Line, line_of, parted, rows_of

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

Box = tuple[float, float, float, float]
"""(left, top, right, bottom)."""

MOST_RULES = 6_000
"""More rules on a page are a drawing, not tables; looking for tables among them would take minutes."""

FEW_CHARACTERS = 20
LARGE_PICTURE = 0.4
"""A page with fewer characters whose pictures cover this share of it is a scanned one (what a scanner stamps on it is text)."""
MANY_CURVES = 300
"""Characters drawn as outlines are no text; a page of them has many curves."""

_TABLE_SETTINGS = {
    "intersection_tolerance": 4,
    "snap_tolerance": 3,
    "join_tolerance": 3,
    "edge_min_length": 3,
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A line and the column it stands in: 0 across the page, else 1 or 2."""

    line: Line
    column: int = 0


@dataclass(frozen=True, slots=True)
class PageRead:
    """What a page holds, `items` in reading order; `aside` is what stands slantwise (a watermark)."""

    number: int
    width: float
    height: float
    items: tuple[Placed | Grid, ...] = ()
    aside: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    is_picture: bool = False
    is_garbled: bool = False
    is_blank: bool = False


def read_page(page: Page) -> PageRead:
    """A page, turned so that its text is upright. Anything that pdfplumber raises goes through."""
    page = _upright(page)
    all_chars = _once(page.chars)
    texts = [char["text"] for char in all_chars]
    straight = [char for char in all_chars if _angle(char) == 0]
    chars = [made for char in straight if (made := _char(page, char)) is not None]
    grids, loose = _tables(page, chars)
    written = sum(1 for text in texts if text.strip())
    return PageRead(
        page.page_number,
        float(page.width),
        float(page.height),
        tuple(_in_order(grids, loose)),
        _aside(page, [char for char in all_chars if _angle(char) != 0]),
        tuple(_notes(page)),
        is_picture=written < FEW_CHARACTERS and _is_drawn(page),
        is_garbled=is_garbled(texts),
        is_blank=not written,
    )


# ---- characters ----


def _once(chars: Iterable[dict]) -> list[dict]:
    """The characters without those printed again on the same spot, to look bold."""
    kept: list[dict] = []
    taken: set[tuple[str, int, int]] = set()
    for char in chars:
        text, x, y = char["text"], round(char["x0"]), round(char["y0"])
        near = ((text, x + right, y + down) for right in (-1, 0, 1) for down in (-1, 0, 1))
        if not taken.isdisjoint(near) and text.strip():
            continue
        taken.add((text, x, y))
        kept.append(char)
    return kept


def _upright(page: Page) -> Page:
    """The page itself, or the page turned where most of its text runs upwards, downwards or upside down."""
    from pdfplumber.page import Page as Made

    angles = Counter(angle for char in page.chars if (angle := _angle(char)) is not None)
    angle = angles.most_common(1)[0][0] if angles else 0
    if not angle:
        return page
    turned = (page.rotation + angle) % 360
    page.page_obj.attrs["Rotate"] = page.page_obj.rotate = turned
    return Made(page.pdf, page.page_obj, page.page_number)


def _angle(char: dict) -> int | None:
    """How far a character is turned, counterclockwise: 0, 90, 180, 270; None for slantwise."""
    a, b = char["matrix"][:2]
    degrees = math.degrees(math.atan2(b, a)) % 360
    nearest = round(degrees / 90) * 90
    return nearest % 360 if abs(degrees - nearest) < 3 else None


def _char(page: Page, char: dict) -> Char | None:
    text = as_typed(char["text"])
    if not text:
        return None
    x0, x1 = float(char["x0"]), float(char["x1"])
    base = float(page.height) - (float(char["matrix"][5]) - float(page.mediabox[1]))
    return Char(text, x0, x1, base, max(1.0, float(char["size"])))


def _aside(page: Page, chars: Sequence[dict]) -> tuple[str, ...]:
    """Text that does not run as the page's does, put together in the order it was written."""
    text = "".join(as_typed(char["text"]) for char in chars).strip()
    return (text,) if text else ()


# ---- tables ----


def _tables(page: Page, chars: Sequence[Char]) -> tuple[list[Grid], list[Char]]:
    """The ruled tables with their texts, and the characters that stand in none."""
    rules = page.edges
    if not rules or len(rules) > MOST_RULES:
        return [], list(chars)
    grids: list[Grid] = []
    rest = list(chars)
    for table in _without_frames(page.find_tables(_TABLE_SETTINGS | _open_sides(rules))):
        grid, rest = grid_of(list(table.cells), rest)
        if grid is not None:
            grids.append(grid)
    return grids, rest


def _without_frames(tables: Sequence[Table]) -> list[Table]:
    """Tables from the top, inner ones first; a frame around a table or the page is one cell with all of it."""
    boxes = [table.bbox for table in tables]
    return [
        table
        for table in sorted(tables, key=lambda one: (one.bbox[1], one.bbox[0]))
        if len(table.cells) > 1 or not any(_holds(table.bbox, box) for box in boxes)
    ]


def _holds(outer: Box, inner: Box) -> bool:
    return outer != inner and all(
        outer[at] <= inner[at] + 1 and outer[at + 2] >= inner[at + 2] - 1 for at in (0, 1)
    )


def _open_sides(rules: Iterable[dict]) -> dict[str, object]:
    """Tables are also drawn without rules at their sides: where horizontal ones end alike, a side is added."""
    from pdfplumber.table import merge_edges

    rules = merge_edges(list(rules), 3, 3, 3, 3)
    upright = [rule for rule in rules if rule["orientation"] == "v"]
    ends = Counter((round(rule["x0"]), round(rule["x1"])) for rule in rules if rule["orientation"] == "h")
    added: list[float] = []
    for (left, right), count in ends.items():
        inner = [rule for rule in upright if left + 3 < rule["x0"] < right - 3]
        if count < 3 or not inner:
            continue
        sides = [side for side in (left, right) if not any(abs(rule["x0"] - side) <= 4 for rule in upright)]
        added += sides
    return {"explicit_vertical_lines": added} if added else {}


# ---- the rest ----


def _in_order(grids: Sequence[Grid], chars: Sequence[Char]) -> Iterable[Placed | Grid]:
    """Lines from the top, columns one after the other, each table where it stands."""
    rows = rows_of(chars)
    for grid in sorted(grids, key=lambda one: (one.top, one.left)):
        above = [row for row in rows if row[0].base <= grid.top]
        rows = [row for row in rows if row[0].base > grid.top]
        yield from _placed(above)
        yield grid
    yield from _placed(rows)


def _placed(rows: Sequence[list[Char]]) -> Iterable[Placed]:
    for row, column in parted(rows):
        line = line_of(row)
        if line is not None:
            yield Placed(line, column)


def _is_drawn(page: Page) -> bool:
    """Whether pictures cover much of the page, or it is drawn with curves."""
    area = float(page.width) * float(page.height)
    covered = sum(
        max(0.0, min(float(one["x1"]), page.width) - max(float(one["x0"]), 0))
        * max(0.0, min(float(one["bottom"]), page.height) - max(float(one["top"]), 0))
        for one in page.images
    )
    return covered >= LARGE_PICTURE * area or len(page.curves) >= MANY_CURVES


def _notes(page: Page) -> Iterable[str]:
    """What people wrote onto the page as notes, and into the fields of a form."""
    for note in page.annots:
        field = note["data"].get("V")
        for text in (note.get("contents"), field):
            text = (
                text.decode("utf-16" if text[:2] == b"\xfe\xff" else "gb18030", "replace")
                if isinstance(text, bytes)
                else text
            )
            if isinstance(text, str) and text.strip():
                yield text.strip()
