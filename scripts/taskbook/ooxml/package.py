"""A workbook file as its parts: what nobody changes goes through byte for byte.

Parts are found through the package's own relationships, so files by Excel, WPS, LibreOffice and others (other
folders, other prefixes, the Strict variant) all work.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from taskbook import files, wording
from taskbook.findings import CannotGoOn, Stop

CONTENT_TYPES = "[Content_Types].xml"

MOST_EXPANDED = 400 * 1024 * 1024
MOST_ENTRIES = 5_000
"""What a file may hold by its own list, which is all that is looked at: more is never unpacked."""

_LONGEST_LIST = 8 * 1024 * 1024
"""Bytes of the part that names a workbook's sheets, or of one that says where parts stand."""


UNPACKING_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,  # NotImplementedError too: a packing that is not known here
)
"""What unpacking a damaged file raises."""


@dataclass(slots=True)
class Package:
    """The parts of a workbook file, by entry name, in the file's order. Change, add or delete in `parts`; then `save`."""

    parts: dict[str, bytes]
    infos: dict[str, zipfile.ZipInfo]
    read_as: dict[str, bytes]

    def changed(self) -> list[str]:
        """Names of the parts that differ from what was read, deleted ones included."""
        names = self.read_as | self.parts
        return [name for name in names if self.parts.get(name) != self.read_as.get(name)]

    def to_bytes(self) -> bytes:
        """The whole file; entries keep their order, dates and attributes, new ones come last."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, content in self.parts.items():
                info = self.infos.get(name) or _new_info(name)
                archive.writestr(_copied(info), content)
        return buffer.getvalue()

    def save(self, target: Path) -> None:
        """Write the file in one step (`files.atomic`)."""
        files.write_bytes(target, self.to_bytes())

    # -- finding parts --

    def find(self, name: str) -> str | None:
        """The entry that holds the part `name`; part names differ in case or slashes from entry to reference."""
        wanted = _plain(name)
        return next((entry for entry in self.parts if _plain(entry) == wanted), None)

    def targets(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to inside the file: relationship id → (kind, entry name).

        The kind is the last word of the relationship type (`worksheet`, `calcChain`, …), which the Strict variant
        shares. The package itself is the part ''.
        """
        entry = self.find(relations_name(part))
        found: dict[str, tuple[str, str]] = {}
        if entry is None:
            return found
        for relation in parse(self.parts[entry]):
            if not isinstance(relation.tag, str) or relation.get("TargetMode") == "External":
                continue
            path = posixpath.join("/", posixpath.dirname(part), relation.get("Target", "").replace("\\", "/"))
            target = self.find(posixpath.normpath(path).lstrip("/"))
            if target:
                found[relation.get("Id", "")] = (relation.get("Type", "").rsplit("/", 1)[-1], target)
        return found

    def workbook(self) -> str:
        """The entry name of the workbook part."""
        for kind, target in self.targets("").values():
            if kind == "officeDocument":
                return target
        raise KeyError("officeDocument")

    def sheets(self) -> dict[str, str]:
        """Worksheet name → entry name, in the workbook's order (chart sheets and the like left out)."""
        return {element.get("name", ""): part for element, part in self._sheet_elements()}

    def sheet_numbers(self) -> dict[str, str]:
        """Entry name of a worksheet → its `sheetId`, as other parts refer to it."""
        return {part: element.get("sheetId", "") for element, part in self._sheet_elements()}

    def _sheet_elements(self) -> Iterator[tuple[etree._Element, str]]:
        workbook = self.workbook()
        targets = self.targets(workbook)
        for element in parse(self.parts[workbook]).iter("{*}sheet"):
            identifier = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
            kind, target = targets.get(identifier, ("", ""))
            if kind == "worksheet":
                yield element, target

    def of_kind(self, part: str, kind: str) -> str | None:
        """The first part of a kind that `part` refers to, such as the workbook's `styles`."""
        return next((target for found, target in self.targets(part).values() if found == kind), None)


