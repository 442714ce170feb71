"""PDFs made in tests: characters put where a test wants them, rules, pictures. No font is embedded, none is needed.

The font's characters are Unicode ones (the map UniGB-UCS2-H), each as wide as high. Lengths are points from the left and
top edges.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

WIDTH, HEIGHT = 600, 800


@dataclass
class Sheet:
    """A page being drawn."""

    width: float = WIDTH
    height: float = HEIGHT
    rotate: int = 0
    drawn: list[str] = field(default_factory=list)

    def text(
        self, x: float, y: float, words: str, size: float = 10, turn: tuple[float, ...] = (1, 0, 0, 1)
    ) -> Sheet:
        """Words whose first character stands at x, on the line y; `turn` is the matrix they are turned by."""
        place = f"{' '.join(map(str, turn))} {x} {self.height - y} Tm"
        code = words.encode("utf-16-be").hex()
        self.drawn.append(f"BT /F {size} Tf {place} <{code}> Tj ET")
        return self

    def lines(self, x: float, y: float, *texts: str, size: float = 10, leading: float = 16) -> Sheet:
        for number, words in enumerate(texts):
            self.text(x, y + number * leading, words, size)
        return self

    def nameless(self, x: float, y: float, count: int) -> Sheet:
        """Characters of a font that does not say which they are."""
        code = "".join(f"{number + 500:04x}" for number in range(count))
        self.drawn.append(f"BT /N 10 Tf 1 0 0 1 {x} {self.height - y} Tm <{code}> Tj ET")
        return self

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        self.drawn.append(f"{x0} {self.height - y0} m {x1} {self.height - y1} l S")
        return self

    def picture(self, share: float = 1.0) -> Sheet:
        self.drawn.append(f"q {self.width * share} 0 0 {self.height * share} 0 0 cm /I Do Q")
        return self

    def grid(
        self, xs: Sequence[float], ys: Sequence[float], without: Sequence[tuple[float, ...]] = ()
    ) -> Sheet:
        """The rules of a table, cell by cell; `without` are pieces (x0, y0, x1, y1) that are not drawn."""
        for y in ys:
            for x0, x1 in pairwise(xs):
                if (x0, y, x1, y) not in without:
                    self.rule(x0, y, x1, y)
        for x in xs:
            for y0, y1 in pairwise(ys):
                if (x, y0, x, y1) not in without:
                    self.rule(x, y0, x, y1)
        return self


_FONTS = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0"
    "/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000"
    "/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Ascent 880/Descent -120/Flags 4>>>>]>>",
    "<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+Own/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2"
    "/BaseFont/AAAAAA+Own/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000"
    "/FontDescriptor<</Type/FontDescriptor/FontName/AAAAAA+Own/Ascent 880/Descent -120/Flags 4>>>>]>>",
)


def pdf_of(*sheets: Sheet, further: Sequence[bytes] = (), head: bytes = b"") -> bytes:
    """The bytes of a PDF with these pages, and objects that no page refers to; `head` stands before all of them."""
    kids = " ".join(f"{5 + 2 * at} 0 R" for at in range(len(sheets)))
    image = (
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
    )
    objects: list[bytes] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(sheets)}/Kids[{kids}]>>".encode(),
        f"<</Font<</F {_FONTS[0]}/N {_FONTS[1]}>>/XObject<</I 4 0 R>>>>".encode(),
        image.encode() + b"stream\n\x80\nendstream",
    ]
    for at, sheet in enumerate(sheets):
        packed = zlib.compress("\n".join(sheet.drawn).encode())
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {sheet.width} {sheet.height}]/Rotate {sheet.rotate}"
            f"/Resources 3 0 R/Contents {6 + 2 * at} 0 R>>".encode()
        )
        objects.append(
            f"<</Filter/FlateDecode/Length {len(packed)}>>stream\n".encode() + packed + b"\nendstream"
        )
    objects.extend(further)
    data = b"%PDF-1.7\n" + head
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(objects) + 1}/Root 1 0 R>>\n"
    return data + end.encode() + f"startxref\n{len(data)}\n%%EOF\n".encode()


def make_pdf(path: Path, *sheets: Sheet) -> Path:
    path.write_bytes(pdf_of(*sheets))
    return path
