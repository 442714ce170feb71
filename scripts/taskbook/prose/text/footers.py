"""What a site says of itself below a document: 主办：… 承办：… 备案号：… 网站标识码 …. A plan's own contact stays."""

from __future__ import annotations

import re

from taskbook.prose.draft import Trace
from taskbook.prose.text.traces import Cut, lines_of, whole_line

_SURE = re.compile(
    r"备案(?:编?号|序号)?\s*[:：]|ICP\s*备|ICP\s*证|公网安备|网安备|标识码|版权所有|Copyright|©|All Rights Reserved|网站(?:地图|声明|主办|管理|维护|总访问量|建设)|本站|技术(?:支持|维护|保障)\s*[:：]"
    r"|浏览器|分辨率|不良信息举报|隐私(?:政策|声明|保护)|无障碍|政务新媒体",
    re.IGNORECASE,
)
_FIELD = (
    r"(?:(?:网站)?(?:主办|承办|协办|主管|运维|运营|维护|建设|管理|制作|开发)(?:单位|方|部门)?|(?:办公|通[讯信]|联系|单位)?地址|邮政编码|邮编|(?:联系|咨询|服务|值班|举报|监督|网站|办公)?(?:电话|热线)|传真|(?:电子|联系)?邮箱|E-?mail"
    r"|技术(?:支持|维护|保障)|版权所有|(?:网站)?(?:备案|许可证)(?:编?号|序号)?|(?:政府)?网站标识码|标识码|ICP备案编?号?|公安备案号?|总?访问量|网站总访问量)"
)
_PART = re.compile(
    rf"{_FIELD}\s*[:：]|[^\s。；:：]{{0,6}}\s*ICP\s*[备证]|[^\s。；:：]{{0,4}}公网安备|网站标识码|Copyright|©|版权所有|网站(?:地图|声明)|联系我们|关于我们|隐私(?:政策|声明)|建议(?:您?使用)?.{{0,20}}(?:浏览器|分辨率)|不良信息举报"
    r"|(?:最佳)?(?:浏览)?(?:效果|分辨率)",
    re.IGNORECASE,
)
_BEGINS_ONE = re.compile(
    r"(?:网站)?(?:主办|承办|主管|运维|维护|管理)(?!单位)|(?:办公|通[讯信]|单位)?地址|邮政编码|邮编"
)
"""What a footer may begin with above its surer lines; 主办单位： and 联系电话： may well be the plan's."""
_OWN = re.compile(r"联系人|联络人|报送|反馈")
_HOSTS = re.compile(
    r"(?:网站)?主办\s*[:：]\s*\S{2,30}(?:政府|政府办公室|党委|管委会|街道办事处)\s+(?:承办|协办|维护|运维)\s*[:：]\s*\S{2,30}"
)
_LINES = 30
_LONGEST = 200


def footers(text: str) -> list[Cut]:
    """The lines of a site's footer at a text's end: told by what only a site has, with the plainer lines above them."""
    lines = [line for line in lines_of(text) if line.text]
    first = len(lines)
    while first and len(lines) - first < _LINES and _could_be(lines[first - 1].text):
        first -= 1
    block = lines[first:]
    sure = [at for at, line in enumerate(block) if _SURE.search(line.text) or _HOSTS.fullmatch(line.text)]
    if not sure:
        return []
    begin = sure[0]
    for at in range(sure[0] - 1, -1, -1):
        if _BEGINS_ONE.match(block[at].text):
            begin = at
    return [whole_line(text, line, Trace.ADVERTISEMENT) for line in block[begin:]]


def _could_be(line: str) -> bool:
    if len(line) > _LONGEST or re.search(r"[。；]", line) or _OWN.search(line):
        return False
    return bool(_PART.match(line))
