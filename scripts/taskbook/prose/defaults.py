"""What a plan says once for many of its tasks: 以下均需各县区落实，不再列出; 列第一位的为牵头单位; …"""

from __future__ import annotations

import re
from collections.abc import Iterator

from taskbook.language.directory import Directory
from taskbook.language.roles import role_of
from taskbook.model import Role
from taskbook.prose.labels import plain_of
from taskbook.prose.name_lists import names_at
from taskbook.prose.naming import Default, PartyTexts, Rule, Scope, party_texts
from taskbook.prose.said import plainly_said, says_when
from taskbook.prose.strength import Strength

_LONGEST = 300
"""Characters of a sentence that can be a rule."""
_WORK = (
    r"(?:重点|各项|具体|主要|工作|年度|目标|分解|改革)*(?:任务|工作|事项|措施|项目|内容|条款|要求|指标|分工)"
)
_ALL = rf"(?:(?:以下|以上|上述|下列|下述|前述|所有|全部|各项|每项|本(?:方案|要点|清单|表|分工|计划|部分|章|节|条)(?:中|内)?的?|附件中?)(?:\d+[项条个件])?的?(?:所有|全部|各项|各)?(?:{_WORK})?)"
_NOT_STATED = r"(?:未|没有|不|无)(?:予?以?(?:列明|明确|注明|标明|标注|写明|列出|指定|确定|规定|说明|作|设|列|填写?|特殊|特别|具体))*"

_FIRST_LEADS = re.compile(
    r"(?:列|排|排名|排序|排列|位列|位居|署|标|写|放|居|单位|部门|责任者)(?:在|于|的|中|内|里|,|栏|有多个的|为多个的)*(?:第一|首|最前)(?:位|个|名|家|顺位|列|面)?"
    r"[^。;\n]{0,14}?(?:为|是|系|即|作为|负责|,由?其)[^。;,\n]{0,8}?牵头(?:抓总|负责)?(?:责任)?(?:单位|部门)?"
    r"|(?:第一|首)(?:位|个|名|家|列)(?:责任)?(?:的|单位|部门)+(?:为|是|即为|负责|作为)[^。;,\n]{0,6}?牵头(?:责任)?(?:单位|部门)?"
    r"|由?(?:列|排|排名|排在|列在)(?:第一|首)(?:位|个|名)?的?(?:责任)?(?:单位|部门)?牵头"
    r"|第一责任(?:单位|部门)(?:即|均)?(?:为|是)牵头(?:单位|部门)"
    r"|牵头(?:责任)?(?:单位|部门)(?:为|是|列|排|由)[^。;,\n]{0,8}?(?:第一|首)(?:位|个|名)(?:的)?(?:责任)?(?:单位|部门)?"
)
_RESPONSIBLE_LEADS = re.compile(
    rf"(?:{_NOT_STATED}牵头(?:责任)?(?:单位|部门)|(?:只有|仅有|只列|仅列|只列出|仅列出)(?:一个|1个|一家)?责任(?:单位|部门))[^。;\n]{{0,16}}?"
    r"(?:责任(?:单位|部门)[^。;,\n]{0,6}?(?:为|是|视为|作为|即|负责|视同)[^。;,\n]{0,4}牵头(?:责任)?(?:单位|部门)?|由[^。;,\n]{0,6}责任(?:单位|部门)[^。;,\n]{0,4}牵头|(?:即|视)为牵头(?:单位|部门))"
)
_WHEN = r"(?P<when>[^。;,\n]{2,24}?)"
_DEADLINES = (
    re.compile(
        rf"{_ALL},?(?:均|都|应|须|需|要|原则上|统一|全部|一律|确保|力争|务必)*(?:于|在|按)?{_WHEN}(?:全部|全面|基本|如期|按期)*(?:完成|办结|落实到位|落实|见效)(?:到位)?(?:[。;,\n]|$)"
    ),
    re.compile(
        rf"(?:完成|办结|落实|整改|工作)?(?:时限|时间|期限)(?:要求)?(?:,|(?:原则上|统一))*(?:均|都|一律|统一)(?:为|是|定为|按|截至|截止到?|:)*{_WHEN}(?:完成)?(?:[。;,\n]|$)"
    ),
    re.compile(
        rf"{_NOT_STATED}(?:完成|办结|落实|工作)?(?:时限|时间|期限)(?:要求|说明)?的?(?:{_WORK})?,?(?:其?(?:完成)?(?:时限|时间)|原则上|均|都|一律|统一|应|须|需|要|默认)*(?:为|是|于|在|按|截至|:)*{_WHEN}(?:完成|办结|执行|落实)?(?:[。;,\n]|$)"
    ),
    re.compile(
        rf"(?:除|如|若)[^。;\n]{{0,20}}?(?:外|者?,)[^。;\n]{{0,12}}?(?:均|一律|原则上|完成时限)(?:均|应|须|为|于|在|按)*{_WHEN}(?:全部|基本)*(?:完成|办结)?(?:[。;,\n]|$)"
    ),
)
_NOT_REPEATED = re.compile(
    r"不再(?:一一|逐一|逐项|单独|重复|另行|分别|在[^。,;]{0,8})*(?:列出|列入|列明|列举|单列|标注|标明|注明|写明|赘述|列)"
)
_FOR_ALL = re.compile(rf"{_ALL}")
_LABELLED = re.compile(
    rf"(?:{_ALL},?(?:的)?(?P<label>牵头|责任|配合)(?:责任)?(?:单位|部门)(?::|均?为|是|均?包括|均?含)+"
    rf"|(?P<label2>牵头|责任|配合)(?:责任)?(?:单位|部门)(?::?均(?:为|是|包括|含|由)|:(?=[^。\n]*\({_ALL})))(?P<rest>[^。\n]*)"
)
_OUT_OF_SCOPE = re.compile(rf"[(](?:{_ALL})[)]")
_AFTER_ROLE = re.compile(
    r"(?:均|都|也|皆|应|须|需|要|共同|具体|负责|认真|抓好|做好|按职责分工|按照职责分工|各自)*(?P<role>为(?:牵头|责任|配合|协办|参与)(?:责任)?(?:单位|部门)|牵头|配合|协助|参与|落实|负责|承担|执行|贯彻)"
)


