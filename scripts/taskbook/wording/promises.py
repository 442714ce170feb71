"""What is said about answers that do not keep what the task promised."""

from __future__ import annotations

from collections.abc import Sequence

WORKING_DAYS = "{count}个工作日"
CALENDAR_DAYS = "{count}天"
TASK_OF_UNIT = "任务{task}（{unit}）"


def others_named(names: Sequence[str], count: int) -> str:
    """The first of them by name, and how many there are where not all are named."""
    named = "、".join(names)
    return named if count <= len(names) else f"{named}等{count}处"