def read_package(path: Path) -> Package:
    """All parts of a workbook file. `CannotGoOn` when it is missing, encrypted, too large or no .xlsx/.xlsm."""
    data = read_whole(path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            refuse_bomb(archive, path)
            infos = {info.filename: info for info in archive.infolist()}
            if len(infos) != len(archive.infolist()):
                raise ValueError(wording.REASON_DOUBLE_ENTRY)
            parts = {name: archive.read(info) for name, info in infos.items()}
        package = Package(parts, infos, dict(parts))
        package.sheets()
        return package
    except (*UNPACKING_ERRORS, KeyError, etree.XMLSyntaxError) as error:
        if is_encrypted(data):
            raise CannotGoOn(Stop.ENCRYPTED, path=path) from error
        reason = str(error) if isinstance(error, ValueError) else wording.REASON_NOT_XLSX
        raise CannotGoOn(Stop.NOT_A_WORKBOOK, path=path, reason=reason) from error


def refuse_bomb(archive: zipfile.ZipFile, path: Path) -> None:
    """Raise `Stop.FILE_DAMAGED` for a file that says it holds more than can be: nothing of it is unpacked."""
    infos = archive.infolist()
    if len(infos) > MOST_ENTRIES or sum(one.file_size for one in infos) > MOST_EXPANDED:
        raise CannotGoOn(Stop.FILE_DAMAGED, path=path, reason=wording.IMPORT_TOO_LARGE)


def sheet_names(path: Path) -> tuple[str, ...]:
    """The sheets of an .xlsx, .xlsm or .ods in order, no sheet unpacked (in an .ods, none kept).

    () for a file of another kind, or one that is missing, locked or damaged: what is wrong with it is said when it is
    read. `CannotGoOn` only for one that would be too large to unpack.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            refuse_bomb(archive, path)
            infos = {info.filename: info for info in archive.infolist()}
            if "mimetype" in infos and "content.xml" in infos:
                return tuple(_tables_of(archive))
            package = Package(dict.fromkeys(infos, b""), infos, {})
            _unpack_list(archive, package, relations_name(""))
            workbook = package.workbook()
            _unpack_list(archive, package, workbook)
            _unpack_list(archive, package, relations_name(workbook))
            return tuple(package.sheets())
    except (*UNPACKING_ERRORS, KeyError, etree.XMLSyntaxError):
        return ()


def read_whole(path: Path) -> bytes:
    """The bytes of a file, or `CannotGoOn` with a sentence."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise CannotGoOn(Stop.FILE_MISSING, path=path) from error
    except PermissionError as error:
        stop = Stop.FILE_MISSING if path.is_dir() else Stop.NOT_READABLE
        raise CannotGoOn(stop, path=path) from error


def is_encrypted(data: bytes) -> bool:
    """Whether the bytes are a password-protected office file (those are old-style containers, not zips)."""
    if not data.startswith(b"\xd0\xcf\x11\xe0"):
        return False
    import msoffcrypto

    try:
        return bool(msoffcrypto.OfficeFile(io.BytesIO(data)).is_encrypted())
    except Exception:  # whatever it cannot read is not known to be encrypted
        return False


def parse(content: bytes) -> etree._Element:
    """The root of a part; no entities, no network."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_blank_text=False)
    return etree.fromstring(content, parser)


def serialise(root: etree._Element) -> bytes:
    """The bytes of a part, with the declaration office programs write."""
    return etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True, standalone=True)


def relations_name(part: str) -> str:
    """Where the relationships of a part stand; '' is the package."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _new_info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _copied(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """Fresh sizes and offsets are filled in on writing; the one read from the file must stay as it was read."""
    copy = zipfile.ZipInfo(info.filename, info.date_time)
    copy.external_attr, copy.create_system, copy.comment = (
        info.external_attr,
        info.create_system,
        info.comment,
    )
    stored = info.compress_type == zipfile.ZIP_STORED
    copy.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    return copy


# ---- names of sheets ----


def _unpack_list(archive: zipfile.ZipFile, package: Package, part: str) -> None:
    """Fill in one part of a package whose parts are only listed; one that is too long for a list stays empty."""
    entry = package.find(part)
    if entry is not None and package.infos[entry].file_size <= _LONGEST_LIST:
        package.parts[entry] = archive.read(entry)


def _tables_of(archive: zipfile.ZipFile) -> Iterator[str]:
    """The names of the tables in the content of an .ods, read as it is unpacked and forgotten at once."""
    if b"spreadsheet" not in archive.read("mimetype")[:200]:
        return
    with archive.open("content.xml") as content:
        for event, element in etree.iterparse(content, events=("start", "end"), resolve_entities=False):
            name = etree.QName(element).localname
            if event == "start" and name == "table":
                yield next((text for key, text in element.attrib.items() if key.endswith("}name")), "")
            elif event == "end":
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
