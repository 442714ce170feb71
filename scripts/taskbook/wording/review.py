"""Words of the review book."""

from __future__ import annotations

from collections.abc import Sequence

REVIEW_ADOPT, REVIEW_SPLIT, REVIEW_MERGE, REVIEW_DROP = "采用", "拆分", "并入上一条", "不采用"
"""What a person can decide about a row."""

REVIEW_DROP_WORDS = (
    r"[×✗✘✕╳X]?(?:(?:不|别|勿|莫|无需|无须|不用|不必|不予|暂不)"
    r"(?:采用|采纳|采|列为任务|列入|列|需要|要|可以|可|用|保留|留|是|行|对|同意|作为任务|作任务|是任务)?(?:了|它)?"
    r"|(?:此行|本行|这行|这一行|该行)?(?:删|去|划)(?:除|掉|去|了)(?:吧|它)?|删|(?:删|去)(?:除|掉)?(?:此|本|这一?|该)(?:行|条|项)"
    r"|去除|舍去|舍弃|弃用|弃|放弃|剔除|取消|多余(?:的)?|否|非|非任务|作废|无效|背景|标题|N|NO|FALSE|0)[×✗✘✕╳X]?|[×✗✘✕╳X]"
)
REVIEW_MERGE_WORDS = (
    r"(?:合并|并入?|归并|归入|合入?|接)(?:到|入|至|在|进)?"
    r"(?:(?:上|前)(?:面)?(?:的)?(?:一|1)?(?:条|行|项|个|句)?(?:任务)?)?(?:里|中)?(?:去|了)?"
    r"|(?:与|和|跟|同)(?:上|前)(?:面)?(?:的)?(?:一|1)?(?:条|行|项|个|句)?(?:任务)?(?:合并|并|合)(?:为一[条项]|成一[条项]|在一起|起来)?(?:了)?"
)
REVIEW_REPEAT_WORDS = (
    r"(?:同|和|与|跟|照)(?:上|前)(?:面)?(?:的)?(?:一|1)?(?:条|行|项|个)?(?:一样|相同|处理|办理|办)?|〃"
)
"""The decision of the row above once more: nobody who fills in a table means by 同上 that rows be joined."""
REVIEW_UNSURE = r"[?？]"
"""Whoever asks has not decided."""
REVIEW_SPLIT_WORDS = (
    r"(?:拆|分拆|拆分|拆开|分开|分列|分(?=成|为))(?:成|为)?"
    r"(?:[0-9一二两三四五六七八九十几]{1,3})?(?:条|行|项|个|件)?(?:任务)?(?:了)?"
)
REVIEW_ADOPT_WORDS = (
    r"[√✓✔☑V]?(?:采用|采纳|采|用|要|是|是任务|需要|保留|留|留用|列入|列为任务|对|可|可以|行|好|同意|通过|确认|照用"
    r"|Y|YES|OK|TRUE|1)(?:了)?[√✓✔☑V]?|[√✓✔☑V]"
)
"""Full matches of what people write instead, as `review.decisions` squeezes it: half-width, upper case, no blanks."""

REVIEW_MARKS_BESIDE = r"[\s\u200b\ufeff。.，,；;：:！!？?、“”\"'‘’（）()【】\[\]~～…—-]+"
REVIEW_TREATED = {True: "已照“采用”处理", False: "已照“不采用”处理"}

REVIEW_SENTENCE_END = r"[。！？；!?;][”’」』）)]*\s*"
REVIEW_HEADING_END = "。．.：:；;，, \u3000"
REVIEW_PRINTED_NUMBER = r"\s*[（(]?\s*0*(\d{1,4})\s*[.．、,，)）]"
REVIEW_NUMBER_FORM = r"稿?号?0*(\d{1,6})"
REVIEW_HEADING, REVIEW_BACKGROUND = "标题", "背景"
"""What stands under 把握 in a row that is no task."""

REVIEW_TITLE = "任务草稿审阅"
REVIEW_LEFT_OUT = "{why}，没有列为任务"
REVIEW_NOTE_AUTHOR = "需要核对"
BETWEEN_ROWS = "、"
BETWEEN_TEXTS = "；"
BETWEEN_LEVELS = "，"
REVIEW_TRIMMED = "。．；;，,、 \n"
"""What goes from the end of a cell before something is put behind it."""
REVIEW_ENDED = r"[，,、：:；;。．！!？?…—][”’」』）)]*$"
"""A content that another may follow without a mark between."""
REVIEW_NOTHING = r"[（(]?(?:无|没有|[—–－/／-]+)[）)]?[。.]?"
"""What people write where a column has nothing to say; of parties it means nobody and stays."""
REVIEW_LIST_MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
REVIEW_IDENTITY_LABEL = "稿本号"
REVIEW_DECISION_ERROR = "请选采用、拆分、并入上一条、不采用之一"
REVIEW_DECISION_ERROR_TITLE = "处理"

