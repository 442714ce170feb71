"""What is said of a plan in prose and of the draft made from it."""

from __future__ import annotations

from collections.abc import Sequence

IMPORT_PROSE = "从正文起草任务（文件里有表格也不用表格），生成审阅稿"
IMPORT_REVIEW = "文件是审阅过的审阅稿，由它生成总表"
SEE_REVIEW = "见审阅稿"


def drafted(name: str, tasks: int, sure: Sequence[int], left: int, book: object) -> list[str]:
    """`sure` are the numbers of rows of high, middle and low confidence."""
    high, middle, low = sure
    return [
        f"已从“{name}”的正文起草{tasks}项任务：把握高{high}项、中{middle}项、低{low}项；另有{left}行不作任务",
        f"审阅稿：{book}",
        "请打开审阅稿逐行定“处理”，保存后再导入这份审阅稿，就得到总表",
    ]


def draft_examples(texts: Sequence[str]) -> str:
    """What was removed, as a hint behind the count."""
    return "，如：" + "、".join(f"“{text}”" for text in texts) if texts else ""


def draft_named_before(names: str) -> str:
    """Whom the sentence before named, as a hint."""
    return f"（上一句写的是“{names}”）" if names else ""
