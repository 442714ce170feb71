"""An official document as Word shows it: page, fonts, the notice with its formal head (GB/T 9704)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from taskbook import wording

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph


def set_fonts(document: Document) -> None:
    """The page and the fonts of running text."""
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), wording.FONT_BODY)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)


def write_notice(document: Document, notice: Sequence[str]) -> None:
    """Letterhead, number, title, addressees, text, signature and date, as GB/T 9704 orders them."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
    from docx.shared import Pt, RGBColor

    letterhead, number, title, addressees, *body, office, issued_on, remark = notice
    head = add_paragraph(document, letterhead, ALIGN.CENTER, wording.FONT_TITLE, 30)
    head.runs[0].font.color.rgb = RGBColor(0xC0, 0, 0)
    add_paragraph(document, number, ALIGN.CENTER)
    add_paragraph(document, title, ALIGN.CENTER, wording.FONT_TITLE, 22).paragraph_format.space_before = Pt(
        24
    )
    add_paragraph(document, addressees, ALIGN.LEFT).paragraph_format.space_before = Pt(16)
    for text in body:
        add_paragraph(document, text, ALIGN.JUSTIFY).paragraph_format.first_line_indent = Pt(32)
    document.paragraphs[-1].paragraph_format.space_before = Pt(16)
    for text, space in ((office, 48), (issued_on, 0)):
        signed = add_paragraph(document, text, ALIGN.RIGHT).paragraph_format
        signed.right_indent, signed.space_before = Pt(32), Pt(space)
    add_paragraph(document, remark, ALIGN.LEFT).paragraph_format.first_line_indent = Pt(32)


def add_paragraph(
    document: Document, text: str, align: int, font: str = wording.FONT_BODY, size: float = 16
) -> Paragraph:
    """A paragraph at the document's end in one font."""
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = 0
    set_run(paragraph, text, font, size)
    return paragraph


def set_run(paragraph: Paragraph, text: str, font: str, size: float) -> None:
    """Text at the paragraph's end, its Chinese characters in the font."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
