"""What is said of a master held against its plan's text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

CHECK_AGAINST = "拿总表和这份计划原文的正文对照：哪句话没有任务承接，哪项任务没有出处，单位、日期哪里不一致"
NO_DEADLINE_WRITTEN = "（空）"
TASK_MARK = "{task_id}："
QUOTED_WORDS = r"“([^”]+)”"
NAMES_MARK = r"[、，,；;]"
"""How a finding of the comparison begins that stands at a task's cell: so it finds the task again when rows are moved."""

LONGEST_SENTENCE = 60
"""Characters of a sentence that a finding shows; of a longer one the beginning and the end."""


_MARKS = "，、；,;"


def shortened(text: str, most: int = LONGEST_SENTENCE) -> str:
    """一句很长的话 → 一句……的话: enough to find it."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    head, tail = line[: most * 3 // 4], line[-most // 3 :]
    if (cut := max(map(head.rfind, _MARKS)) + 1) > len(head) // 2:
        head = head[:cut]
    cuts = [at + 1 for mark in _MARKS if 0 <= (at := tail.find(mark)) < len(tail) - 4]
    return f"{head}……{tail[min(cuts) :] if cuts else tail[-most // 5 :]}"


def clauses_listed(clauses: Iterable[str]) -> str:
    """Clauses that are missing, as one quotation would name them: “甲”“乙”."""
    return "".join(f"“{shortened(clause, 40)}”" for clause in clauses)


def clauses_of_paragraphs(clauses: Iterable[tuple[str, str]]) -> str:
    """第3段“甲”、第5段“乙”."""
    return "、".join(f"{place}“{shortened(clause, 30)}”" for place, clause in clauses)


def compared_with_text(sentences: int, no: int, partly: int, tasks: int, without: int, file: str) -> str:
    """One line for the screen: what was held against what."""
    gaps = [f"{no}句没有任务承接"] * bool(no) + [f"{partly}句只承接了一部分"] * bool(partly)
    text = f"正文{sentences}句任务要求" + (f"中{'、'.join(gaps)}" if gaps else "都有任务承接")
    rows = f"{tasks}项任务" + (f"中{without}项在正文里没有出处" if without else "在正文里都有出处")
    return f"已和“{file}”的正文对照：{text}；{rows}"


def kept_findings(count: int) -> str:
    """What a check without the document says of what the last one with it had found."""
    return f"下面有{count}处是上次和原文对照时发现的，这次没有重新对照；改好后请再对照一次（check_tasks.py 加 --against），或删去“校验结果”里的那几行"


def several(names: Sequence[str], most: int = 8) -> str:
    """甲、乙等12家 where there are many."""
    return "、".join(names[:most]) + (f"等{len(names)}家" if len(names) > most else "")
