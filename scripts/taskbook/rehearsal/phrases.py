"""What people write: sentences put together from the templates, the same for the same seed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from zlib import crc32

from taskbook.model import DECLARED_STATES, Reply, State

_TEMPLATES = Path(__file__).parents[3] / "templates" / "rehearsal" / "phrases.toml"
_WEIGHTS = (1, 8, 1, 5)  # of the four states, in their order


@cache
def phrases() -> Mapping[str, Mapping[str, object]]:
    """The file of templates."""
    return tomllib.loads(_TEMPLATES.read_text(encoding="utf-8"))


def answer(
    chance: Random,
    unit: str,
    task_id: str,
    texts: Mapping[str, str],
    target: str,
    day: date,
    state: State | None = None,
) -> Reply:
    """What somebody writes about one task; `texts` are the row's own words by slot name, `target` its 目标值."""
    state = state or chance.choices(DECLARED_STATES, _WEIGHTS)[0]
    person = phrases()["person"]
    number = chance.randint(2, 9)
    page = f"{day:%Y%m}/t{day:%Y%m%d}_{crc32(f'{unit} {task_id}'.encode()) % 1_000_000:06d}"

    def sentence(kind: str, of: str) -> str:
        return chance.choice(phrases()[kind][of]).format(n=number, page=page, **texts)

    return Reply(
        task_id=task_id,
        unit=unit,
        state=state,
        progress=sentence("progress", state),
        value=_value(target) if state is State.DONE else "",
        evidence=sentence("evidence", "any"),
        problem=sentence("problem", state),
        next_step=sentence("next_step", state),
        reporter=person["reporter"].format(n=number),
        phone=person["phone"].format(n=chance.randint(1000, 9999)),
        reported_on=day,
        reviewer=chance.choice(person["reviewer"]),
    )


def _value(target: str) -> str:
    """The number that a target names, if it names exactly one: whoever is done has reached it."""
    numbers = re.findall(r"\d+(?:\.\d+)?", target)
    return numbers[0] if len(numbers) == 1 else ""