def default_in(text: str, start: int, end: int, directory: Directory) -> Default | None:
    """The first rule for many tasks that text[start:end] states, if it does; look on from its end. Never raises."""
    plain = plain_of(text)
    for begin, stop in _sentences(plain, start, end):
        for read in (_about_leads, _about_time, _about_parties):
            if found := read(text, plain, begin, stop, directory):
                return found
    return None


def _sentences(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^。;\n]+[。;]?", plain[start:end]):
        begin = start + match.start() + len(match[0]) - len(match[0].lstrip())
        if plain[begin : start + match.end()].strip("。; ") and len(match[0]) <= _LONGEST:
            yield begin, start + match.end()


def _scope_of(words: str) -> Scope:
    for pattern, scope in _SCOPES:
        if re.search(pattern, words):
            return scope
    return Scope.DOCUMENT


_SCOPES = (
    (r"以下|下列|下述|如下", Scope.BELOW),
    (r"以上|上述|前述", Scope.ABOVE),
    (r"本(?:部分|章|节|条|项)", Scope.SECTION),
)


def _about_leads(text: str, plain: str, start: int, end: int, directory: Directory) -> Default | None:
    words = plain[start:end]
    for pattern, other, rule in (
        (_FIRST_LEADS, _RESPONSIBLE_LEADS, Rule.FIRST_LEADS),
        (_RESPONSIBLE_LEADS, _FIRST_LEADS, Rule.RESPONSIBLE_LEADS),
    ):
        match, second = pattern.search(words), other.search(words)
        if match and not (second and second.start() < match.start() and second.end() < match.end()):
            follows = second is not None and second.start() >= match.end()
            stop = _part_end(plain, start + match.end(), end, ",;。\n" if follows else ";。\n")
            return Default(rule, start, stop, scope=_scope_of(words))
    return None


def _part_end(plain: str, at: int, end: int, signs: str) -> int:
    """Behind the first of the signs from `at` on (or just before it)."""
    sign = re.compile(f"[{signs}]").search(plain, max(at - 1, 0), end)
    return sign.end() if sign else end


def _about_time(text: str, plain: str, start: int, end: int, directory: Directory) -> Default | None:
    words = plain[start:end]
    for pattern in _DEADLINES:
        for match in pattern.finditer(words):
            said = text[start + match.start("when") : start + match.end("when")].strip()
            said = re.sub(r"^(?:需|须|应|要|于|在|按照?|截至|截止到?|为)+", "", said)
            if says_when(said):
                stop = _part_end(plain, start + match.end(), end, ";。\\n")
                return Default(Rule.DEADLINE, start, stop, PartyTexts(), said, _scope_of(words))
    return None


