"""Flattened text (a document saved or converted to .txt) as blocks.

Two forms are met. Led: every cell begins with a tab on a line of its own and may go on over further lines, blank ones
too, so only counting cells against the heading tells the rows. Separated: a row is a line, its cells parted by tabs,
inside running text. Without tabs, commas or bars may part the cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from taskbook.intake.blocks import Block, Paragraph, table_of
from taskbook.intake.delimited_text import read_delimited
from taskbook.intake.led_text import read_led
from taskbook.intake.line_starts import Start, in_order, line_starts
from taskbook.intake.separated_text import read_separated
from taskbook.intake.text_table import Piece, TextTable

_TRACE = re.compile(r"\[(?:bookmark|image|if|endif|anchor)\b[^\]\n]{0,60}\]", re.IGNORECASE)


def read_text(text: str) -> list[Block]:
    """The paragraphs and tables of a flattened text; marks left by the conversion (`[bookmark: …]`) are removed."""
    text = _TRACE.sub("", text)
    starts = line_starts(text)
    text = text.replace("\f", "\n")
    lines = [line.rstrip(" \u3000") for line in text.split("\n")]
    pieces = None if any("\t" in line.strip() for line in lines) or _is_led(lines) else read_delimited(text)
    if pieces is None:
        pieces = read_led(lines) if _is_led(lines) else read_separated(lines)
    if not any(isinstance(piece, TextTable) for piece in pieces):
        return [Paragraph(_unbroken(one.text), at, begins=one.begins) for at, one in enumerate(starts, 1)]
    return _blocks(pieces, starts)


def _is_led(lines: Sequence[str]) -> bool:
    """Whether cells stand on lines of their own: more lines begin with a tab and hold no other than hold one inside."""
    led = sum(1 for line in lines if line.startswith("\t") and "\t" not in line.strip("\t"))
    return led > sum(1 for line in lines if "\t" in line.strip("\t"))


def _blocks(pieces: Sequence[Piece], starts: Sequence[Start]) -> list[Block]:
    blocks: list[Block] = []
    tables = 0
    texts = [piece for piece in pieces if isinstance(piece, str) and piece.strip()]
    known = iter(enumerate(in_order(texts, starts), 1))
    for piece in pieces:
        if isinstance(piece, str):
            if piece.strip():
                number, begins = next(known)
                blocks.append(Paragraph(_unbroken(piece).strip(), number, begins=begins))
        else:
            tables += 1
            rows = [[_unbroken(cell) for cell in row] for row in piece.rows]
            blocks.append(table_of(f"表{tables}", rows, piece.merges, uneven=frozenset(piece.uneven)))
    return blocks


def _unbroken(text: str) -> str:
    """Word writes a line break inside a paragraph or cell as a vertical tab."""
    return text.replace("\v", "\n")
