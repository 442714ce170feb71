"""A VBA project from sources alone ([MS-OVBA]): what stands in xl/vbaProject.bin.

There is no compiled code in it, which belongs to one version of Excel on one machine: Excel compiles the sources when
it opens the project. The names in it are ASCII, as the sources are.
"""

from __future__ import annotations

import struct
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from taskbook.addin.compound import compound_file
from taskbook.addin.compression import compress

_UNCOMPILED = bytes.fromhex("CC61FFFF000000")
_PROJECTS = uuid.UUID("8d1c4c6e-3f62-5b0a-9b8e-5d0c1f6a7b21")
"""The name space of project identifiers: the same project name always gets the same one."""

_STDOLE = "*\\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\\Windows\\System32\\stdole2.tlb#OLE Automation"
_CODE_PAGE, _LANGUAGE = 1252, 0x409
_VERSION = 0x61EEF783, 3  # as an Excel wrote it; it counts for compiled code only
_SEED = 0x6E


class Kind(Enum):
    """What a module is; of a document and a class the value is its base, which stands in its source."""

    STANDARD = ""
    CLASS = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"
    WORKBOOK = "0{00020819-0000-0000-C000-000000000046}"
    SHEET = "0{00020820-0000-0000-C000-000000000046}"


@dataclass(frozen=True, slots=True)
class Module:
    """A module: `text` is its whole source, the attributes in front included, lines ending in CR LF."""

    name: str
    kind: Kind
    text: str


def vba_project(name: str, modules: Sequence[Module]) -> bytes:
    """The compound file of a project with these modules. Raises UnicodeEncodeError for what is not ASCII."""
    identifier = "{" + str(uuid.uuid5(_PROJECTS, name)).upper() + "}"
    sources = {module.name: compress(module.text.encode("ascii")) for module in modules}
    return compound_file(
        {
            "VBA": {
                "dir": compress(_directory(name, modules)),
                "_VBA_PROJECT": _UNCOMPILED,
                **sources,
            },
            "PROJECT": _project(identifier, name, modules).encode("ascii"),
            "PROJECTwm": _names(modules),
        }
    )


# ---- the stream VBA/dir ----


def _directory(name: str, modules: Sequence[Module]) -> bytes:
    return b"".join(
        (
            _record(0x01, struct.pack("<I", 1)),  # 32-bit Windows; 64-bit Excel and the Mac read it as well
            _record(0x02, struct.pack("<I", _LANGUAGE)),
            _record(0x14, struct.pack("<I", _LANGUAGE)),
            _record(0x03, struct.pack("<H", _CODE_PAGE)),
            _record(0x04, name.encode("ascii")),
            _twice(0x05, 0x40, ""),  # description
            _record(0x06, b"") + _record(0x3D, b""),  # help file
            _record(0x07, bytes(4)),  # help context
            _record(0x08, bytes(4)),  # flags
            struct.pack("<HIIH", 0x09, 4, *_VERSION),  # its length counts the first number only
            _twice(0x0C, 0x3C, ""),  # constants for #If
            _reference("stdole", _STDOLE),
            _record(0x0F, struct.pack("<H", len(modules))),
            _record(0x13, b"\xff\xff"),
            *map(_module, modules),
            _record(0x10, b""),
        )
    )


def _module(module: Module) -> bytes:
    return b"".join(
        (
            _twice(0x19, 0x47, module.name),
            _twice(0x1A, 0x32, module.name),  # the stream's name
            _twice(0x1C, 0x48, ""),  # description
            _record(0x31, bytes(4)),  # where in the stream the source begins
            _record(0x1E, bytes(4)),  # help context
            _record(0x2C, b"\xff\xff"),
            _record(0x21 if module.kind is Kind.STANDARD else 0x22, b""),
            _record(0x2B, b""),
        )
    )


def _reference(name: str, library: str) -> bytes:
    packed = struct.pack("<I", len(library)) + library.encode("ascii") + bytes(6)
    return _twice(0x16, 0x3E, name) + _record(0x0D, packed)


def _record(number: int, data: bytes) -> bytes:
    return struct.pack("<HI", number, len(data)) + data


def _twice(number: int, wide: int, text: str) -> bytes:
    """A text in the project's code page and again in UTF-16."""
    return _record(number, text.encode("ascii")) + _record(wide, text.encode("utf-16-le"))


# ---- the streams PROJECT and PROJECTwm ----


def _project(identifier: str, name: str, modules: Sequence[Module]) -> str:
    protected_from, password, visible = bytes(4), bytes(1), b"\xff"  # nobody, none, yes
    kinds = {Kind.STANDARD: "Module={}", Kind.CLASS: "Class={}"}
    lines = [
        f'ID="{identifier}"',
        *(kinds.get(module.kind, "Document={}/&H00000000").format(module.name) for module in modules),
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{encrypted(protected_from, identifier)}"',
        f'DPB="{encrypted(password, identifier)}"',
        f'GC="{encrypted(visible, identifier)}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
        "",
    ]
    return "\r\n".join(lines)


def encrypted(data: bytes, identifier: str, seed: int = _SEED) -> str:
    """The data as hexadecimal digits of [MS-OVBA] 2.4.3, which hide it a little; `identifier` with its braces."""
    key = sum(identifier.encode("ascii")) & 0xFF
    out = [seed, seed ^ 2, seed ^ key]
    plain_before = key
    for byte in bytes((seed & 6) // 2) + struct.pack("<I", len(data)) + data:
        out.append(byte ^ (out[-2] + plain_before & 0xFF))
        plain_before = byte
    return bytes(out).hex().upper()


def _names(modules: Sequence[Module]) -> bytes:
    """Each name in the project's code page and in UTF-16, both ended by a zero."""
    pairs = (
        module.name.encode("ascii") + b"\0" + module.name.encode("utf-16-le") + b"\0\0" for module in modules
    )
    return b"".join(pairs) + b"\0\0"
