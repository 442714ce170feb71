"""What web sites put around and into a document: offers to download, counters, buttons, where it was found and when."""

from __future__ import annotations

import re

from taskbook.prose.draft import Trace
from taskbook.prose.text.footers import footers
from taskbook.prose.text.traces import Cut, in_order, lines_of, whole_line

_ADDRESS = r"(?a:(?:https?://|www\.)[\w./?=&%#:~+@-]+|(?<![\w@.])[\w-]{2,30}\.(?:com|net|cn|org|cc)(?:\.cn)?(?![\w@])(?:/[\w./?=&%#-]*)?)"
_SURE_OFFER = re.compile(
    r"(?:会员|用户|网友)(?:分享|上传|提供|免费下载)|可在线(?:阅读|预览)|在线(?:阅读|预览|浏览)全文|珍藏版|更多相关《|请在.{1,40}上搜索|下载(?:本|该|此|原)(?:文档|文件|资料)"
    r"|(?:文档|全文|付费|立即|点击|打包|原文|免费)下载|下载(?:积分|次数|券)|本站(?:所有|不|仅|上)|(?:客服|站长|管理员)(?:QQ|微信)|(?:不|并不)代表(?:本站|本网)|(?:人人|百度|某某|[豆道淘])\S{0,2}文库"
)
_OFFER = re.compile(
    r"下载(?:文档|全文|文件|附件)|(?:资料|WORD|Word|DOC|doc)下载|文库|文档网|图文网|范文网|资料网|豆丁|道客巴巴|版权(?:归|说明|声明|所有|申明)|侵权|侵犯(?:了)?(?:您|你)的|VIP|充值|金币"
    r"|仅供(?:参考|学习|个人)|举报|精品文档|关注我们"
)
_OFFER_ALONE = re.compile(
    r".{0,12}(?:下载(?:文档|全文|文件|附件)|资料下载|(?:WORD|DOC)下载|文档网|范文网|资料网|版权(?:归|说明|声明|所有|申明)|仅供(?:参考|学习|个人)|精品文档|关注我们|侵权必究|我要举报).{0,20}",
    re.IGNORECASE,
)
_WORKS = re.compile(
    r"(?:整治|打击|查处|查办|完成|开展|加强|严禁|防止|做好|推进|建设|保护|依法|处置|避免|[前内底][，。])"
)
_BUTTONS = (
    r"[【\[（(]?(?:打印(?:本页|本文|此页)?|关闭(?:窗口|本页|页面)?|收藏(?:本页|本站)?|我要(?:纠错|打印|收藏|分享)|返回(?:顶部|首页|列表)|分享(?:到|至)?|复制链接"
    r"|微信|微博|新浪微博|QQ空间|字体|字号|大|中|小|默认|语音播报|朗读|长者(?:模式|版|助手)|无障碍(?:阅读|浏览|模式)?|关怀版|网站地图|联系我们|关于我们"
    r"|站点地图|网站声明|登录|注册|搜索|首页|纠错|保存|下载(?:全文|文字版|图片版|附件)?|手机版|相关|举报|收藏|点赞|合集下载|下载资源|资源描述|文档简介|资源简介|文档描述|文档介绍|内容简介|推荐文章|简体|繁体|EN|English|设为首页|加入收藏|浏览器|PDF|Word)[】\]）)]?"
)
_BUTTON_LINE = re.compile(rf"(?:{_BUTTONS}[\s:：|｜/\\·•>»、-]*)+", re.IGNORECASE)
_SMALL_BUTTON = re.compile(
    r"(?:大|中|小|相关|举报|收藏|内容简介|微信|微博|保存|搜索|首页|下载|字体|分享|PDF|Word|EN)"
)

