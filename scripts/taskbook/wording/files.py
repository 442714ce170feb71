"""Why a plan's file cannot be read: what stands in brackets in the sentence."""

from __future__ import annotations

from collections.abc import Sequence

IMPORT_DECLARES = "里面有办公软件不会写的声明"
IMPORT_TOO_LONG = "读取时间过长"
CONVERTED_BY_ITSELF = "；电脑上装有LibreOffice的，会自动转换"
CONVERSION_FAILED = "；用LibreOffice转换没有成功"


def page_damaged(number: int) -> str:
    return f"第{number}页的内容已损坏"


def page_numbers(numbers: Sequence[int], more: bool) -> str:
    """3、5、6, and 等 where there are more."""
    return "、".join(map(str, numbers)) + ("等" if more else "")


def on_pages(text: str, numbers: Sequence[int], more: bool) -> str:
    """What was found, with the pages where it stands."""
    return f"{text}（第{page_numbers(numbers, more)}页）"