REVIEW_GUIDE_TITLE = "怎样审阅"
REVIEW_GUIDE_NOTE = "在“审阅”表逐行定“处理”，改好各列，保存，再导入这本审阅稿，就得到总表。"
REVIEW_GUIDE_HEADINGS = ("想做什么", "怎么做")
REVIEW_GUIDE: Sequence[tuple[str, str]] = (
    (
        "从哪里看起",
        "先看“处理”是黄色空格的行：这些行把握低，要由人定。再看有底色的单元格，原因写在“需要核对”里，鼠标停在格子上也看得到。可以按“把握”筛选。",
    ),
    ("采用", "这一行列为一项任务。各列照“原文”核对，不对的直接改。"),
    (
        "拆分",
        "一行里其实是几项任务：在“工作任务”里要拆开的地方按 Alt+Enter 换行，每行一项。单位、完成时限等也换成同样的行数，就一一对应；行数不同的，每一项都写上全部。某一项没有的，那一行写“无”。",
    ),
    (
        "并入上一条",
        "这一行其实是前一项任务的后半句：内容接到前一条采用的任务后面，单位合在一起，不重复写。“上一条”按稿号算，与排序无关。",
    ),
    ("不采用", "不列为任务。误选的改回“采用”就行，原文一直在。"),
    (
        "灰色的行",
        "是标题，或没有列为任务的文字（总体要求、背景等）。是任务的，选“采用”，内容已经填好，补上单位和时限。",
    ),
    (
        "漏了任务",
        "在合适的位置插入一行，填“工作任务”等列，“稿号”空着，就是新任务，排在它上面那一行的后面；一级指标、二级指标空着的，照上一项任务填。",
    ),
    (
        "排序、筛选、删行",
        "随意，导入时按“稿号”还原顺序，请不要改稿号。整行删掉的当作不采用，导入时会提示删了哪些。",
    ),
    (
        "单位",
        "从下拉框选，也可以自己写；几个单位之间用“、”隔开。名册在“单位”表，先在那里改好名称、补上邮箱。",
    ),
    ("核对有没有遗漏", "“原文”表从头到尾列出正文的每一段，写明归到哪一行；删去的页码、页眉等也在里面。"),
    ("全文的提示", "“校验结果”表列出整篇文件的问题，如删去的页码、序号跳号、统一规定怎样处理的。"),
)

SOURCE_TEXT_TITLE = "原文和归属"
SOURCE_TEXT_NOTE = "正文从头到尾，一字不漏：归入任务、标题、背景的写明稿号，不属于正文的（页码、硬换行等）写明删去的原因。⏎是换行，␣是空格。"
SOURCE_TEXT_KINDS = {"task": "任务", "heading": "标题", "background": "背景", "removed": "删去"}
SOURCE_TEXT_MARKS = {"\n": "⏎", " ": "␣", "\u3000": "␣", "\t": "␣"}
"""What stands for a character that would not be seen."""

REVIEW_FINDINGS_TITLE = "起草时的发现"
REVIEW_FINDINGS_NOTE = (
    "关于整篇文件的提示；每一行自己的问题在“审阅”表的“需要核对”里。这张表导入时不读，看过即可。"
)


def review_title(plan_name: str) -> str:
    return f"{' '.join(plan_name.split())}{REVIEW_TITLE}"


def review_counts(tasks: int, sure: Sequence[int], headings: int, left: int, identity: str) -> str:
    """`sure` are the numbers of rows of high, middle and low confidence."""
    high, middle, low = sure
    undecided = "（“处理”空着，请先定）" if low else ""
    return (
        f"任务{tasks}项：把握高{high}项、中{middle}项、低{low}项{undecided}；"
        f"不作任务{left}行、标题{headings}行（灰色，是任务的选“采用”）。　{REVIEW_IDENTITY_LABEL}：{identity}"
    )


REVIEW_NOTE = "逐行定“处理”，照原文改好各列，保存后再导入。有底色的格子请核对，停在上面看原因；怎样拆分、合并、补任务见“说明”表。"


def review_row_name(number: int, digits: int) -> str:
    return f"稿{number:0{digits}d}"


def review_rows_named(names: Sequence[str]) -> str:
    """`稿001、稿004` for a sentence; of very many the first ones."""
    most = 30
    return "、".join(names[:most]) + (f"等{len(names)}行" if len(names) > most else "")


def review_new_row(row: int) -> str:
    """A row without a number of its own, as a sentence names it."""
    return f"第{row}行"


def review_headings(headings: Sequence[str]) -> str:
    return "、".join(f"“{heading}”" for heading in headings)


def review_between(names: Sequence[str]) -> str:
    return f"中间隔着不采用的{review_rows_named(names)}"


def review_levels_differ(above: str, below: str) -> str:
    return f"两行不在一处（“{above}”和“{below}”）"


REVIEW_BEGINNING = "最前面"


def review_behind(name: str) -> str:
    return f"{name}后面"


def review_own_column(letters: str, heading: str) -> str:
    """A person's column whose heading another one has, in the master."""
    return f"审阅稿{letters}列{heading}"


def reviewed(adopted: int, split: int, merged: int, dropped: int, tasks: int, added: int) -> str:
    """`added` of those taken were no task in the draft."""
    new = f"（其中{added}行原来不是任务）" if added else ""
    return f"共{tasks}项任务：采用{adopted}行、拆分{split}行、并入上一条{merged}行{new}、不采用{dropped}行"


REVIEW_CHECK_IT = "，请核对"
