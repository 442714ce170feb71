"""What the system's own refusals mean to the person at the screen. Syntax of Python 3.8, as environment.py needs it."""

from __future__ import annotations

import errno

MEANINGS = {
    5: "系统拒绝（没有权限，或被杀毒软件拦住）",
    193: "文件已损坏，不是能运行的程序",
    225: "杀毒软件认为它有病毒",
    226: "杀毒软件认为它有病毒，已经删除",
    1260: "单位的策略禁止运行它",
}
"""Windows error numbers → what they mean."""


def meaning(error: OSError) -> str:
    """What a refusal to start or write something means; the system's own words where it is none of those known."""
    return MEANINGS.get(getattr(error, "winerror", None) or 0, str(error))


def of_environment(error: OSError) -> str:
    """The sentence for a refusal while the environment was being made."""
    if getattr(error, "winerror", None) in MEANINGS:
        what = error.filename or "运行环境里的 Python"
        return f"{meaning(error)}：{what}。请让管理员放行项目文件夹，再运行一次"
    if error.errno == errno.ENOSPC:
        return "磁盘已满，运行环境没有建成。请腾出约 500 MB 空间后重试"
    return f"运行环境没有建成：{error}。请关闭正在使用本项目的程序（包括 Excel）后重试"
