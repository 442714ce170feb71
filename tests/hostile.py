"""Files that hurt, made when a test runs: each function returns the bytes of one."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

SHEET = "xl/worksheets/sheet1.xml"
CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    f'<Override PartName="/{SHEET}" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def cells(*texts: str, more: str = "") -> str:
    """The XML of a sheet with one row of texts, and whatever else is given."""
    row = "".join(
        f'<c r="{chr(65 + n)}1" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        for n, text in enumerate(texts)
    )
    return f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{row}</row>{more}</sheetData></worksheet>'


def parts(sheet: str | bytes | None = None) -> dict[str, bytes]:
    """The parts of a minimal workbook with one sheet."""
    sheet = cells("甲", "乙") if sheet is None else sheet
    texts: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE_RELS}"><Relationship Id="r1" '
        f'Type="{RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>'
        '<sheet name="任务反馈" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE_RELS}"><Relationship Id="r1" '
        f'Type="{RELS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        SHEET: sheet,
    }
    return {name: text if isinstance(text, bytes) else text.encode() for name, text in texts.items()}


def zipped(entries: dict[str, bytes] | list[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items() if isinstance(entries, dict) else entries:
            stored = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, stored)
    return buffer.getvalue()


def book(sheet: str | bytes | None = None) -> bytes:
    return zipped(parts(sheet))


def patched(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A zip with every entry's content passed through `change`."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped(
            [(info.filename, change(info.filename, archive.read(info))) for info in archive.infolist()]
        )


def bomb(megabytes: int = 30) -> bytes:
    """A workbook whose sheet expands a thousandfold."""
    return book(cells("甲", more=f"<!--{' ' * (megabytes << 20)}-->"))


def far_cell() -> bytes:
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>远</t></is></c></row>'
    return book(cells("甲", more=far))


def far_formatting() -> bytes:
    """Formatting down to the last row, which is common and harmless."""
    far = '<row r="1048576"><c r="A1048576" s="0"/><c r="XFD1048576" s="0"/></row>'
    return book(cells("甲", more=far))


def many_entries(count: int = 2_001) -> bytes:
    return zipped(parts() | {f"docProps/{number}.xml": b"" for number in range(count)})


def duplicate_entries() -> bytes:
    return zipped([*parts().items(), (SHEET, b"<worksheet/>")])


def outside_names() -> bytes:
    return zipped(parts() | {"xl/../../etc/passwd": b""})


def entity() -> bytes:
    return book(f'<!DOCTYPE x [<!ENTITY e "{"a" * 99}">]>{cells("&e;")}')


def utf16() -> bytes:
    return book(f'<?xml version="1.0" encoding="UTF-16"?>{cells("甲")}'.encode("utf-16"))


def strict() -> bytes:
    """The ISO-Strict variant, which differs in its namespaces."""

    def change(name: str, content: bytes) -> bytes:
        text = content.decode().replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
        return text.replace(RELS, "http://purl.oclc.org/ooxml/officeDocument/relationships").encode()

    return patched(book(cells("严格")), change)


def encrypted_flag(data: bytes | None = None) -> bytes:
    """A zip whose entries say that they are encrypted (their bytes are not; nobody gets that far)."""
    data = data or book()
    for mark, kept in ((b"PK\x03\x04", 2), (b"PK\x01\x02", 4)):
        pieces = data.split(mark)
        data = mark.join(
            [pieces[0], *(piece[:kept] + b"\x01\x00" + piece[kept + 2 :] for piece in pieces[1:])]
        )
    return data


def protected(data: bytes | None = None, password: str = "123456") -> bytes:
    """A workbook with a password to open it, as Excel and WPS make it."""
    from msoffcrypto.format.ooxml import OOXMLFile

    sealed = io.BytesIO()
    OOXMLFile(io.BytesIO(data or book())).encrypt(password, sealed)
    return sealed.getvalue()


def lying_size(data: bytes | None = None) -> bytes:
    """A zip whose directory promises other sizes than the entries have."""
    data = bytearray(data or book(cells("甲" * 5000)))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<L", data, at + 24, 10)
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def xls(rows: list[list[object]] | None = None, sheet: str = "任务反馈") -> bytes:
    import xlwt

    workbook = xlwt.Workbook()
    page = workbook.add_sheet(sheet)
    for number, row in enumerate(rows or [["甲", "乙"]]):
        for column, value in enumerate(row):
            page.write(number, column, value)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def xls_with_password_record() -> bytes:
    """An .xls whose workbook stream begins with the record that encrypted ones have."""
    data = bytearray(xls())
    at = data.find(b"\xe1\x00\x02\x00")  # INTERFACEHDR, one of the first records
    data[at : at + 2] = b"\x2f\x00"
    return bytes(data)
