"""A plan's text as a document of another kind, made when it is needed: .docx with heading styles and numbers that
stand in no text, .pdf with running heads and page numbers."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from bench.drafts_gold import GoldPlan

_LEVELS = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
_ABSTRACT = "90"


def source_of(plan: GoldPlan, folder: Path) -> Path | None:
    """The document to read: the plan's own file, or one made of it in `folder`; None where it cannot be made here."""
    if plan.made == "pdf":
        return _pdf(plan, folder)
    return _docx(plan, folder / f"{plan.name}.docx") if plan.made else plan.source


def _pdf(plan: GoldPlan, folder: Path) -> Path | None:
    """Printed by LibreOffice, a running head and the page's number on every page; None without LibreOffice."""
    from docx import Document
    from docx.shared import Pt

    program = shutil.which("soffice") or shutil.which("libreoffice")
    if not program:
        return None
    document = Document()
    for line in filter(str.strip, plan.source.read_text(encoding="utf-8").split("\n")):
        document.add_paragraph(line.strip()).paragraph_format.first_line_indent = Pt(32)
    for style in document.styles["Normal"], document.styles["Header"], document.styles["Footer"]:
        style.font.size = Pt(16)
    section = document.sections[0]
    section.header.paragraphs[0].text = "稳就业促创业工作实施方案"
    _page_number(section.footer.paragraphs[0])
    path = folder / f"{plan.name}.docx"
    document.save(str(path))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(command, capture_output=True, timeout=120, check=False)
    printed = path.with_suffix(".pdf")
    return printed if printed.exists() else None


def _page_number(paragraph: object) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    paragraph.add_run("— ")
    paragraph._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"/>'))
    paragraph.add_run(" —")


def _docx(plan: GoldPlan, path: Path) -> Path:
    from docx import Document

    document = Document()
    numbers = _numbering(document)
    levels = {heading.text: heading.level for heading in plan.headings}
    lines = [line.strip() for line in plan.source.read_text(encoding="utf-8").split("\n") if line.strip()]
    document.add_paragraph(lines[0], style="Title")
    for line in lines[1:]:
        if line in levels:
            paragraph = document.add_paragraph(line, style=f"Heading {levels[line]}")
            _numbered(paragraph, numbers, levels[line] - 1)
        else:
            document.add_paragraph(line)
    document.save(str(path))
    return path


def _numbering(document: object) -> str:
    """Adds a multilevel list to the document; its number."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (kind, text) in enumerate(_LEVELS)
    )
    space = nsdecls("w")
    part = document.part.numbering_part.element
    abstract = parse_xml(f'<w:abstractNum {space} w:abstractNumId="{_ABSTRACT}">{levels}</w:abstractNum>')
    part.insert(0, abstract)
    part.append(
        parse_xml(f'<w:num {space} w:numId="{_ABSTRACT}"><w:abstractNumId w:val="{_ABSTRACT}"/></w:num>')
    )
    return _ABSTRACT


def _numbered(paragraph: object, number: str, level: int) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )
