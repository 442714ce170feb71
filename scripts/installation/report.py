"""The lines of the self-check: what is so, what that means, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

GOOD = "正常"
NOTE = "注意"
BAD = "不行"


@dataclass(frozen=True)
class Line:
    """One thing looked at. `cure` is what the person at the screen can do, empty where nothing has to be done."""

    level: str
    subject: str
    text: str
    cure: str = ""


def shown(lines: Iterable[Line]) -> str:
    """The lines as they are printed, then one sentence that sums them up."""
    printed, levels = [], []
    for line in lines:
        levels.append(line.level)
        printed.append(f"{line.level}  {line.subject}：{line.text}")
        if line.cure:
            printed += ["      → " + part for part in line.cure.splitlines()]
    bad, notes = levels.count(BAD), levels.count(NOTE)
    if bad:
        end = (
            f"有 {bad} 处不行"
            + (f"，{notes} 处注意" if notes else "")
            + "。请按 → 后面的办法处理，再运行一次。"
        )
    elif notes:
        end = f"可以用了，有 {notes} 处请注意。"
    else:
        end = "全部正常，可以用了。"
    return "\n".join([*printed, "", end])


def exit_code(lines: Iterable[Line]) -> int:
    """0 when everything works, notes or not; 1 when something does not."""
    return int(any(line.level == BAD for line in lines))
