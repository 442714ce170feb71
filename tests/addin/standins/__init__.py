"""The add-in with some of its modules exchanged for stand-ins of the same name, the .bas files of a folder here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from taskbook.addin import addin_bytes, read_sources

FOLDER = Path(__file__).parent


def addin_with_standins(kind: str, **texts: str) -> bytes:
    """The built add-in with the stand-ins of the folder `kind` ("office", "interpreter"), or of sources given by name.

    Without the module Dictionary, which only a Mac uses and neither LibreOffice nor an interpreter compiles.
    """
    standins = {path.stem: path.read_text(encoding="ascii") for path in (FOLDER / kind).glob("*.bas")} | texts
    sources = read_sources()
    modules = [
        replace(module, text=standins.pop(module.name).replace("\n", "\r\n"))
        if module.name in standins
        else module
        for module in sources.modules
        if module.name != "Dictionary"
    ]
    assert not standins, f"stand-ins for nothing: {set(standins)}"
    return addin_bytes(replace(sources, modules=tuple(modules)))
