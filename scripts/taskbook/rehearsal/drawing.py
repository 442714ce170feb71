"""A small picture made of boxes, lines, outlines and words, as a flat OpenDocument text that LibreOffice turns into a PDF.

Of a text, since LibreOffice Writer is on every machine that runs the tests and LibreOffice Draw is not. Lengths are pixels of the picture, colours `#RRGGBB`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

PIXELS_PER_INCH = 96
FONT = "Noto Sans CJK SC"

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<office:document office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0">
"""


_FREE = (
    'style:wrap="run-through" style:run-through="foreground" style:horizontal-pos="from-left" '
    'style:horizontal-rel="page" style:vertical-pos="from-top" style:vertical-rel="page"'
)


def _length(pixels: float) -> str:
    return f"{pixels * 25.4 / PIXELS_PER_INCH:.3f}mm"


@dataclass
class Drawing:
    """One page; shapes lie in the order in which they were added."""

    width: int
    height: int
    _styles: dict[str, str] = field(default_factory=dict)
    _shapes: list[str] = field(default_factory=list)

    def box(
        self, x: float, y: float, width: float, height: float, fill: str, line: str = "", round_: float = 0
    ) -> None:
        """A filled rectangle, with a border one pixel wide where `line` names its colour."""
        style = self._graphic(_filled(fill) + _stroke(line, 1))
        corner = f' draw:corner-radius="{_length(round_)}"' if round_ else ""
        self._add(f"<draw:rect {style}{_place(x, y, width, height)}{corner}", "/>")

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str) -> None:
        """A line one pixel wide."""
        ends = " ".join(
            f'svg:{name}="{_length(at)}"' for name, at in (("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2))
        )
        self._add(f"<draw:line {self._graphic(_stroke(colour, 1))} {ends}", "/>")

    def outline(self, x: float, y: float, size: float, path: str, fill: str = "", line: str = "") -> None:
        """An SVG path drawn on a field of 32×32, brought to `size`; open ones have a line and no fill."""
        style = self._graphic((_filled(fill) if fill else 'draw:fill="none"') + _stroke(line, size * 2 / 32))
        left, top, right, bottom = _bounds(path)
        scale = size / 32
        place = _place(x + left * scale, y + top * scale, (right - left) * scale, (bottom - top) * scale)
        view = f'svg:viewBox="{left:g} {top:g} {right - left:g} {bottom - top:g}"'
        self._add(f'<draw:path {style}{place} {view} svg:d="{path}"', "/>")

    def words(
        self,
        x: float,
        y: float,
        width: float,
        text: str,
        size: float = 12,
        colour: str = "#262626",
        align: str = "start",
        bold: bool = False,
    ) -> None:
        """Lines of text from the top edge `y` downwards, `size` pixels high each, never wrapped."""
        letters = (
            f'<style:text-properties fo:color="{colour}" fo:font-size="{size * 72 / PIXELS_PER_INCH:.2f}pt" '
            f'style:font-size-asian="{size * 72 / PIXELS_PER_INCH:.2f}pt" '
            f'fo:font-family="{FONT}" style:font-family-asian="{FONT}" '
            + ('fo:font-weight="bold" style:font-weight-asian="bold" ' if bold else "")
            + "/>"
        )
        paragraph = self._style(
            "paragraph",
            f'<style:paragraph-properties fo:text-align="{align}" style:text-autospace="none"/>{letters}',
        )
        style = self._graphic(
            'draw:fill="none" draw:stroke="none" fo:padding="0mm" draw:textarea-vertical-align="top" '
            'draw:auto-grow-height="false" draw:auto-grow-width="false"'
        )
        lines = "".join(
            f'<text:p text:style-name="{paragraph}">{_spaced(line)}</text:p>' for line in text.split("\n")
        )
        place = _place(x, y, width, size * 1.5 * (text.count("\n") + 1))
        self._add(f"<draw:rect {style}{place}", f">{lines}</draw:rect>")

    def save(self, path: Path) -> Path:
        """Write the drawing as a .fodt."""
        styles = "".join(
            f'<style:style style:name="{name}" style:family="{name.rstrip("0123456789")}">{content}</style:style>'
            for content, name in self._styles.items()
        )
        page = (
            '<style:page-layout style:name="page"><style:page-layout-properties fo:margin="0mm" '
            f'fo:page-width="{_length(self.width)}" fo:page-height="{_length(self.height)}"/></style:page-layout>'
        )
        master = '<style:master-page style:name="Standard" style:page-layout-name="page"/>'
        text = (
            f"{_HEAD}<office:automatic-styles>{page}{styles}</office:automatic-styles>"
            f"<office:master-styles>{master}</office:master-styles><office:body><office:text>"
            f"{''.join(self._shapes)}<text:p/></office:text></office:body></office:document>\n"
        )
        path.write_text(text, encoding="utf-8")
        return path

    def _add(self, start: str, end: str) -> None:
        anchor = f' text:anchor-type="page" text:anchor-page-number="1" draw:z-index="{len(self._shapes)}"'
        self._shapes.append(start + anchor + end)

    def _graphic(self, properties: str) -> str:
        return (
            f'draw:style-name="{self._style("graphic", f"<style:graphic-properties {properties} {_FREE}/>")}"'
        )

    def _style(self, family: str, content: str) -> str:
        return self._styles.setdefault(content, f"{family}{len(self._styles)}")


def _spaced(line: str) -> str:
    """Blanks that stand together stay as many as they are."""
    return re.sub("  +", lambda blanks: f'<text:s text:c="{len(blanks[0])}"/>', escape(line))


def _filled(colour: str) -> str:
    return f'draw:fill="solid" draw:fill-color={quoteattr(colour)} '


def _stroke(colour: str, width: float) -> str:
    if not colour:
        return ' draw:stroke="none"'
    return (
        f' draw:stroke="solid" svg:stroke-color={quoteattr(colour)} svg:stroke-width="{_length(width)}"'
        ' draw:stroke-linejoin="round" svg:stroke-linecap="round"'
    )


def _place(x: float, y: float, width: float, height: float) -> str:
    values = (("x", x), ("y", y), ("width", width), ("height", height))
    return "".join(f' svg:{name}="{_length(value)}"' for name, value in values)


def _bounds(path: str) -> tuple[float, float, float, float]:
    """Of a path in absolute M, L and Z only."""
    numbers = [float(word) for word in path.translate(dict.fromkeys(map(ord, "MLZ,"), " ")).split()]
    across, down = numbers[::2], numbers[1::2]
    return min(across), min(down), max(across), max(down)