_DAY = r"\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
_FACT = (
    rf"(?:(?:信息|文章|稿件|文件|内容|新闻)?来源\s*[:：]\s*[^\s|｜。]{{0,30}}|(?:发布|发稿|更新|上传|录入|公开|公布|编辑)(?:时间|日期)\s*[:：]\s*(?:{_DAY})?"
    rf"|(?:日期|时间)\s*[:：]\s*\d{{4}}-\d{{1,2}}-\d{{1,2}}(?:\s*\d{{1,2}}[:：]\d{{2}}(?:[:：]\d{{2}})?)?|(?:浏览|点击|阅读|访问|查看|浏览量|阅读量|点击量|访问量)(?:次数|量|数|人次)?\s*[:：]\s*[\d,]*\s*次?"
    r"|(?:作者|责任编辑|责编|编辑|编审|审核|审核人|签发|初审|复审|终审|录入|录入人|发布人|发布者|撰稿|供稿|通讯员|记者)\s*[:：/]\s*[\u4e00-\u9fff·A-Za-z*×\s]{0,16}"
    r"|(?:字体|字号)\s*[:：]?\s*(?:[【\[]?\s*(?:超大|特大|大|中|小|默认)\s*[】\]]?\s*)*|阅读\s*\d+\s*次?|\d+\s*次(?:浏览|阅读|点击))"
)
_FACT_LINE = re.compile(rf"[\s【\[（(]*(?:{_FACT}[\s|｜】\])）;；,，]*)+(?:{_BUTTONS}[\s|｜]*)*")
_PLACE_LINE = re.compile(
    r"(?:您?(?:现在|当前)?(?:的)?(?:所在)?位置|当前(?:所在|位置)?|所在位置)\s*[:：].*|首页\s*[>»›→/-].{0,80}|(?:[^\s>»›]{2,12}\s*[>»›]\s*){2,}[^\s>»›]{0,20}"
)
_AROUND_LINE = re.compile(
    r"(?:上一[篇页条]|下一[篇页条]|上篇|下篇|前一篇|后一篇)\s*[:：].{0,60}|(?:上一[篇页条]|下一[篇页条])"
    r"|(?:相关(?:链接|文章|新闻|阅读|信息|推荐|文档|解读|附件下载)|友情链接|延伸阅读|热门(?:推荐|文章|文档)|猜你喜欢)(?:\s*[:：].{0,60})?"
    r"|(?:请?用?微信)?扫(?:一扫|描?(?:下方|上方|右侧)?(?:二维)?码)(?:关注|阅读|下载|查看|浏览|分享|在手机|打开|进入|看).{0,24}|扫一扫.{0,24}|用微信扫.{0,30}"
    r"|.{0,12}(?:二维码|公众号|客户端).{0,8}(?:扫|关注|长按|识别).{0,12}|.{0,6}(?:扫码|关注|长按|识别).{0,12}(?:二维码|公众号).{0,8}|(?:在)?(?:手机|微信)(?:上)?(?:打开|浏览|阅读)(?:当前|本).{0,6}"
    r"|.{0,10}(?:ICP备|公网安备|网安备|ICP证|政府网站标识码|网站标识码).{0,60}|(?:Copyright|版权所有|©|\(c\)).{0,80}|(?:技术支持|建设单位|网站主办)\s*[:：].{0,40}"
    r"|(?:END|End|- ?END ?-|—\s*END\s*—|正文(?:开始|结束))|(?:点击|戳)(?:这里|下方|上方|蓝字|查看).{0,20}",
    re.IGNORECASE,
)
_FILE_LINE = re.compile(
    r"[^。；\n]{2,80}\.(?:docx?|wps|pdf|pptx?|xlsx?|txt)(?:VIP)?(?:\s*_?第\d+页)?|[^。；，\n]{2,60}_第\d+页|亲[,，]该文档.{0,60}|[•·●]\s*(?:\d+|约.{1,10}[字页]|.{4,20}发布于.{0,8}|举报)"
    r"|(?:(?:上传人|上传者|文档编号|上传时间|格式|页数|大小|ID|编号|字数|热度|积分|评分)\s*[:：]\s*[^\s。；]{0,24}(?:\s?[KM]B)?[\s|｜]*)+",
    re.IGNORECASE,
)
"""What a site that shows documents says about a file."""
_LEAD_IN = re.compile(
    r"《[^》\n]{2,80}》\s*由[^。\n]{0,12}(?:会员|用户|网友|作者)[^。\n]{0,12}(?:分享|上传|提供)[^\n]{0,400}?(?:上搜索|搜索|下载|阅读)[。.]"
    r"|(?:本|该|此)?(?:文档|资料|文件)由[^。\n]{1,40}(?:分享|上传|提供|收集|整理)[^。\n]{0,60}(?:[。.]|$)"
    r"|(?:欢迎|更多|如需)[^。\n]{0,20}(?:下载|关注|登录|访问|请访问)[^。\n]{0,40}(?:文库|网站?|公众号)[^。\n]{0,20}(?:[。.]|$)",
    re.MULTILINE,
)
_ADDRESS_INSIDE = re.compile(_ADDRESS)
_PLAN_SAYS = re.compile(r"网址|网站|登[录陆]|访问|平台|链接|专栏|邮箱|电子|公布|公开|查询|报送")
_READING = re.compile(
    r"(?<=[\u3400-\u9fff])[（(][a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü]{1,6}[)）](?=[\u3400-\u9fff\W])"
)
_SPARE = re.compile(r"[\s\W\d_]+")
_MOST_ABOVE = 3000
_NEAR = 15
"""So many lines at either end of a page hold what a site says about a document."""


