"""The history of every task as the page carries it: hundreds of thousands of answers in few characters.

The walk goes task by task, in each unit by unit (those of the latest period first, as in the plan's row), in each period
by period. `kinds` are the combinations of role, state and light met, with whether anything was written; `tasks` has a
character for every unit and period of a task, the place of its kind in the page's alphabet, a dot where the unit
had no part. `f`, `r`, `t` have a number for every answer in which something was written, in the order of the walk:

f: 0 for the file of the answer before of the same unit and period, else the place of the file in `files` + 1.
r: the row less the row of the answer before of the same unit, period and file (of the first: the row itself).
t: 0 without words, -1 for the next of `texts`, else the place in `texts` + 1.
"""

from __future__ import annotations

import base64
import zlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from taskbook.model import ROLE_WORDS
from taskbook.reporting.board.page_text import one_line, plain, script_json
from taskbook.reporting.histories import Histories

if TYPE_CHECKING:
    from numpy.typing import NDArray

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" + "".join(
    map(chr, range(0x100, 0x300))
)
ABSENT = "."

PLAIN_BYTES = 400_000
"""A history up to this size stands in the page as it is, for browsers that cannot unpack."""


@dataclass(frozen=True, slots=True)
class Block:
    """The history as text for a script element. `packed`: deflated, in base64; `cut`: characters to which words were
    cut to save room, None where they stand as they were gathered; `units`: task id → its units in the walk's order."""

    text: str
    packed: bool
    cut: int | None
    units: Mapping[str, Sequence[str]]


def history_block(histories: Histories, tasks: Sequence[str], most: int) -> Block:
    """The history of these tasks and, after them, of every other that ever was, in at most `most` bytes, unless it
    is larger without any words."""
    walk = _Walk(histories, tasks)
    shape = walk.shape()
    texts = [plain(text) for text in shape.pop("texts")]
    raw = script_json({**shape, "texts": texts})
    if len(raw.encode("utf-8")) <= min(PLAIN_BYTES, most):
        return Block(raw, False, None, walk.units)
    cut, packed = _packed(shape, texts, most)
    return Block(packed, True, cut, walk.units)


def _packed(shape: Mapping[str, object], texts: Sequence[str], most: int) -> tuple[int | None, str]:
    """The longest words that leave room for the rest; without any the block is as large as it must be."""
    packed = _pack(shape, texts)
    if len(packed) <= most:
        return None, packed
    bare = len(_pack(shape, []))
    lengths = [len(text) for text in texts]
    allowed = sum(lengths) * max(most - bare, 0) / max(len(packed) - bare, 1)
    cut = (
        bisect_right(range(max(lengths, default=0)), allowed, key=lambda longest: _together(lengths, longest))
        - 1
    )
    while cut > 0 and len(packed := _pack(shape, [shortened(text, cut) for text in texts])) > most:
        cut = cut * 9 // 10
    return (cut, packed) if cut > 0 else (0, _pack(shape, [""] * len(texts)))


def _together(lengths: Sequence[int], longest: int) -> int:
    return sum(min(length, longest) for length in lengths)


def shortened(text: str, longest: int) -> str:
    """Of at most so many characters; what was left out is told by `…`."""
    return text if len(text) <= longest else text[: max(longest - 1, 0)] + "…"


def _pack(shape: Mapping[str, object], texts: Sequence[str]) -> str:
    raw = script_json({**shape, "texts": texts}).encode("utf-8")
    return base64.b64encode(zlib.compress(raw, 6)).decode("ascii")


