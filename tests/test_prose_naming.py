"""Texts for a row's cells: who was named stands in them, in their roles, however the row is read."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from taskbook.language.directory import Directory
from taskbook.language.parties import read_cell
from taskbook.language.text import squeeze
from taskbook.model import Role, Unit
from taskbook.prose.parties.naming import PartyTexts, merged, party_texts

NOTHING = Directory()
REGISTRY = Directory(
    [Unit("市教育局"), Unit("市财政局", aliases=("财政",)), Unit("区财政局"), Unit("市审批服务管理局")]
)
NAMES = "市教育局 财政局 区财政局 区委组织部 宣传部 各县（区） 各部门 东河镇 市审批服务管理局（政务中心） 甲山县".split()


def row_of(texts: PartyTexts, directory: Directory, carried: bool) -> dict[str, Role]:
    """Whom the row names, each with its role; `carried`: prefixes go on from cell to cell, as a row is read."""
    found: dict[str, Role] = {}
    prefixes: tuple[str, ...] = ()
    for role, cell in (
        (Role.LEAD, texts.lead),
        (Role.RESPONSIBLE, texts.responsible),
        (Role.SUPPORT, texts.support),
    ):
        reading = read_cell(cell, directory, prefixes if carried else ())
        prefixes = reading.prefixes or prefixes
        for mention in reading.mentions:
            found.setdefault(squeeze(mention.name), mention.role or role)
    return found


@pytest.mark.parametrize(
    ("said", "cells"),
    [
        ("市发展改革委牵头，财政局配合", ("市发展改革委", "", "市财政局")),
        ("各县（区），市审批局牵头，其他部门配合", ("市审批局", "各县（区）", "其他部门")),
        ("区委组织部、宣传部，各镇街按职责分工负责", ("", "区委组织部、宣传部，各镇街", "")),
        ("市教育局牵头，市财政局、审计局等部门按职责分工负责", ("市教育局", "市财政局、审计局等部门", "")),
        ("区审批局（政务服务中心）牵头", ("区审批局（政务服务中心）", "", "")),
        ("区教育局\n区财政局", ("", "区教育局、区财政局", "")),
        ("市教育局、市财政局、市教育局", ("", "市教育局、市财政局", "")),
        ("市教育局牵头，市教育局、财政局负责", ("市教育局", "市财政局", "")),
    ],
)
def test_a_text_goes_to_its_columns(said: str, cells: tuple[str, str, str]) -> None:
    texts = party_texts([(Role.RESPONSIBLE, said)], NOTHING)
    assert (texts.lead, texts.responsible, texts.support) == cells


def test_labels_give_the_column_in_any_order() -> None:
    texts = party_texts([(Role.RESPONSIBLE, "市财政局、审计局"), (Role.LEAD, "教育局")], NOTHING)
    assert texts == PartyTexts("市教育局", "市财政局、审计局")


def test_two_texts_become_one_row() -> None:
    both = merged(PartyTexts("市教育局", "各县区"), PartyTexts("", "市教育局、市财政局", "各部门"), NOTHING)
    assert both == PartyTexts("市教育局", "各县区、市财政局", "各部门")


@settings(max_examples=200, deadline=None)
@pytest.mark.parametrize("directory", [NOTHING, REGISTRY], ids=["none", "registry"])
@given(
    said=st.lists(
        st.tuples(
            st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True),
            st.sampled_from(["牵头", "配合", "按职责分工负责", ""]),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_whoever_is_named_is_in_the_row(directory: Directory, said: list[tuple[list[str], str]]) -> None:
    carrying = [
        name for names, _ in said for name in names if name.endswith(("局", "部", "）")) and name[0] != "各"
    ]
    assume(not carrying or carrying[0] not in ("财政局", "宣传部"))  # whose they are, nobody says
    text = "，".join("、".join(names) + role for names, role in said)
    heaviest: dict[str, Role] = {}
    order = list(Role)
    for mention in read_cell(text, directory).mentions:
        role = mention.role or Role.RESPONSIBLE
        name = squeeze(mention.name)
        heaviest[name] = min(heaviest.get(name, role), role, key=order.index)
    texts = party_texts([(Role.RESPONSIBLE, text)], directory)
    assert row_of(texts, directory, carried=True) == heaviest
    assert row_of(texts, directory, carried=False) == heaviest
