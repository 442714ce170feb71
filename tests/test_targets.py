"""Numbers promised in a task's text or in the column 量化指标."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from taskbook.language.targets import find_targets


def targets(text: str) -> list[str]:
    """`>=2次`, as the tables below write it."""
    return [f"{one.relation}{one.value:g}{one.unit}" for one in find_targets(text)]


def check(table: str) -> None:
    """Every line `text => targets`, separated by blanks."""
    rows = [line.split(" => ") for line in table.strip().splitlines() if line.strip()]
    expected = {text.strip(): meaning.split() for text, meaning in rows}
    assert {text: targets(text) for text in expected} == expected


def test_at_least() -> None:
    check(
        """
        开展推送不少于2次 => >=2次
        不少于两次 => >=2次
        不少于十二篇 => >=12篇
        不少于 20 篇 => >=20篇
        不少于１２篇 => >=12篇
        1．不少于3次 => >=3次
        不应当少于3次 => >=3次
        不低于95% => >=95%
        至少1名 => >=1名
        至少专题听取工作汇报2次 => >=2次
        至少每半年召开1次会议 => >=1次
        每两个月至少1次 => >=1次
        每月不少于4条 => >=4条
        征求意见不少于30日 => >=30日
        公示期不少于7天 => >=7天
        保存期限不少于3年 => >=3年
        不少于1,200人次 => >=1200人次
        不低于1.5亿元 => >=1.5亿元
        100个以上 => >=100个
        2次及以上 => >=2次
        两个以上 => >=2个
        ≥95% => >=95%
        >=12篇 => >=12篇
        """
    )


def test_reaching_is_at_least() -> None:
    check(
        """
        公开率达到100% => >=100%
        支持度达99%以上 => >=99%
        满意率在95%以上 => >=95%
        百分之九十五以上 => >=95%
        九成以上 => >=90%
        达到８０％ => >=80%
        控制率达到5%以内 => <=5%
        """
    )


def test_at_most_more_and_less() -> None:
    check(
        """
        不超过5个工作日 => <=5工作日
        不得超过15个工作日 => <=15工作日
        控制在5个工作日以内 => <=5工作日
        压缩至3个工作日 => <=3工作日
        降低到5%以下 => <=5%
        不高于3% => <=3%
        至多2次 => <=2次
        超过200人 => >200人
        ＞90% => >90%
        低于3% => <3%
        """
    )


def test_just_so_many() -> None:
    check(
        """
        视频占比20% => =20%
        公开率100% => =100%
        力争完成3项 => =3项
        完成50% => =50%
        增长6.2%左右 => =6.2%
        下降3个百分点 => =3百分点
        开展培训2次 => =2次
        举办“政府开放日”活动2场 => =2场
        新建公厕10座 => =10座
        开展一次自查 => =1次
        上、下半年各1次 => =1次
        每季度1次 => =1次
        每月一期 => =1期
        投资100万元 => =100万元
        """
    )


def test_of_a_range_the_lower_bound_counts() -> None:
    check(
        """
        1-2名 => >=1名
        至少安排1—2名 => >=1名
        组织1至2次 => >=1次
        10%-15% => >=10%
        """
    )


def test_several_in_the_order_of_the_text() -> None:
    check(
        """
        参与率达到100%、征求意见不少于30日 => >=100% >=30日
        发布解读材料10篇以上，其中视频不少于2个 => >=10篇 >=2个
        每年不少于2次、每次不少于2小时 => >=2次 >=2小时
        回复率100%，5个工作日内回复率不低于98% => =100% >=98%
        完成全年活动不少于2次 => >=2次
        """
    )


def test_the_column_of_measures() -> None:
    check(
        """
        2次 => =2次
        100% => =100%
        1篇/月 => =1篇
        4次/年 => =4次
        不少于2次 => >=2次
        """
    )


NO_TARGET = """
查看网站发布信息|依据实际开展情况|“一老一小”服务保障|构建“2+N”百亿产业集群|网站IPv6改造|区、街、社区三级联动|四级
|2026年11月底前完成|完成2026年度报告|不少于2025年水平|近三年|30年|第五届|（某政办发〔2026〕28号）|12345热线|24小时读网
|坚持7×24小时值守|5个工作日内办结|在15日内|送达3日内|15个一级指标牵头单位|二十大精神|三项制度|一网通办|第一时间|一户一策
|实现三个转变|完成一批改革|开展“一人一档”建设|实现一次办好|推行“一次告知”|18岁以上|3人以上企业|每季度末月20日前|每个科室1名
|不低于上年度|不少于1/3|政府信息公开第1次|8小时以外|互联网协议第6版
"""


@pytest.mark.parametrize("text", [text.strip() for text in NO_TARGET.split("|")])
def test_numbers_that_promise_nothing(text: str) -> None:
    assert targets(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("各部门年内开展活动不少于1次。", "不少于1次"),
        ("每 月 不少于 4 条", "每 月 不少于 4 条"),
        ("每年至少专题听取工作汇报2次，并部署", "每年至少专题听取工作汇报2次"),
        ("链接支持度达99%以上。", "达99%以上"),
        ("应公开尽公开率100%", "公开率100%"),
        ("办理时限不超过5个工作日。", "不超过5个工作日"),
    ],
)
def test_a_target_keeps_the_words_of_the_text(text: str, words: str) -> None:
    assert [one.text for one in find_targets(text)] == [words]


@settings(deadline=None)
@given(st.text())
def test_finding_targets_never_raises(text: str) -> None:
    assert all(one.text in text for one in find_targets(text))


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "不少于 至少 达到 每 月 1 2 12 % 次 个 工作日 以上 以内 一 十 两 百 万 - 至 ， 、 “ ” 完成 召开 会议 超过 \n 占比 成".split(
                " "
            )
        ),
        max_size=14,
    ).map("".join)
)
def test_finding_targets_never_raises_on_words_of_number(text: str) -> None:
    for one in find_targets(text):
        assert one.text in text
        assert one.relation in {">=", ">", "<=", "<", "="}


@settings(deadline=None)
@given(
    st.sampled_from(
        [
            ("不少于{}", ">="),
            ("不超过{}", "<="),
            ("达到{}", ">="),
            ("至少召开会议{}", ">="),
            ("力争完成{}", "="),
        ]
    ),
    st.integers(1, 99999),
    st.sampled_from(["次", "名", "篇", "%", "个", "家"]),
)
def test_a_written_number_is_read_back(form: tuple[str, str], value: int, unit: str) -> None:
    (one,) = find_targets(f"全年{form[0].format(f'{value}{unit}')}，做好总结")
    assert (one.relation, one.value, one.unit) == (form[1], value, unit)
