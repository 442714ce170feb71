"""Sources → the add-in's file: an Excel workbook of kind .xlam."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from taskbook import files, wording
from taskbook.addin.project import vba_project
from taskbook.addin.sources import FOLDER, PROJECT_NAME, SHEET, WORKBOOK, Sources, read_sources

ADDIN = FOLDER / wording.ADDIN_FILE
"""Where the built add-in stands."""

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_TYPES = {
    "/xl/workbook.xml": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    "/xl/worksheets/sheet1.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
    "/xl/styles.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}
_DEFAULT_TYPES = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "bin": "application/vnd.ms-office.vbaProject",
}
_PACKAGE_RELATIONS = {
    "xl/workbook.xml": f"{_OFFICE}/relationships/officeDocument",
    "docProps/core.xml": f"{_PACKAGE}/relationships/metadata/core-properties",
    "docProps/app.xml": f"{_OFFICE}/relationships/extended-properties",
    "customUI/customUI.xml": f"{_MICROSOFT}/ui/extensibility",
}
_WORKBOOK_RELATIONS = {
    "worksheets/sheet1.xml": f"{_OFFICE}/relationships/worksheet",
    "styles.xml": f"{_OFFICE}/relationships/styles",
    "vbaProject.bin": f"{_MICROSOFT}/vbaProject",
}
_STYLES = """<styleSheet xmlns="{main}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">\
<alignment vertical="top" wrapText="1"/></xf></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


def build_addin(out: Path = ADDIN) -> Path:
    """Write the add-in to `out`; returns the path. Raises `CannotGoOn` with a sentence for the person at the screen."""
    files.write_bytes(out, addin_bytes(read_sources()))
    return out


def addin_bytes(sources: Sources) -> bytes:
    """The add-in made of these sources: a package whose parts are stored as they are, in this order, without dates."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(_PACKAGE_RELATIONS),
        "xl/workbook.xml": _workbook(),
        "xl/_rels/workbook.xml.rels": _relations(_WORKBOOK_RELATIONS),
        "xl/worksheets/sheet1.xml": _message_sheet(sources.messages),
        "xl/styles.xml": _STYLES.format(main=_MAIN),
        "xl/vbaProject.bin": vba_project(PROJECT_NAME, sources.modules),
        "customUI/customUI.xml": sources.ribbon,
        "docProps/core.xml": _core_properties(),
        "docProps/app.xml": _app_properties(),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name)  # dated 1980-01-01
            entry.create_system = 0  # Windows would write 0, others 3
            entry.external_attr = 0x20  # a plain file
            package.writestr(entry, content if isinstance(content, bytes) else (_HEAD + content).encode())
    return out.getvalue()


def _content_types() -> str:
    defaults = (f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in _DEFAULT_TYPES.items())
    parts = (f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in _TYPES.items())
    return f'<Types xmlns="{_PACKAGE}/content-types">{"".join([*defaults, *parts])}</Types>'


def _relations(targets: Mapping[str, str]) -> str:
    rows = (
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (target, kind) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(rows)}</Relationships>'


def _workbook() -> str:
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}/relationships"><fileVersion appName="xl"/>'
        f'<workbookPr codeName="{WORKBOOK}"/><bookViews><workbookView/></bookViews>'
        '<sheets><sheet name="messages" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _message_sheet(messages: Mapping[str, str]) -> str:
    rows = (
        f'<row r="{number}">{_text(f"A{number}", key)}{_text(f"B{number}", text)}</row>'
        for number, (key, text) in enumerate(messages.items(), 1)
    )
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetPr codeName="{SHEET}"/><dimension ref="A1:B{len(messages)}"/>'
        '<cols><col min="1" max="1" width="24" customWidth="1"/><col min="2" max="2" width="90" customWidth="1"/></cols>'
        f"<sheetData>{''.join(rows)}</sheetData></worksheet>"
    )


def _text(reference: str, text: str) -> str:
    return f'<c r="{reference}" s="1" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _core_properties() -> str:
    """Title and description are what Excel's list of add-ins shows."""
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(wording.ADDIN_TITLE)}</dc:title><dc:creator>{escape(PROJECT_NAME)}</dc:creator>"
        f"<dc:description>{escape(wording.ADDIN_DESCRIPTION)}</dc:description></cp:coreProperties>"
    )


def _app_properties() -> str:
    return f'<Properties xmlns="{_OFFICE}/extended-properties"><Application>Microsoft Excel</Application></Properties>'
