"""Masters as people have them: with charts, pictures, comments and extension parts that only Office understands, and in
the spellings of other programs. Made by adding hand-written parts to a written master, so that each is in the file
for sure."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from taskbook import master
from taskbook.columns import Sheet
from taskbook.model import Plan
from taskbook.ooxml.package import Package, parse, read_package, serialise

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = {
    "drawing": "application/vnd.openxmlformats-officedocument.drawing+xml",
    "chart": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
    "comments": "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml",
    "threadedComment": "application/vnd.ms-excel.threadedcomments+xml",
    "person": "application/vnd.ms-excel.person+xml",
    "slicer": "application/vnd.ms-excel.slicer+xml",
    "table": "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml",
    "customXml": "application/xml",
}
_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

DRAWING = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{_OFFICE}">
<xdr:twoCellAnchor><xdr:from><xdr:col>18</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>3</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>24</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>9</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="2" name="图表 1"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="rId1"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>
<xdr:oneCellAnchor><xdr:from><xdr:col>25</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>3</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="300000" cy="300000"/><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="3" name="图片 2"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId2"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="300000" cy="300000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/></xdr:oneCellAnchor>
<xdr:oneCellAnchor><xdr:from><xdr:col>27</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>3</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx="900000" cy="500000"/><xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="4" name="箭头 3"/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="500000"/></a:xfrm><a:prstGeom prst="rightArrow"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>领导批示</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:oneCellAnchor>
</xdr:wsDr>"""

CHART = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart><c:plotArea><c:layout/><c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:ser><c:idx val="0"/><c:order val="0"/><c:val><c:numRef><c:f>'责任分解表'!$L$4:$L$6</c:f></c:numRef></c:val></c:ser><c:axId val="1"/><c:axId val="2"/></c:barChart><c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="b"/><c:crossAx val="2"/></c:catAx><c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="l"/><c:crossAx val="1"/></c:valAx></c:plotArea></c:chart></c:chartSpace>"""

COMMENTS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<comments xmlns="{_MAIN}"><authors><author>督查室</author><author>tc={{5D4D5C3E-0001-4A5B-9C00-000000000001}}</author></authors><commentList><comment ref="E4" authorId="0"><text><r><rPr><b/></rPr><t>督查室：</t></r><r><t>请细化</t></r></text></comment><comment ref="K5" authorId="1"><text><t>[线程批注] 已核</t></text></comment></commentList></comments>"""

THREADED = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="K5" dT="2026-04-01T08:00:00.00" personId="{5D4D5C3E-0002-4A5B-9C00-000000000002}" id="{5D4D5C3E-0001-4A5B-9C00-000000000001}"><text>已核</text></threadedComment></ThreadedComments>"""

PERSON = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><person displayName="联络员01" id="{5D4D5C3E-0002-4A5B-9C00-000000000002}" userId="u1" providerId="None"/></personList>"""

VML = """<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"/><v:shape id="_x0000_s1025" type="#_x0000_t202" style="visibility:hidden" fillcolor="#ffffe1"><x:ClientData ObjectType="Note"><x:Row>3</x:Row><x:Column>4</x:Column></x:ClientData></v:shape></xml>"""