class _Walk:
    """The table of answers in the order of the walk."""

    def __init__(self, histories: Histories, tasks: Sequence[str]) -> None:
        import numpy as np

        table, self._words = histories.answers, histories.words
        self._columns = {
            name: table[name].cat for name in ("task", "unit", "period", "role", "state", "light")
        }
        codes = {name: column.codes.to_numpy().astype(np.int64) for name, column in self._columns.items()}
        ids = list(self._columns["task"].categories)
        place = {name: at for at, name in enumerate(tasks)}
        rank = np.array([place.get(name, len(place) + at) for at, name in enumerate(ids)], dtype=np.int64)
        pairs = rank[codes["task"]] * max(len(self._columns["unit"].categories), 1) + codes["unit"]
        order = _order(rank[codes["task"]], pairs, codes["period"]) if len(table) else np.array([], dtype=int)
        self._codes = {name: values[order] for name, values in codes.items()}
        self._pairs, self._order, self._ids = pairs[order], order, ids
        self.units: dict[str, list[str]] = {}

    def shape(self) -> dict[str, Any]:
        """What the page carries; `texts` uncut."""
        words = self._words
        order = self._order.tolist()
        texts = [words.texts[at] for at in order]
        files = [words.files[at] for at in order]
        said = [bool(text or file) for text, file in zip(texts, files, strict=True)]
        told, t = _numbered(text for text, one in zip(texts, said, strict=True) if one)
        names, f, r = self._sources(files, said)
        kinds, tasks = self._kinds(said)
        periods = list(self._columns["period"].categories)
        place = {name: at for at, name in enumerate(names)}
        named = [
            [periods.index(label), place[file], one_line(then)]
            for (label, file), then in sorted(words.named.items())
            if file in place and label in periods
        ]
        return {
            "periods": periods,
            "kinds": kinds,
            "alphabet": ALPHABET[: len(kinds)],
            "tasks": tasks,
            "files": [one_line(name) for name in names],
            "named": named,
            "f": f,
            "r": r,
            "t": t,
            "texts": told,
        }

    def _kinds(self, said: Sequence[bool]) -> tuple[list[list[object]], dict[str, str]]:
        import numpy as np

        code = np.zeros(len(self._order), dtype=np.int64)
        for name in ("role", "state", "light"):
            code = code * (len(self._columns[name].categories) + 1) + self._codes[name]
        code = code * 2 + np.array(said, dtype=np.int64)
        _, first, kind = np.unique(code, return_index=True, return_inverse=True)
        kinds = [
            [*(self._word(name, at) for name in ("role", "state", "light")), int(said[at])] for at in first
        ]
        starts = np.flatnonzero(np.diff(self._pairs, prepend=-1))
        lines = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(self._pairs)))
        periods = len(self._columns["period"].categories)
        shown = np.zeros((len(starts), periods), dtype=np.int64)
        shown[lines, self._codes["period"]] = kind + 1
        letters = np.array(list(ABSENT + ALPHABET), dtype="<U1")[shown.ravel()].tobytes().decode("utf-32-le")
        units, tasks = self._columns["unit"].categories, self._codes["task"][starts].tolist()
        for task, unit in zip(tasks, self._codes["unit"][starts].tolist(), strict=True):
            self.units.setdefault(self._ids[task], []).append(str(units[unit]))
        found, begin = {}, 0
        for task, names in self.units.items():
            found[task] = letters[begin : begin + len(names) * periods]
            begin += len(names) * periods
        return kinds, found

    def _word(self, name: str, at: int) -> str:
        word = str(self._columns[name].categories[self._codes[name][at]])
        return (
            {str(role): text for role, text in ROLE_WORDS.items()}.get(word, "") if name == "role" else word
        )

    def _sources(self, files: Sequence[str], said: Sequence[bool]) -> tuple[list[str], list[int], list[int]]:
        import numpy as np

        kept = np.flatnonzero(np.array(said, dtype=bool))
        places: dict[str, int] = {}
        file = np.array([places.setdefault(files[at], len(places)) for at in kept.tolist()], dtype=np.int64)
        row = np.array(self._words.rows, dtype=np.int64)[self._order][kept]
        key = (self._codes["unit"] * len(self._columns["period"].categories) + self._codes["period"])[kept]
        order = np.argsort(key, kind="stable")
        same = np.zeros(len(kept), dtype=bool)
        same[1:] = (np.diff(key[order]) == 0) & (np.diff(file[order]) == 0)
        before = np.concatenate([[0], row[order][:-1]]) if len(kept) else row
        f, r = np.zeros_like(file), np.zeros_like(row)
        f[order] = np.where(same, 0, file[order] + 1)
        r[order] = np.where(same, row[order] - before, row[order])
        return list(places), f.tolist(), r.tolist()


def _order(tasks: NDArray[Any], pairs: NDArray[Any], periods: NDArray[Any]) -> NDArray[Any]:
    """Rows in the order of the walk. In the table a later row of the same task and unit is of a later period."""
    import numpy as np

    _, pair = np.unique(pairs, return_inverse=True)
    last = np.zeros(pair.max() + 1, dtype=np.int64)
    last[pair] = np.arange(len(pair))
    last = last[pair]
    return np.lexsort((periods, last, -periods[last], tasks))


def _numbered(texts: Any) -> tuple[list[str], list[int]]:
    """Each text once, and for every one the number that leads to it, see `t` above."""
    places: dict[str, int] = {}
    numbers = []
    for text in texts:
        if not text:
            numbers.append(0)
        elif text in places:
            numbers.append(places[text] + 1)
        else:
            places[text] = len(places)
            numbers.append(-1)
    return list(places), numbers
