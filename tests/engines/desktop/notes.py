"""Notes on cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from engines.stores import Note as StoredNote

if TYPE_CHECKING:
    from engines.desktop.ranges import Range


class Note(base_classes.Note):
    """The note on a cell."""

    api: Any = None

    def __init__(self, cell: Range) -> None:
        self.cell = cell
        self.api = self

    def _stored(self) -> StoredNote:
        return self.cell.store.note(self.cell.area.first) or StoredNote("")

    @property
    def text(self) -> str:
        self.cell.call("other", "note_text")
        return self._stored().text

    @text.setter
    def text(self, value: str) -> None:
        self.cell.call("other", "note_text")
        self.cell.store.set_note(self.cell.area.first, self._stored()._replace(text=value))
        self.cell.changed()

    @property
    def author(self) -> str:
        return self._stored().author

    @property
    def location(self) -> Range:
        return self.cell

    def delete(self) -> None:
        self.cell.call("other", "delete_note")
        self.cell.store.set_note(self.cell.area.first, None)
        self.cell.changed()