SLICER = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<slicers xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><slicer name="亮灯" cache="切片器_亮灯" caption="亮灯" rowHeight="241300"/></slicers>"""

EXTENSION = f"""<extLst xmlns="{_MAIN}"><ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>单位!$A$4:$A$30</xm:f></x14:formula1><xm:sqref>F4:F60</xm:sqref></x14:dataValidation></x14:dataValidations></ext><ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:cfRule type="dataBar" id="{{00000000-0001-0000-0000-000000000001}}"><x14:dataBar><x14:cfvo type="autoMin"/><x14:cfvo type="autoMax"/></x14:dataBar></x14:cfRule><xm:sqref>L4:L60</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"""


def add_riches(package: Package) -> None:
    """Drawing with chart, picture and shape; comments of both kinds; a slicer; print settings; extension blocks; more."""
    part = package.sheets()[Sheet.TASKS]
    new = {
        "xl/drawings/drawing9.xml": ("drawing", DRAWING),
        "xl/charts/chart9.xml": ("chart", CHART),
        "xl/comments9.xml": ("comments", COMMENTS),
        "xl/threadedComments/threadedComment9.xml": ("threadedComment", THREADED),
        "xl/persons/person.xml": ("person", PERSON),
        "xl/slicers/slicer9.xml": ("slicer", SLICER),
        "customXml/item1.xml": ("customXml", '<文号 xmlns="urn:example">示政办发〔2026〕8号</文号>'),
    }
    for name, (kind, content) in new.items():
        package.parts[name] = content.encode("utf-8")
        _declare(package, f'<Override PartName="/{name}" ContentType="{_TYPES[kind]}"/>')
    package.parts["xl/media/image9.png"] = _PIXEL
    package.parts["xl/drawings/vmlDrawing9.vml"] = VML.encode()
    package.parts["xl/printerSettings/printerSettings9.bin"] = bytes(range(256))
    for ending, kind in (
        ("png", "image/png"),
        ("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing"),
        ("bin", "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"),
    ):
        if f'Extension="{ending}"' not in package.parts["[Content_Types].xml"].decode():
            _declare(package, f'<Default Extension="{ending}" ContentType="{kind}"/>')
    package.parts["xl/drawings/_rels/drawing9.xml.rels"] = _relations(
        ("rId1", f"{_OFFICE}/chart", "../charts/chart9.xml"),
        ("rId2", f"{_OFFICE}/image", "../media/image9.png"),
    )
    package.parts[f"xl/worksheets/_rels/{part.rsplit('/', 1)[1]}.rels"] = _relations(
        ("rId1", f"{_OFFICE}/drawing", "../drawings/drawing9.xml"),
        ("rId2", f"{_OFFICE}/vmlDrawing", "../drawings/vmlDrawing9.vml"),
        ("rId3", f"{_OFFICE}/comments", "../comments9.xml"),
        ("rId4", f"{_OFFICE}/printerSettings", "../printerSettings/printerSettings9.bin"),
        (
            "rId5",
            "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
            "../threadedComments/threadedComment9.xml",
        ),
        ("rId6", "http://schemas.microsoft.com/office/2007/relationships/slicer", "../slicers/slicer9.xml"),
    )
    text = package.parts[part].decode("utf-8")
    text = re.sub(r"(<pageSetup )", r'\1r:id="rId4" ', text)
    extras = f'<drawing r:id="rId1"/><legacyDrawing r:id="rId2"/>{EXTENSION}'
    package.parts[part] = text.replace("</worksheet>", f"{extras}</worksheet>").encode("utf-8")
    _make_rich_text(package)
    _define(package, '<definedName name="本年重点">责任分解表!$E$4:$E$5</definedName>')


def _make_rich_text(package: Package) -> None:
    """The first task's content in two colours."""
    root = parse(package.parts["xl/sharedStrings.xml"])
    item = next(item for item in root if "".join(item.itertext()).startswith("公布目录"))
    item.clear()
    for words, colour in (("公布", "FFFF0000"), ("目录。", "FF000000")):
        run = item.makeelement(f"{{{_MAIN}}}r", {})
        item.append(run)
        look = run.makeelement(f"{{{_MAIN}}}rPr", {})
        look.append(look.makeelement(f"{{{_MAIN}}}color", {"rgb": colour}))
        run.append(look)
        text = run.makeelement(f"{{{_MAIN}}}t", {})
        text.text = words
        run.append(text)
    package.parts["xl/sharedStrings.xml"] = serialise(root)


def _declare(package: Package, xml: str) -> None:
    text = package.parts["[Content_Types].xml"].decode("utf-8")
    package.parts["[Content_Types].xml"] = text.replace("</Types>", f"{xml}</Types>").encode("utf-8")


def _define(package: Package, xml: str) -> None:
    text = package.parts["xl/workbook.xml"].decode("utf-8")
    package.parts["xl/workbook.xml"] = text.replace("</definedNames>", f"{xml}</definedNames>").encode(
        "utf-8"
    )


def _relations(*items: tuple[str, str, str]) -> bytes:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in items
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{space}">{inner}</Relationships>'.encode()


# ---- other programs' spellings ----


def without_addresses(package: Package) -> None:
    """Rows and cells without `r`: gaps are filled with blank cells, as such programs do."""
    for part in package.sheets().values():
        root = parse(package.parts[part])
        for row in list(root.iter("{*}row")):
            assert int(row.get("r")) == row.getparent().index(row) + 1, "rows with gaps cannot go without"
        for row in root.iter("{*}row"):
            row.attrib.pop("r")
            row.attrib.pop("spans", None)
            for cell in row.iterchildren("{*}c"):
                cell.attrib.pop("r")
        package.parts[part] = serialise(root)


