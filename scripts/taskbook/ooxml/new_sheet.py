"""Adding a worksheet to a package, and the workbook's defined names."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from lxml import etree

from taskbook.ooxml.package import CONTENT_TYPES, Package, parse, relations_name, serialise

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_BEFORE_NAMES = {
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "AlternateContent",
    "revisionPtr",
}


def add_sheet(package: Package, name: str, content: bytes) -> str:
    """Add a worksheet after the last one (so that no index changes); returns its part's name."""
    workbook = package.workbook()
    folder = posixpath.dirname(next(iter(package.sheets().values())))
    number = 1
    while package.find(part := f"{folder}/sheet{number}.xml"):
        number += 1
    package.parts[part] = content
    _declare_type(package, part)
    identifier = _relate(package, workbook, part)
    root = parse(package.parts[workbook])
    sheets = next(root.iter("{*}sheets"))
    last = [sheet for sheet in sheets if isinstance(sheet.tag, str)][-1]
    new = last.makeelement(last.tag, {}, last.nsmap)
    numbers = [int(sheet.get("sheetId", "0")) for sheet in sheets.iterchildren("{*}sheet")]
    new.set("name", name)
    new.set("sheetId", str(max(numbers) + 1))
    new.set(next(key for key in last.attrib if key.endswith("}id")), identifier)
    last.addnext(new)
    package.parts[workbook] = serialise(root)
    return part


def _declare_type(package: Package, part: str) -> None:
    root = parse(package.parts[CONTENT_TYPES])
    space = etree.QName(root).namespace
    override = root.makeelement(f"{{{space}}}Override", {"PartName": f"/{part}", "ContentType": _TYPE})
    root.append(override)
    package.parts[CONTENT_TYPES] = serialise(root)


def _relate(package: Package, workbook: str, part: str) -> str:
    entry = package.find(relations_name(workbook))
    root = parse(package.parts[entry])
    model = next(item for item in root if item.get("Type", "").endswith("/worksheet"))
    taken = {item.get("Id") for item in root if isinstance(item.tag, str)}
    number = 1
    while (identifier := f"rId{number}") in taken:
        number += 1
    target = posixpath.relpath(part, posixpath.dirname(workbook))
    root.append(model.makeelement(model.tag, {"Id": identifier, "Type": model.get("Type"), "Target": target}))
    package.parts[entry] = serialise(root)
    return identifier


def ensure_names(package: Package, names: Mapping[str, str]) -> None:
    """Defined names that are missing, or that lost what they stood for (`#REF!`), get their formula again."""
    workbook = package.workbook()
    root = parse(package.parts[workbook])
    space = etree.QName(root).namespace
    holder = next(root.iterchildren("{*}definedNames"), None)
    changed = False
    for name, formula in names.items():
        known = (
            []
            if holder is None
            else [n for n in holder.iterchildren("{*}definedName") if n.get("name") == name]
        )
        if known and not any("#REF!" in (item.text or "") for item in known):
            continue
        if holder is None:
            holder = root.makeelement(f"{{{space}}}definedNames", {}, root.nsmap)
            _place_names(root, holder)
        for item in known[1:]:
            holder.remove(item)
        item = (
            known[0] if known else holder.makeelement(f"{{{space}}}definedName", {"name": name}, root.nsmap)
        )
        item.text = formula
        if not known:
            holder.append(item)
        changed = True
    if changed:
        package.parts[workbook] = serialise(root)


def _place_names(root: etree._Element, holder: etree._Element) -> None:
    before = None
    for item in root:
        if isinstance(item.tag, str) and etree.QName(item).localname in _BEFORE_NAMES:
            before = item
    if before is None:
        root.insert(0, holder)
    else:
        before.addnext(holder)
