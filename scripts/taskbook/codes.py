"""What can be wrong: every code with its severity and its sentence. What means 'cannot go on' is in `stops`.

Codes are names; a published one is never renamed. A sentence says what is wrong and what to do; a detail that a
caller forgets fails loudly (KeyError) in the first test that makes it.
"""

from __future__ import annotations

from enum import Enum, StrEnum


class Severity(StrEnum):
    """ERROR: must be mended (a returned book with one is sent back); WARNING: look at it; INFO: said so."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


SEVERITY_WORDS = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "提示"}

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO


class Code(Enum):
    """name = (severity, sentence with {details})."""

    # import
    TEXT_UNPLACED = (_W, "原文件中这段文字没有放进任何任务：“{text}”。请核对，需要的内容请手工补入表中")
    COLUMN_UNKNOWN = (_I, "原表的“{heading}”一列不是本表固有的列，已原样保留在最后")
    COLUMN_MISSING = (_W, "原表没有“{heading}”一列，这一列留空，请补填")
    ROW_HIDDEN = (_I, "这一行在原表中是隐藏的，已照样导入；不需要的请删除")
    ROW_UNEVEN = (_W, "这一行的格数比表头少，内容可能错了列，请对照原文件核对：“{text}”")
    ROW_JOINED = (_W, "原表在换页处断开，“{text}”已并入上一行，请核对")
    TABLES_DIFFER = (_I, "第{table}个表的列与第一个表不同，已按各自的表头导入，请核对")
    TABLE_IGNORED = (_W, "第{table}个表不像任务分解表（没有任务内容和责任单位列），未导入：“{text}”")
    YEAR_UNKNOWN = (_W, "不知道是哪一年的计划，请在“设置”表填写年度（导入时也可以用 --year 指定）")
    COLUMN_READ_AS = (_I, "原表的“{heading}”一列已按“{field}”导入，不对请调整")
    COLUMN_HIDDEN = (_I, "原表的“{heading}”一列是隐藏的，已照样导入")
    SHEET_HIDDEN = (_W, "工作表“{sheet}”是隐藏的，没有导入；需要的请取消隐藏后重新导入：“{text}”")
    CELL_UNREAD = (_W, "原表这一格没有能读的值（{text}），请对照原文件补填")
    HEAD_READ = (_I, "从原文件的标题和落款读到：{text}。名称、年度等在“设置”表中，可以修改")
    HEAD_FORMAL = (_I, "印发通知、主送单位、附件这样的文字没有列入：{text}")
    REGISTRY_PROPOSED = (_I, "没有提供单位名册，已按文件里出现的名称列出{count}个单位，请核对类别并补上邮箱")
    REGISTRY_ROW_BROKEN = (_W, "单位名册第{row}行缺少单位名称，已跳过：{text}")
    GROUPS_NOT_CHOSEN = (
        _W,
        "群组文件中有多个地方的群组词，无法判断属于哪一个，“{word}”有不同含义，请在“群组”表核对",
    )

    # the plan's cells
    REQUIRED_CELL_EMPTY = (_E, "“{heading}”为空，请补填")
    COLUMN_EMPTY = (_E, "“{heading}”一列全部为空（{count}项任务），请补填")
    COLUMN_TWICE = (
        _E,
        "另有一列“{heading}”也像是“{field}”，其中的内容（如“{text}”）没有读取。请并入“{field}”一列，或改掉它的表头",
    )
    NUMBER_EMPTY = (_W, "序号为空，请补填（任务编号不受影响）")
    DUPLICATE_NUMBER = (_W, "序号{number}与{other}重复，请核对原文件（任务编号不受影响）")
    MISSING_NUMBER = (_W, "序号从{before}跳到{after}，缺{missing}，请核对是否漏了任务")
    OUT_OF_ORDER_NUMBER = (_W, "序号{number}排在{before}之后，顺序不对，请核对")
    TASK_ID_ASSIGNED = (_I, "新增任务，已编任务编号{task_id}")
    DUPLICATE_TASK_ID = (
        _E,
        "任务编号{task_id}与{other}重复。任务编号一项一号，请清空复制来的编号，再次校验时会重新编号",
    )
    TASK_ID_MISSING = (_E, "这一行没有任务编号，请先运行校验，系统会自动编号")
    UNKNOWN_UNIT = (_E, "“{name}”不在单位名册中{suggestions}。请改正名称，或在“单位”表登记它（或登记为别名）")
    UNIT_ABBREVIATED = (_I, "“{name}”按简称认作“{unit}”。不对请改为全称；对的话可登记为别名")
    AMBIGUOUS_UNIT = (_E, "“{name}”可能是{candidates}，无法确定，请写全称")
    UNIT_NAMED_TWICE = (_W, "“{name}”在这一任务中出现两次，只按较重的角色（{role}）分派一次")
    UNREAD_TEXT = (_W, "“{text}”看不懂，没有分派给任何单位，请核对")
    GROUP_BY_CATEGORY = (_I, "“{word}”未在“群组”表登记，按类别={category}展开为{count}家")
    UNDETERMINED_GROUP = (_W, "“{word}”指哪些单位没有确定，{treatment}。请在“群组”表写明成员")
    GROUP_WITHOUT_MEMBERS = (_E, "“{word}”没有成员，不会分派给任何单位。请在“群组”表写明成员")
    OPEN_TAIL = (_W, "“{text}”没有写全单位，只分派给已列出的单位，请核对是否还有别的单位")
    NOBODY_RESPONSIBLE = (_E, "这一任务没有任何单位负责，请填写牵头单位或责任单位")
    LEAD_INFERRED = (_I, "没有写牵头单位，只有“{unit}”一家责任单位，视为牵头")
    DEADLINE_UNKNOWN = (_W, "“{text}”看不出完成时限，请改写成日期（如2026年11月底前）或“全年持续推进”之类")
    DEADLINE_TIED_TO_EVENT = (_I, "“{text}”随事项确定，没有具体日期，不会判为逾期")
    DEADLINE_OUTSIDE_YEAR = (_W, "时限{date}不在计划年度{year}年内，请核对")
    DEADLINE_BEFORE_ISSUE = (_E, "时限{date}早于印发日期{issued}，请核对")
    DEADLINE_TOO_SOON = (_W, "时限{date}距印发日期{issued}只有{days}天，单位可能来不及，请核对")
    DEADLINE_CONTRADICTS_TEXT = (_W, "任务中写的“{text}”（{date}）晚于完成时限{deadline}，请核对以哪个为准")
    ONGOING_WITHOUT_MILESTONE = (_I, "长期任务没有写节点或频次，无法判断进度，可考虑补写（如每季度）")
    DUPLICATE_TASK = (_E, "与{other}的工作任务完全相同，请核对是否重复")
    SIMILAR_TASK = (_W, "与{other}的工作任务有{percent}%相同，请核对是否重复")
    STRAY_CHARACTER = (_W, "“{context}”中的“{character}”像是转换文件时混入的，请核对")
    BROKEN_BRACKET = (_W, "“{context}”的括号或引号不成对，请核对")
    FULL_STOP_IN_UNITS = (_W, "单位名称中有句号，请核对后删去")

    # registry
    UNIT_WITHOUT_EMAIL = (_W, "“{unit}”没有邮箱，用邮件下发时会漏掉它，请补填")
    UNIT_WITHOUT_CATEGORY = (_W, "“{unit}”没有类别，按类别展开的群组（如各部门）不包括它，请补填")
    EMAIL_MALFORMED = (_W, "“{unit}”的邮箱“{email}”写法不对，邮件会寄不到，请改正")
    STOPPED_UNIT_NAMED = (_E, "“{unit}”已停用，这里仍然写着它，请改为现在负责的单位")
    AMBIGUOUS_ALIAS = (_E, "“{alias}”同时指{units}，请只留一处")
    DUPLICATE_UNIT = (_E, "单位“{unit}”与{other}重复，请删去一个")
    UNKNOWN_CATEGORY = (_E, "“单位”表中没有类别为“{category}”的单位，请登记这些单位，或改正这里的类别")
    DUPLICATE_GROUP = (_E, "群组词“{word}”与{other}重复，请删去一个")

    # carried over, and points
    LOOKBACK_STATE_UNKNOWN = (_W, "进展状态“{text}”看不出完成没有，已照未完成列入回头看，请核对")
    LOOKBACK_NO_STATES = (_W, "“{file}”里没有任何进展状态，全部任务已照未完成列入回头看，请核对")
    LOOKBACK_YEAR_UNKNOWN = (
        _W,
        "看不出“{file}”是哪一年的，已按{year}年列入回头看，请核对“回头看”表的“原年度”和完成时限",
    )
    LOOKBACK_PARTIES_CUT = (_W, "“{heading}”没有列全，其余的单位没有列入回头看，请补填")
    LOOKBACK_UNIT_RENAMED = (_I, "“{name}”现名“{unit}”，回头看中已写现名")
    LOOKBACK_LONG_TERM = (_I, "“{text}”没有到期日，上年没有报完成，已列入回头看；不再跟踪的请删去那一行")
    LOOKBACK_REPEATED = (_W, "与今年的{other}工作任务完全相同，单位要报两遍；不必回头看的请删去这一行")
    POINTS_HEADING_MISSING = (_E, "没有“{heading}”一列的表头，这一列的内容没有读取，请恢复表头")
    POINTS_UNIT_UNKNOWN = (_E, "“{unit}”不在“单位”表中{suggestions}，这一行没有计入任何单位，请改正名称")
    POINTS_NOT_NUMBER = (_E, "“{heading}”是“{text}”，不是不带正负号的数字，没有计入，请写成2或0.5的样子")
    POINTS_EMPTY = (_W, "没有写加多少、扣多少，请补填，或删去这一行")
    POINTS_PERIOD_WRONG = (_E, "“{text}”不是期次，这一行没有计入，请写成2026-09的样子；全年的请空着")
    POINTS_WITHOUT_REASON = (_W, "没有写加减分的理由，请补填")

    # split
    PERIOD_OUTSIDE_YEAR = (_W, "期次{period}不在计划年度{year}年内，请核对是不是写错了")
    TASK_SENT_TO_NOBODY = (_E, "任务{task_id}没有分派到任何单位，没有任何反馈表包含它，请填写责任单位")
    UNIT_NOT_IN_PLAN = (_E, "没有名为“{unit}”的单位有任务{suggestions}，这一家没有办，请核对单位名称")
    NAME_MADE_SAFE = (_I, "“{unit}”不能直接作文件名，文件名改为“{file}”")
    BOOK_FILE_TAKEN = (_W, "“{file}”已被别的文件占用，新表另存为“{new}”")

    # what came back
    IDENTITY_LOST = (
        _E,
        "找不到表号和识别信息，无法确认是谁的反馈表{guess}。请在我们下发的原表中填写后重新报送",
    )
    IDENTITY_CONFLICT = (
        _E,
        "表号与表内识别信息不一致（{first}／{second}），可能混用了两张表。请用本单位本期的原表重新填报",
    )
    OTHER_PLAN = (_E, "这是另一项工作（{plan}）的反馈表，请报送本计划的反馈表")
    OTHER_PERIOD = (_E, "这是{found}期的反馈表，本次收的是{period}期，请用本期的表填报")
    NOT_ISSUED = (_E, "表号{token}不是我们下发的，请用下发的原表填报")
    FILE_UNREADABLE = (_E, "文件打不开：{reason}。请用Excel或WPS另存为.xlsx后重新报送")
    FILE_INCOMPLETE = (_E, "文件不完整（可能没有传完），请重新报送")
    FILE_ENCRYPTED = (_E, "文件设有打开密码，请去掉密码后重新报送")
    FILE_TOO_LARGE = (_E, "文件过大或结构异常（{reason}），没有打开。请只报送反馈表本身")
    NOT_A_WORKBOOK = (_E, "不是电子表格（{kind}），请报送填好的反馈表（.xlsx）")
    ARCHIVE_UNREADABLE = (_E, "压缩包打不开：{reason}。请改为直接报送.xlsx，或用zip格式重新压缩")
    HEADING_LOST = (_E, "“{heading}”一列的表头不见了，请不要改动表头，用原表重新填报")
    OTHER_UNIT_ROW = (_W, "任务{task_id}没有分派给{unit}，这一行没有采用")
    ROW_TWICE = (_E, "任务{task_id}在第{row}行和第{other}行各填了一次且内容不同，请只留一行")
    ROWS_MIXED = (
        _E,
        "第{row}行的任务编号是{task_id}，其余内容却是任务{other}的，可能只对部分列排了序。请用原表重新填报",
    )
    TASK_ROW_MISSING = (_W, "任务{task_id}的行被删掉了，这项任务按没有反馈计")
    EXTRA_ROW = (_W, "第{row}行没有任务编号，内容“{text}”没有归到任何任务")
    LOCKED_CELL_EDITED = (_W, "“{heading}”是锁定内容，被改成了“{text}”，仍按下发时的内容处理")
    STATE_UNKNOWN = (
        _E,
        "进展状态“{text}”不在规定的四种之内（未启动、推进中、进展滞后、已完成），请从下拉框选择",
    )
    STATE_MISSING = (_W, "填了内容但没有选进展状态，请补选")
    DONE_WITHOUT_WORDS = (_E, "进展状态填了“已完成”，但完成情况一个字也没有，请说明怎样完成的")
    VALUE_UNDER_TARGET = (_W, "完成值{value}没有达到目标（{target}），却填了“已完成”，请核对")
    VALUE_NOT_NUMBER = (_W, "完成值“{text}”不是数字，无法与目标（{target}）比较")
    DATE_IN_FUTURE = (_W, "填报日期{date}晚于今天，请核对")
    DATE_UNKNOWN = (_W, "填报日期“{text}”不是日期，请写成2026-09-20的样子")
    ROW_UNANSWERED = (_W, "任务{task_id}没有填写，这项任务按没有反馈计")
    EMPTY_RETURN = (_E, "整张表没有填写任何内容，请填写后重新报送")
    ERROR_CELL = (_W, "单元格里是公式错误（{text}），读不到内容，请改为文字或数字")
    RETURNED_LATE = (_I, "迟报：应于{due}前报送，{received}收到")
    SEVERAL_RETURNS = (_W, "{unit}本期报送了{count}份不同的表，以“{file}”为准，请核对")
    ANSWER_LEFT_BLANK = (_W, "任务{task_id}在前一份里填过、这一份里空着，保留前一份（{file}）的内容")
    COLUMN_GONE = (_W, "“{heading}”一列不见了，按这一列没有填写处理；填过的请用原表补报")
    OLDER_BOOK = (_W, "这是较早下发的表，之后又给{unit}增加了任务{tasks}，请用最新的表补报这些任务")
    COLLECTED_BEFORE = (_I, "{period}期已经收过这份文件，本期不再处理")
    ARCHIVE_OPENED = (_I, "压缩包，其中{count}个文件已取出，逐个处理")
    FILE_STILL_ARRIVING = (_W, "文件还在复制或下载，这次没有处理，下次收件会再处理")
    FILE_IN_USE = (_W, "文件暂时读不了（{reason}），这次没有处理。请关闭正在使用它的程序，下次收件会再处理")
    FOLDER_UNREADABLE = (_W, "文件夹打不开（{reason}），里面的文件这次没有处理，请检查权限")
    ISSUED_LEDGER_LOST = (_W, "找不到{period}期的下发登记，已按总表重新推算表号；锁定内容是否被改动无法核对")
    LEDGER_LINE_BROKEN = (_W, "{period}期的收件登记有{count}行已损坏，相应文件会重新处理")
    SEVERAL_TABLES = (_E, "一个文件里有{units}的反馈表，请每个单位单独报送一个文件")
    RETURN_NOTE_WRITTEN = (_I, "退回说明已写好：{file}")

    # merge
    NOTHING_COLLECTED = (_W, "{period}期还没有收到合格的反馈表")
    REPLY_WITHOUT_TASK = (
        _W,
        "{unit}对任务{task_id}的反馈找不到对应任务（任务已撤销或改派），仍列在反馈明细中",
    )
    ARCHIVED_FILE_CHANGED = (
        _E,
        "归档文件“{file}”与登记时不一致，可能被改动过，仍按登记时读出的内容汇总，请核对",
    )
    DONE_ANSWER_LOST = (
        _W,
        "{unit}的任务{tasks}以前报过完成，归档里却找不到（可能缺了某期的归档文件夹），现在按没有完成计，请找回归档再汇总一次",
    )
    TWO_PERIODS_SILENT = (_W, "{unit}连续两期没有反馈，请催办")
    LIGHT_RULE_UNKNOWN = (_W, "“设置”中的亮灯规则“{rule}”不认识，已按默认规则判定。可用的有：{names}")
    MASTER_IS_NEWER = (
        _W,
        "总表上已是{newer}期的进展，{period}期的汇总没有写回总表。确要改回的，请先清空总表的“更新期次”一列",
    )
    STATUS_BOOK_OPEN = (_E, "{reason}。总表的进展已照常写回；请关闭旧的状态汇总表，改看新的这一份")
    MASTER_NOT_UPDATED = (_E, "进展没有写回总表：{reason}。状态汇总“{file}”已经写好，处理后再汇总一次即可")

    # report
    REPORT_FILE_KEPT = (_W, "“{file}”生成以后改动过，没有动它，新的存为“{new}”，请对照着用")
    REPORT_FILE_OPEN = (_W, "“{file}”正打开着，没有动它，新的存为“{new}”。关掉旧的，改看新的")
    REPORT_POINTS_LEFT = (_W, "“考核加减分”有{count}行没有计入，原因见考核表的“加减分”。改好后再做一次月报")
    REPORT_FILE_NOT_WRITTEN = (_E, "“{file}”没有写成：{reason}。其余的都已写好，处理后再生成一次即可")
    ORDER_NOT_NEEDED = (
        _W,
        "“{file}”里的事项已不用再督办或催办，但它生成以后改动过，没有删除，请核对后自行处理",
    )

    # promises
    VALUE_OVER_LIMIT = (_W, "完成值{value}超过了任务规定的上限（{target}），却填了“已完成”，请核对")
    VALUE_MISSING = (_I, "任务有量化目标（{target}），填了“已完成”却没有填完成值，请补填")
    VALUE_OF_OTHER_MEASURE = (_I, "完成值“{text}”与目标（{target}）不是同一种计量单位，无法比较，请核对")
    MILESTONE_PASSED = (_W, "任务写明“{text}”，已过{days}天，反馈没有办结，也没有说到这件事，请核对")
    OCCURRENCE_MISSED = (_W, "任务写明“{text}”，最近一次应在{date}前，反馈中看不出已经做了，请核对")
    LIMIT_EXCEEDED = (_W, "任务要求{text}，反馈写的{begin}到{finish}是{taken}，超过了要求，请核对")
    NOTICE_TOO_SHORT = (_W, "任务要求{text}，反馈写的{begin}至{finish}只有{taken}，请核对")
    WORKDAYS_UNPUBLISHED = (_I, "任务要求{text}（{begin}到{finish}），{year}年工作日历未公布，请自行核对")
    EVIDENCE_MISSING = (_W, "量化指标是“{text}”，填了“已完成”却没有写网址，请补填佐证链接")
    LINK_MALFORMED = (_W, "佐证链接“{link}”不是完整的网址，点不开，请改正")
    LINK_OUTSIDE = (_W, "佐证链接“{link}”不在“设置”表的佐证网址范围（{names}）内，请核对")
    LINK_OF_OTHER_TASK = (_W, "佐证链接“{link}”与{others}的相同，请核对是不是填错了")
    LINK_OF_OTHER_UNIT = (_I, "佐证链接“{link}”与{others}报的相同，请核对是不是各自的工作")
    LINK_BROKEN = (_W, "佐证链接打不开（{reason}）：{link}。请核对网址")
    LINK_UNSEEN = (_I, "佐证链接没能自动核对（{reason}），请人工点开看：{link}")
    LINK_DATE_OUTSIDE = (_I, "佐证网页是{date}发布的，不在本期（{begin}至{finish}）：{link}，请核对")
    LINKS_NO_NETWORK = (_W, "佐证链接一个也打不开（{reason}），{count}个都没有核对，请联网后再做一次")
    LINKS_LEFT = (_I, "还有{count}个佐证链接没有来得及打开。再做一次会接着看，看过的几天内不再看")

    # mail
    NO_ADDRESS = (_W, "{unit}没有可用的邮箱，没有给它写信，请在“单位”表补填，或用OA、U盘发给它")
    BOOK_MISSING = (
        _E,
        "{unit}的反馈表“{file}”不在“{folder}”，没有发给它。请重新“下发”再发（命令行也可以用 --books 指定文件夹）",
    )
    BOOK_OF_OTHER = (
        _E,
        "“{file}”不是{period}期下发给{unit}的反馈表（表号不对），没有发给它。请重新下发，再发一次",
    )
    BOOK_OUTDATED = (
        _E,
        "“{file}”是以前的一份，不是最近一次下发给{unit}的反馈表，没有发给它。请重新下发，再发一次",
    )
    UNCOLLECTED = (_W, "“{folder}”里有{count}个文件还没有收，催报名单可能不对。请先“一键汇总”收表，再催报")
    LOGIN_NOT_STORED = (_E, "{server}的密码没有存：{reason}。处理后再“登录邮箱”一次")
    MAIL_REFUSED = (
        _E,
        "{unit}的邮箱{address}被服务器拒收（{reason}）。请核对邮箱，改好后再发一次，只补发没收到的",
    )
    MAIL_NOT_SENT = (_E, "给{unit}的信没有发出（{reason}）。再发一次会接着发，已发出的不会重发")
    MAIL_PERHAPS_SENT = (
        _E,
        "给{unit}的信在最后一步中断，不知道服务器收下没有，所以没有再发。请查“已发送”或问单位；确实没收到的，从“下发”文件夹把它的表发过去，或用命令 --resend {unit}",
    )
    SENDING_STOPPED = (_E, "发到一半停下了：{reason}。这次已发{done}封，还有{left}封没有发，下次会接着发")
    MAIL_TOO_LARGE = (_E, "给{unit}的信有{size}MB，超过服务器的上限{most}MB，没有发。请用OA或U盘发给它")
    SENDER_DIFFERS = (
        _W,
        "这是{unit}的反馈表，却从{other}的邮箱（{address}）寄来，已按{unit}的收下，请核对是不是发错了",
    )
    SENDER_UNKNOWN = (
        _I,
        "{unit}的反馈表从没有登记的邮箱（{address}）寄来，已照常收下；是它常用的，可登记到“单位”表",
    )
    SENDER_NOT_GUESSED = (
        _W,
        "认不出是哪个单位的文件，看着像{unit}的，却从{address}寄来，没有当作{unit}的；退回修改的邮件只写给寄信人，请核对是谁报的",
    )
    MAIL_WITHOUT_BOOK = (_W, "{unit}（{address}）来信“{subject}”，里面没有附件{hint}，请到邮箱里看这封信")
    MAIL_PART_LOST = (
        _W,
        "来信“{subject}”（{address}）有一个附件取不出来（{reason}），原信已存为“{file}”，请到邮箱里看",
    )
    MAIL_UNREADABLE = (_E, "一封来信读不出来（{reason}），原信已存为“{file}”，请到邮箱里看这封信")
    MAIL_TOO_LARGE_TO_FETCH = (
        _W,
        "来信“{subject}”（{address}）有{size}MB，超过{most}MB，没有取。请到邮箱里把附件存进“收件”文件夹",
    )
    MAIL_NOT_FETCHED = (
        _W,
        "来信“{subject}”（{address}）取不下来（{reason}），下次收件会再取；总是取不下来的，请到邮箱里把附件存进“收件”文件夹",
    )
    MAIL_EXTRA_LEFT = (
        _I,
        "来信“{subject}”（{address}）里另有{names}，不像反馈表，没有交给收表；原信已存为“{file}”，要看附件请打开它",
    )
    MAIL_BOUNCED = (
        _E,
        "给{unit}的信退回来了，它没有收到（{address}：{reason}）。请改正“单位”表的邮箱，再发一次，只补发给它",
    )
    BOUNCED_BEFORE = (_W, "给{unit}的信本期退回来过（{date}收到退信），请先核对“单位”表的邮箱，再发给它")
    MAIL_NOT_MARKED = (_W, "邮箱里有{count}封信没能标记为已收（{reason}）。内容都已收好，不会重复收")
    MAILBOX_NOT_READ = (_E, "邮箱里的信没有收全：{reason}。文件夹里的已照常收，处理后再收一次即可")
    NOTE_NOT_WRITTEN = (_W, "退回说明或邮件“{file}”没有写好：{reason}。收到的表都已收好，处理后再收一次即可")
    RETURN_DRAFT_WRITTEN = (_I, "退回修改的邮件已写好，打开就可以发：{file}")

    # review
    REVIEW_ROW_DELETED = (
        _W,
        "稿号{number}的一行被删掉了，已照“不采用”处理：“{text}”。仍然需要的，请在“审阅”表插入一行补上",
    )
    REVIEW_LINES_DELETED = (_I, "“审阅”表删掉了{count}行标题和不作任务的文字，已照“不采用”处理")
    REVIEW_DECISION_MISSING = (_W, "有{count}行没有选“处理”，已照“采用”处理，请核对：{names}")
    REVIEW_DECISION_CLEARED = (_W, "有{count}行不是任务的文字，“处理”空着，没有列为任务，请核对：{names}")
    REVIEW_DECISION_UNKNOWN = (
        _E,
        "“处理”写的“{text}”看不懂，{treatment}。请从下拉框选采用、拆分、并入上一条或不采用",
    )
    REVIEW_TEXT_CUT = (
        _E,
        "{names}的{heading}太长，有{length}字，一个单元格最多{most}字，后面的没有写进去，要看全文见“原文”表。请把这一段分开再导入",
    )
    REVIEW_DECISION_REPEATED = (
        _W,
        "“处理”写的“{text}”当作和上一行（{names}）一样，已照“{treatment}”处理，请核对",
    )
    REVIEW_NUMBER_TWICE = (
        _W,
        "稿号{number}有{count}行（{names}），都已列入，任务可能重复，请核对。只要一行的，删去别的行；是新写的任务，清空它的稿号",
    )
    REVIEW_DECISIONS_DIFFER = (
        _E,
        "稿号{number}有{count}行（{names}），“处理”却不一样（{text}），已照各行的“处理”办。请商定后只留一行",
    )
    REVIEW_SECOND_SHEET = (
        _W,
        "工作表“{sheet}”也是审阅表，没有读，只读了“审阅”。要用它的，请把它的各行并到“审阅”表",
    )
    REVIEW_JOINED_ACROSS = (_W, "“并入上一条”并到了“{text}”，{reason}，请核对该并到哪一条")
    REVIEW_ADDED_PLACED = (_W, "这一行没有稿号，“审阅”表的次序又变过，已放在{text}，请核对")
    REVIEW_ROW_EMPTY = (
        _W,
        "这一行的工作任务、单位、时限等都空着，没有列为任务。要的请补填，不要的请选“不采用”",
    )
    REVIEW_CONTENT_EMPTY = (_E, "这一行要列为任务，工作任务却是空的，请补填，或选“不采用”")
    REVIEW_NOT_SPLIT = (
        _W,
        "选了“拆分”，工作任务却只有一行，没有拆。请在要拆开的地方按 Alt+Enter 换行",
    )
    REVIEW_SPLIT_UNEVEN = (
        _W,
        "“{heading}”有{lines}行，拆成的任务有{count}项，对不上，已在每一项写上全部，请核对",
    )
    REVIEW_NOTHING_ABOVE = (_E, "选了“并入上一条”，前面却没有采用的任务，已单独列为一项，请核对")
    REVIEW_DEADLINES_JOINED = (
        _W,
        "并入上一条的两行完成时限不同（“{deadline}”和“{other}”），两个都已写上，请核对",
    )
    REVIEW_SECTION_TAKEN = (_I, "插入的这一行没有填{heading}，已照相邻的任务填上“{text}”，请核对")
    REVIEW_IDENTITY_LOST = (
        _W,
        "审阅稿里的“稿本信息”不见了，没法核对有没有被删掉的行，其余照常读取，请核对任务是否齐全",
    )

    # coverage
    TEXT_NOT_COVERED = (_W, "正文的“{text}”没有任何任务承接，请核对是不是漏了任务")
    TEXT_PARTLY_COVERED = (
        _W,
        "正文的“{text}”只有一部分列入了任务{tasks}，{clauses}没有任务承接，请核对",
    )
    TEXT_REASONS_LEFT_OUT = (
        _I,
        "正文有{count}个说明目的、依据的分句没有写进任务，一般不必补：{text}",
    )
    TASK_WITHOUT_TEXT = (
        _W,
        "{task_id}：在计划正文里找不到这一任务的出处，请核对是不是多列了，或正文里漏了",
    )
    TASK_ADDS_TEXT = (_I, "{task_id}：{clauses}正文里没有写，请核对是不是另外加的")
    PARTY_NOT_IN_TABLE = (
        _W,
        "{task_id}：正文{paragraph}写明由“{names}”承担，这一行没有分派给它，请核对以哪个为准",
    )
    PARTY_NOT_IN_MOST_ROWS = (
        _W,
        "正文写明由“{names}”承担的，表里有{count}项没有分派给它，只在这里说一次：{tasks}。请核对",
    )
    LEAD_DIFFERS = (
        _W,
        "{task_id}：正文{paragraph}写的是“{names}”牵头，这一行由“{units}”牵头，请核对以哪个为准",
    )
    PARTY_ONLY_IN_TABLE = (
        _I,
        "{task_id}：正文{paragraph}没有写“{names}”，是表里加上的，请核对",
    )
    PARTY_IN_MOST_ROWS = (
        _I,
        "有{count}项任务都写了“{names}”，其中{extra}项的正文没有写它，只在这里说一次，请核对",
    )
    DATE_DIFFERS = (
        _W,
        "{task_id}：正文{paragraph}写的是“{text}”，这一行的完成时限是“{deadline}”，请核对以哪个为准",
    )
    NUMBER_DIFFERS = (
        _W,
        "{task_id}：正文{paragraph}写的是“{text}”，这一行写的是“{target}”，请核对以哪个为准",
    )
    DEADLINES_ONLY_IN_TABLE = (_I, "有{count}项任务的完成时限只有表里有，正文没有写")

    # prose
    REGISTRY_OF_OTHER_PLACE = (
        _W,
        "正文里的{count}个单位，名册“{file}”里只有{known}个，可能是别的地方的名册，请换一份，或在“单位”表补上",
    )
    DRAFT_PREVIOUS_LATER = (_I, "“{file}”里没有完成的任务这次没有带过来，请在导入审阅稿时再带上它")
    DRAFT_NO_PARTY = (_W, "没有写由谁负责{hint}，请补填")
    DRAFT_PARTY_FROM_SUBJECT = (_I, "单位取自句中的“{text}”，请核对")
    DRAFT_PARTY_CARRIED = (_I, "这里没有另写单位，沿用前面的“{text}”，请核对")
    DRAFT_PARTY_FROM_HEADING = (_I, "单位取自标题“{text}”，请核对")
    DRAFT_PARTY_BY_DEFAULT = (_I, "按“{text}”的规定填写，请核对")
    DRAFT_PARTY_OF_SECTION = (_I, "几项任务后面只有一处“{text}”，这一项也照它填写，请核对")
    DRAFT_PARTY_UNSURE = (_W, "不能确定“{text}”说的是不是负责的单位，请核对")
    DRAFT_DEADLINE_FROM_TEXT = (_I, "完成时限取自正文“{text}”，请核对")
    DRAFT_DEADLINE_BY_DEFAULT = (_I, "完成时限按“{text}”填写，请核对")
    DRAFT_DEADLINE_UNSURE = (_W, "不能确定“{text}”是不是这一项的完成时限，请核对")
    DRAFT_DEADLINE_YEAR = (_W, "文件没有写明年份，“{text}”先按{year}年理解，请核对")
    DRAFT_SENTENCES_JOINED = (_I, "{count}句话说的像是一件事，合成了一项任务，不对的请拆分")
    DRAFT_SENTENCE_SPLIT = (_I, "原文的一句话拆成了几项任务，不对的请并入上一条")
    DRAFT_PARTIES_JOINED = (_I, "一句话里分别写了几家负责的事，单位合在了一起，要分开的请拆分")
    DRAFT_DUTY_UNSURE = (_W, "不能确定这是不是一项任务，不是的请选“不采用”")
    DRAFT_HEADING_AS_TASK = (_W, "这是标题，下面没有正文，先列为任务，请核对")
    DRAFT_TRACE_INSIDE = (_W, "中间去掉了{kind}“{text}”，请对照原文核对有没有去错")
    DRAFT_TRACES_REMOVED = (_I, "从正文中去掉了{count}处{kind}{hint}")
    DRAFT_BACKGROUND_LEFT_OUT = (
        _I,
        "背景、号召、说明这样的文字没有列为任务，都在审阅稿灰色的行里，请核对有没有漏掉的任务",
    )
    DRAFT_NUMBERS_JUMP = (_W, "原文的编号从“{before}”跳到“{after}”，请核对原文是不是缺了一段")
    DRAFT_TRADITIONAL = (_I, "原文有{count}个繁体字，识别时当作简体字理解，任务内容仍照原文")
    DRAFT_RULE_APPLIED = (_I, "“{text}”已用于{count}项任务")
    DRAFT_RULE_UNUSED = (_W, "“{text}”像是对多项任务的规定，没有用到任何任务上，请核对")
    DRAFT_CLOSING_UNUSED = (_W, "“{text}”前面没有对应的任务，没有用上，请核对")
    DRAFT_LOOKS_LIKE_TABLE = (
        _W,
        "正文里有{count}行像是表格里的（如“{text}”），没有当作表格来读，请核对；有原表格的，请用带表格的文件导入",
    )
    DRAFT_TABLES_LEFT_OUT = (_W, "文件里有{count}个表格，表格里的内容没有列入草案，请核对")

    @property
    def severity(self) -> Severity:
        return self.value[0]

    @property
    def sentence(self) -> str:
        return self.value[1]


COMPARISON_CODES = frozenset(
    {
        Code.TEXT_NOT_COVERED,
        Code.TEXT_PARTLY_COVERED,
        Code.TEXT_REASONS_LEFT_OUT,
        Code.TASK_WITHOUT_TEXT,
        Code.TASK_ADDS_TEXT,
        Code.PARTY_NOT_IN_TABLE,
        Code.PARTY_NOT_IN_MOST_ROWS,
        Code.LEAD_DIFFERS,
        Code.PARTY_ONLY_IN_TABLE,
        Code.PARTY_IN_MOST_ROWS,
        Code.DATE_DIFFERS,
        Code.NUMBER_DIFFERS,
        Code.DEADLINES_ONLY_IN_TABLE,
    }
)
"""What only a comparison with the plan's text can find: a check without that text keeps what the last one found."""