def without_columns(package: Package) -> None:
    """Sheets without `<cols>` and `<dimension>`."""
    for part in package.sheets().values():
        text = package.parts[part].decode("utf-8")
        package.parts[part] = re.sub(r"<cols>.*?</cols>|<dimension [^>]*/>", "", text).encode("utf-8")


def with_prefix(package: Package) -> None:
    """`<x:sheetData>`: the main namespace by a prefix, as the Open XML SDK writes it."""
    for part in [*package.sheets().values(), "xl/workbook.xml"]:
        text = package.parts[part].decode("utf-8")
        text = re.sub(r"<(/?)(\w+)(?=[\s/>])", r"<\1x:\2", text).replace(
            f'xmlns="{_MAIN}"', f'xmlns:x="{_MAIN}"'
        )
        package.parts[part] = text.encode("utf-8")


def strict(package: Package) -> None:
    """ISO Strict: other namespaces throughout."""
    for name, content in package.parts.items():
        if name.endswith((".xml", ".rels")) and b"schemas.openxmlformats.org" in content:
            text = content.decode("utf-8")
            text = text.replace(_MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
            text = text.replace(_OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships")
            package.parts[name] = text.encode("utf-8")


def with_sheets_reordered(package: Package) -> None:
    """The task sheet last, the findings first."""
    root = parse(package.parts["xl/workbook.xml"])
    sheets = next(root.iter("{*}sheets"))
    for sheet in reversed(list(sheets)):
        sheets.append(sheet)
    package.parts["xl/workbook.xml"] = serialise(root)


def protected(package: Package) -> None:
    """Every sheet protected by a password's hash."""
    lock = '<sheetProtection password="CC1A" sheet="1" objects="1" scenarios="1"/>'
    for part in package.sheets().values():
        text = package.parts[part].decode("utf-8")
        package.parts[part] = text.replace("</sheetData>", f"</sheetData>{lock}").encode("utf-8")


def in_utf16(package: Package) -> None:
    """The settings sheet in UTF-16, as a few programs write it (readers that know only UTF-8 see nothing)."""
    part = package.sheets()[Sheet.SETTINGS]
    text = package.parts[part].decode("utf-8").replace('encoding="UTF-8"', 'encoding="UTF-16"')
    package.parts[part] = text.encode("utf-16")


def as_table(package: Package) -> None:
    """The tasks as an Excel table (ListObject) instead of a plain filtered range."""
    part = package.sheets()[Sheet.TASKS]
    text = re.sub(r"<autoFilter [^>]*/>", "", package.parts[part].decode("utf-8"))
    headings = re.findall(r"<t>([^<]*)</t>", package.parts["xl/sharedStrings.xml"].decode("utf-8"))
    names = [name for name in headings if name in _table_headings()]
    columns = "".join(f'<tableColumn id="{number}" name="{name}"/>' for number, name in enumerate(names, 1))
    package.parts["xl/tables/table9.xml"] = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><table xmlns="{_MAIN}" id="9" name="任务" '
        f'displayName="任务" ref="A3:O6" totalsRowShown="0"><autoFilter ref="A3:O6"/>'
        f'<tableColumns count="{len(names)}">{columns}</tableColumns></table>'
    ).encode()
    _declare(package, f'<Override PartName="/xl/tables/table9.xml" ContentType="{_TYPES["table"]}"/>')
    package.parts["xl/worksheets/_rels/sheet1.xml.rels"] = _relations(
        ("rId1", f"{_OFFICE}/table", "../tables/table9.xml")
    )
    tail = '<tableParts count="1"><tablePart r:id="rId1"/></tableParts></worksheet>'
    package.parts[part] = text.replace("</worksheet>", tail).encode("utf-8")


def _table_headings() -> list[str]:
    from taskbook.columns import HEADINGS

    return list(HEADINGS.values())


def master_with(plan: Plan, path: Path, *changes: Callable[[Package], None]) -> Path:
    """A written master, then changed part by part."""
    master.write_master(plan, path)
    package = read_package(path)
    for change in changes:
        change(package)
    path.write_bytes(package.to_bytes())
    return path


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
