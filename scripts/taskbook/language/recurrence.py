"""How often, and how long after something happened: 每月25日前, 按季度, 每半年; 10个工作日内."""

from __future__ import annotations

import re

_N = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_DAYS = rf"{_N}(?:[日号]?[、,，和及至到-]{_N})*[日号]"
_PLACE = (
    rf"(?:末月|首月|月?[初底末]|第{_N}个?(?:月|周|季度|星期|工作日)|最后{_N}?个?(?:月|周|天|日|工作日|星期)"
    rf"|[上中下]旬|次月|当月|{_DAYS})"
)
_LATER = rf"(?:结束|终了|届满)?(?:之|以)?后的?{_N}个?(?:工作日|日|天)(?:之内|以内|内)?"
_WEEKDAYS = r"[一二三四五六日天](?![次期报])(?:[、,，和及至到-](?:周|星期)?[一二三四五六日天](?![次期报]))*"

_YEARLY = r"(?P<yearly>每一?个?年度?(?!龄))"
_EACH = (
    rf"每{_N}?个?(?:工作日|日|天|(?:周|星期)(?!期|边|岁)(?:{_WEEKDAYS})?|旬|双月|半个?月|月份?|季度|季(?!节)|半年度?|年度?|学期|学年)"
    rf"(?:(?:的?{_PLACE})+(?:之前|以前|前(?!后|\d))?)?(?:{_LATER})?"
)
_BY = r"(?:[按逐](?:半年|季度?(?!节)|双?月份?|周(?!期|边|密)|旬|[日天](?!常|程|然|前))度?|(?<![部充十百万])分(?:季度|半年|月(?!份)))"
_NEXT_MONTH = rf"次月(?:{_DAYS}|[上中]旬|底)"

RECURRENCE = re.compile(rf"{_YEARLY}|{_EACH}|{_BY}|{_NEXT_MONTH}")
"""A frequency in running text. Group `yearly`: every year, on dates that may follow."""

_TIMES = r"(?:半年|1年)[12]次|一?(?:半年|年|季度?|月|周|天|日|旬)(?:[一两]次|一(?:报|调度|通报|更新|公开|汇总|督查|总结))"
_ONCE_EVERY = r"(?<![\d一二三四五六七八九十上下前后全])(?:半年|季度?|月|周)[\u4e00-\u9fff]{2,4}[一两1-4]次"
_RATE = rf"{_N}(?:-\d)?[次篇条期场件]/(?:半年|年|季度?|月|周|天|日)"
_ALONE = (
    rf"(?:各?(?:半年度|季度|月度)|各月份?|季(?=[末后])|双月|隔月|隔周)(?:{_PLACE})*(?:{_LATER})?|半年报|[周月季](?:报|调度|通报|更新|督查|汇总|小结)"
    rf"|月(?:结束|终了){_LATER}|(?<!不)定期|按年度?(?=公开|更新|发布|报送|公布|推进|$)"
)

CELL_RECURRENCE = re.compile(
    rf"{_TIMES}|{_ONCE_EVERY}|{_YEARLY}|{_EACH}|{_BY}|{_NEXT_MONTH}|{_RATE}|{_ALONE}"
)
"""A frequency in a cell of its own, where 季度 or 一年一次 can mean nothing else."""

_LONG = rf"(?:{_N}|半)(?:个(?:工作日|自然日|月|季度|小时|星期)|工作日|自然日|日|天|小时|周|星期)"
WITHIN = re.compile(
    rf"(?<![\d.年月第近过])(?:{_LONG}(?:之内|以内|内(?!容|部))|{_N}个?工作日(?=办结|办理|答复|回复|反馈|完成|公开|上网))"
)
"""A stretch of time counted from an event, in running text."""

SPAN = rf"(?:{_LONG}(?:之内|以内|内)|(?:{_N}|半)年(?:之内|以内|内)|{_N}个?(?:工作日|小时))"
"""The same in a cell: 20个工作日 needs no 内 there."""

SPAN_AFTER = rf"{_LONG}(?:之内|以内|内)?"
"""After 会前 or 公布后 no span needs 内."""