def site_texts(text: str) -> list[Cut]:
    """Advertisements and what else is a site's own; an address or a date in a sentence of the plan stays."""
    lines = lines_of(text)
    filled = [at for at, line in enumerate(lines) if line.text]
    near = set(filled[:_NEAR]) | set(filled[-_NEAR:])
    cuts = [
        whole_line(text, line, Trace.ADVERTISEMENT)
        for at, line in enumerate(lines)
        if line.text and _is_of_site(line.text, lines[at - 1].text if at else "", at in near)
    ]
    cuts += [Cut(match.start(), match.end(), Trace.ADVERTISEMENT) for match in _LEAD_IN.finditer(text)]
    cuts += _inside(text)
    cuts += _above_lead_in(text)
    cuts += footers(text)
    if (
        len(readings := [Cut(one.start(), one.end(), Trace.ADVERTISEMENT) for one in _READING.finditer(text)])
        >= 3
    ):
        cuts += readings
    return in_order(cuts)


def _is_of_site(line: str, before: str, near: bool) -> bool:
    if len(line) > 300:
        return False
    if _LEAD_IN.fullmatch(line) or (_BUTTON_LINE.fullmatch(line) and not _is_word(line)):
        return True
    if near and (_FILE_LINE.fullmatch(line) or _FACT_LINE.fullmatch(line) or _PLACE_LINE.fullmatch(line)):
        return True
    if near and len(line) <= 90 and _AROUND_LINE.fullmatch(line) and not re.search(r"[。；]", line):
        return True
    address = _ADDRESS_INSIDE.search(line)
    if address and not _SPARE.sub("", _ADDRESS_INSIDE.sub("", line)):
        return not re.search(r"[:：，,、（(]$|" + _PLAN_SAYS.pattern + "$", before)
    if re.match(r"\s*[（(]?[\d一二三四五六七八九十]+[、.．)）]", line):
        return False
    sure, offers = len(_SURE_OFFER.findall(line)), len(_OFFER.findall(line))
    if sure:
        return sure + offers > 1 or not _WORKS.search(line)
    if not offers or _WORKS.search(line):
        return False
    return bool(offers >= 2 or address or (near and _OFFER_ALONE.fullmatch(line)))


def _above_lead_in(text: str) -> list[Cut]:
    """What stands above a site's offer of the document: its name, size and pages, no sentence."""
    offer = _LEAD_IN.search(text)
    head = text[: offer.start()] if offer and offer.start() <= _MOST_ABOVE else ""
    plain = not re.search(r"[。；]|(?:^|\n)\s*[一二三四五六七八九十]、", head)
    return [Cut(0, len(head), Trace.ADVERTISEMENT)] if head.strip() and plain else []


def _is_word(line: str) -> bool:
    """One short word alone may be a heading of the plan."""
    return bool(_SMALL_BUTTON.fullmatch(line.strip("【】[]()（） ")))


def _inside(text: str) -> list[Cut]:
    """Addresses of document sites stamped into sentences."""
    cuts: list[Cut] = []
    for match in _ADDRESS_INSIDE.finditer(text):
        before, after = text[max(0, match.start() - 12) : match.start()], text[match.end() : match.end() + 12]
        if not re.search(r"[\u4e00-\u9fff，、]\s*$", before) or not re.match(r"\s*[\u4e00-\u9fff]", after):
            continue
        if _PLAN_SAYS.search(before) or re.match(r"\s*(?:网|平台|上|进行|查|公|栏|、)", after):
            continue
        cuts.append(Cut(match.start(), match.end(), Trace.ADVERTISEMENT))
    return cuts
