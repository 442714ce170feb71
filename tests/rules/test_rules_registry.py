"""单位 and 群组: one name, one unit, and it can be reached."""

from __future__ import annotations


def test_units_stand_once(findings_doc):
    """
    | 单位名称   | 类别 | =>                |
    | 区教育局   | 部门 |                   |
    | 区财政局   | 部门 |                   |
    | 区教育局　 | 部门 | DUPLICATE_UNIT A4 |
    """
    found, expected = findings_doc
    assert found == expected


def test_aliases_mean_one_unit(findings_doc):
    """
    | 单位名称       | 别名                 | =>                  |
    | 区发展和改革局 | 区发改局；区发改委   | AMBIGUOUS_ALIAS B2  |
    | 区农业农村局   | 区发改委；区农业局   | AMBIGUOUS_ALIAS B3  |
    | 区民政局       | 区财政局             | AMBIGUOUS_ALIAS B4  |
    | 区财政局       | 区财政局             | AMBIGUOUS_ALIAS B5  |
    | 区教育局       | 区教体局；区教体局   |                     |
    """
    found, expected = findings_doc
    assert found == expected


def test_units_can_be_mailed(findings_doc):
    """
    | 单位名称   | 邮箱                 | 停用 | =>                    |
    | 区教育局   | jyj@county.example   |      |                       |
    | 区财政局   |                      |      | UNIT_WITHOUT_EMAIL B3 |
    | 区文化局   |                      | 是   |                       |
    """
    found, expected = findings_doc
    assert found == expected


def test_units_can_be_mailed__a_registry_without_any_address_is_said_once(findings_doc):
    """
    | 单位名称   | 邮箱 | =>                    |
    | 区教育局   |      | UNIT_WITHOUT_EMAIL B2 |
    | 区财政局   |      |                       |
    | 区民政局   |      |                       |
    """
    found, expected = findings_doc
    assert found == expected


def test_emails_are_well_formed(findings_doc):
    """
    | 单位名称   | 邮箱                                     | =>                 |
    | 区教育局   | jyj@county.example                       |                    |
    | 区财政局   | czj.county.example                       | EMAIL_MALFORMED B3 |
    | 区民政局   | mzj@county.example；mzj2@county.example  |                    |
    | 区司法局   | sfj＠county.example                      | EMAIL_MALFORMED B5 |
    | 区审计局   | sjj@county                               | EMAIL_MALFORMED B6 |
    | 区统计局   |                                          |                    |
    """
    found, expected = findings_doc
    assert found == expected


def test_named_units_are_at_work(findings_doc):
    """
    | 工作任务 | 牵头单位 | 责任单位           | =>                    |
    | 甲       | 区文化局 | 区教育局           | STOPPED_UNIT_NAMED B2 |
    | 乙       | 区教育局 | 区财政局、文化局   | STOPPED_UNIT_NAMED C3 |
    | 丙       | 区教育局 | 各部门             |                       |
    | 丁       |          | 区文体局           | STOPPED_UNIT_NAMED C5 |

    | 单位名称 | 类别 | 别名     | 停用 |
    | 区教育局 | 部门 |          |      |
    | 区财政局 | 部门 |          |      |
    | 区文化局 | 部门 | 区文体局 | 是   |
    """
    found, expected = findings_doc
    assert found == expected


def test_groups_stand_once(findings_doc):
    """
    | 群组词   | 成员             | =>                 |
    | 各乡镇   | 类别=乡镇        |                    |
    | 各部门   | 类别=部门        |                    |
    | 各 乡镇  | 东山镇、西河镇   | DUPLICATE_GROUP A4 |
    """
    found, expected = findings_doc
    assert found == expected


def test_named_units_are_at_work__named_in_short(findings_doc):
    """
    | 工作任务 | 牵头单位 | 责任单位           | =>                    |
    | 甲       | 区教育局 | 区教育局、区文旅局 | STOPPED_UNIT_NAMED C2 |

    | 单位名称     | 停用 |
    | 区教育局     |      |
    | 区文化旅游局 | 是   |
    """
    found, expected = findings_doc
    assert found == expected


def test_named_units_are_at_work__in_groups_too(findings_doc):
    """
    | 工作任务 | 责任单位 |
    | 甲       | 各乡镇   |

    | 单位名称 | 类别 | 停用 |
    | 东山镇   | 乡镇 |      |
    | 西河镇   | 乡镇 | 是   |

    | 群组词   | 成员           | =>                    |
    | 各乡镇   | 类别=乡镇      |                       |
    | 各试点镇 | 东山镇、西河镇 | STOPPED_UNIT_NAMED B3 |
    """
    found, expected = findings_doc
    assert found == expected


def test_units_have_a_category(findings_doc):
    """
    | 单位名称 | 类别 | 停用 | =>                       |
    | 区教育局 | 部门 |      |                          |
    | 区财政局 |      |      | UNIT_WITHOUT_CATEGORY B3 |
    | 区文化局 |      | 是   |                          |
    """
    found, expected = findings_doc
    assert found == expected


def test_units_have_a_category__a_registry_without_categories(findings_doc):
    """
    | 单位名称 | 类别 | => |
    | 区教育局 |      |    |
    | 区财政局 |      |    |
    """
    found, expected = findings_doc
    assert found == expected


def test_group_members_are_known(findings_doc):
    """
    | 单位名称 | 类别 |
    | 东山镇   | 乡镇 |
    | 西河镇   | 乡镇 |
    | 区教育局 | 部门 |

    | 群组词       | 成员                     | =>              |
    | 各乡镇       | 类别=乡镇                |                 |
    | 各试点单位   | 东山镇、西何镇           | UNKNOWN_UNIT B3 |
    | 各部门       | 类别=部们                | UNKNOWN_CATEGORY B4 |
    | 各乡镇和教育 | 各乡镇、区教育局         |                 |
    | 各相关部门   | 待确认                   |                 |
    | 其他部门     | 类别=部门，除本行已列出的单位 |            |
    """
    found, expected = findings_doc
    assert found == expected