def _about_parties(text: str, plain: str, start: int, end: int, directory: Directory) -> Default | None:
    words = plain[start:end]
    if labelled := _LABELLED.search(words):
        at = start + labelled.end() if not labelled["rest"] else start + labelled.start("rest")
        stop = _value_end(plain, at, end)
        role = {"牵头": Role.LEAD, "配合": Role.SUPPORT}.get(
            labelled["label"] or labelled["label2"], Role.RESPONSIBLE
        )
        value = _OUT_OF_SCOPE.sub("", plain[at:stop])
        written = text[at : at + len(value)] if plain[at:stop].startswith(value) else value
        said = plainly_said(written.strip(" 。;；"), directory, role)
        if said and said.parties and said.strength is Strength.STRONG:
            return _of_parties(party_texts(said.parties, directory), start, end, words, Rule.PARTY_FOR_ALL)
    silent = bool(_NOT_REPEATED.search(words))
    if not silent and not _FOR_ALL.search(words):
        return None
    return _by_clause(text, plain, start, end, directory, silent)


def _value_end(plain: str, at: int, end: int) -> int:
    stop = re.compile(r"[。\n]").search(plain, at, end)
    return stop.start() if stop else end


_BEFORE_NAMES = re.compile(
    rf"(?:{_ALL})?,?(?:的?(?:责任单位|配合单位|牵头单位))?(?:均|都|皆|也|还|同时|全部|统一|一律)*(?:需要?|须|应|要|由|请|涉及|包括|含)*(?:均|都)?"
)


def _by_clause(
    text: str, plain: str, start: int, end: int, directory: Directory, silent: bool
) -> Default | None:
    """以下均需各县区落实: everything the sentence says before the names is about all tasks."""
    lead_in = re.compile(r"(?:注|说明|备注)?[:.、\d ]*").match(plain, start, end)
    begin = lead_in.end() if lead_in else start
    starts = [begin, *(start + sign.end() for sign in re.finditer(r"[,:]", plain[start:end]))]
    for clause in starts:
        before = _BEFORE_NAMES.match(plain, clause, end)
        for at in dict.fromkeys((before.end() if before else clause, clause)):
            only_touched = silent and bool(_TOUCHES.search(plain[start:at]))
            names = names_at(plain, at, end, directory, to_comma=only_touched)
            if names is None:
                continue
            role = (_NOBODYS if only_touched else _AFTER_ROLE).match(plain, names.end, end)
            general = silent or bool(_FOR_ALL.search(plain[start:at]))
            if not role or not general or not _ends_there(plain, role.end(), end):
                return None
            return _from_names(text, plain, (start, end), (names.start, names.end), role, directory, silent)
    return None


_TOUCHES = re.compile(r"(?:涉及|包括|包含|含)$")
_NOBODYS = re.compile(r"(?P<role>)")


def _ends_there(plain: str, at: int, end: int) -> bool:
    """Whether nothing is said to be done: 均由各镇街落实。, not 各镇街负责宣传."""
    return bool(
        re.match(r"(?:落实|抓好|到位|推进|责任|相关|工作|实施|好|配合|相应)*(?:[,;。\n(]|$)", plain[at:end])
    )


def _from_names(
    text: str,
    plain: str,
    span: tuple[int, int],
    names: tuple[int, int],
    role: re.Match[str],
    directory: Directory,
    silent: bool,
) -> Default | None:
    said = [(role_of(role["role"]) or Role.RESPONSIBLE, text[names[0] : names[1]])]
    stop = _NOT_REPEATED.search(plain, names[0], span[1])
    stop_at = stop.start() if stop else _value_end(plain, names[0], span[1])
    whole = plainly_said(text[names[0] : stop_at].strip("。；;，, "), directory)
    if whole and whole.roles and whole.parties:
        said = whole.parties
    texts = party_texts(said, directory)
    adds = (
        silent
        or not (texts.lead or texts.responsible)
        or re.search(r"均需|均须|均应|均要|都要|都需|也|还", plain[span[0] : role.end()])
    )
    rule = Rule.ADDS_PARTY if adds else Rule.PARTY_FOR_ALL
    return _of_parties(texts, *span, plain[span[0] : span[1]], rule)


def _of_parties(texts: PartyTexts, start: int, end: int, words: str, rule: Rule) -> Default | None:
    return Default(rule, start, end, texts, "", _scope_of(words)) if texts else None
