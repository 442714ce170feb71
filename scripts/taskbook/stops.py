"""The few reasons that mean 'cannot go on', each with the sentence for the person at the screen.

Names are published and never renamed; a detail that a caller forgets fails loudly (KeyError) in the first test that
makes it.
"""

from __future__ import annotations

from enum import Enum


class Stop(Enum):
    """Why a command cannot go on: the sentence printed on standard error (exit code 2)."""

    FILE_MISSING = "找不到文件“{path}”，请检查路径和文件名"
    FOLDER_MISSING = "找不到文件夹“{path}”，请先建好它，或用 {option} 指定别的文件夹"
    NOT_READABLE = "没有权限读取“{path}”，或它正被别的程序占用，请关闭后重试"
    FILE_OPEN = "“{path}”正被Excel或WPS打开，请关闭后重试{kept}"
    FILE_READ_ONLY = "“{path}”是只读的，不能写入。请去掉只读属性，或另存到别处{kept}"
    NO_PERMISSION = "没有权限写入“{path}”，请换一个文件夹或请管理员授权"
    DISK_FULL = "磁盘已满，“{path}”没有写成，原来的文件没有变。请腾出空间后重试"
    WRITE_FAILED = "“{path}”没有写成（{reason}），原来的文件没有变，请重试"
    BUSY = "另一个任务正在使用“{path}”，请等它结束后重试"
    FILE_DAMAGED = "“{path}”打不开（{reason}），可能没有传完或已损坏，请重新取得原文件后再试"
    NOT_A_WORKBOOK = "“{path}”不是电子表格，或已损坏（{reason}），打不开"
    ENCRYPTED = "“{path}”设有打开密码，请去掉密码后重试"
    SHEET_MISSING = "“{path}”里没有“{sheet}”工作表，请核对是不是总表，或从备份恢复"
    HEADING_MISSING = "“{path}”的“{sheet}”工作表没有“{heading}”一列的表头，请恢复表头后重试"
    PLAN_EMPTY = "“{path}”的“{sheet}”工作表没有任何任务"
    SETTING_WRONG = "“{path}”的“设置”工作表中，“{label}”的值“{text}”看不懂，请写成{form}"
    MASTER_CHANGED = "“{path}”在处理期间被改动过（第{row}行），没有写入。请重新运行"
    OUT_NOT_XLSX = "总表要存成.xlsx，“{path}”不是，请改文件名"
    NO_TABLE = "“{path}”里没有找到任务分解表（表头须有任务内容和责任单位两列）{hint}"
    KIND_UNKNOWN = "不认识“{path}”的格式，能导入的有：.docx、.pdf、.html、.xlsx、.xls、.ods、.csv、.txt"
    NEEDS_CONVERSION = "“{path}”是旧格式，请用Word或WPS另存为.docx后再导入{hint}"
    PDF_SCANNED = "“{path}”是扫描件，里面是图片，取不出文字。请向印发单位要电子版（.docx），或用WPS、扫描软件的“文字识别”转成Word，核对后再导入"
    PDF_PAGES_SCANNED = "“{path}”的第{pages}页是扫描的图片，取不出文字。请把这几页识别成文字，或向印发单位要电子版；这几页里没有任务的，可以删去后再导入"
    PDF_GARBLED = "“{path}”的第{pages}页取出来是乱码（字体里没有文字的编码）。请向印发单位要电子版（.docx），或像扫描件一样用“文字识别”转成Word，核对后再导入"
    PDF_TABLE_UNRULED = "“{path}”里的表格没有框线，取出文字后分不清哪些字在哪一列。请向印发单位要电子版（.docx），或在WPS里转成Word，核对表格后再导入"
    REGISTRY_UNREADABLE = "单位名册“{path}”读不出来：{reason}"
    NOT_A_PERIOD = "“{text}”不是期次，请写成年-月，如 2026-09"
    NOT_A_DATE = "“{text}”不是日期，请写成 2026-09-25 的样子"
    NOT_A_YEAR = "“{text}”不是年度，请写成四位数字，如 2026"
    NOTHING_ISSUED = "{period}期还没有下发过反馈表。请先点“下发”（或运行 split_tasks.py）"
    OTHER_PLAN_HERE = "“{path}”里已有另一项工作的反馈表登记，两项工作的反馈会混在一起。请把两本总表放在两个文件夹里，各用各的下发、收件、归档、汇总文件夹"
    OWN_BOOK = "“{path}”是本系统做的{kind}，不是要点附件，不能导入"
    BOOKS_GONE = "{period}期的反馈表文件夹“{path}”不在了。请再点一次“下发”，或从别处找回来"
    ROW_WITHOUT_ID = "“{path}”的“{sheet}”第{row}行没有任务编号，或编号与别的行重复，月报会把它们混在一起。请先点“校验”（或运行 check_tasks.py），再做月报"
    NOTHING_COLLECTED_YET = "{period}期还没有收过表，月报里会全是“未反馈”。请先点“一键汇总”收表，再做月报"
    ANSWERS_DAMAGED = "归档里“收件登记.jsonl”第{number}号（{file}）的内容已损坏。请删去这一行，把该文件放回收件文件夹重新收件"
    TEMPLATE_BROKEN = "模板“{path}”第{line}行有误（{reason}），请改正或从安装包里恢复这个模板"
    PATH_TOO_LONG = (
        "“{path}”的路径有{length}个字，超过了系统允许的{most}个。请把总表挪到上层文件夹，或把文件夹的名称改短"
    )
    NO_WORKBOOK_OPEN = "没有打开任何工作簿。请先打开总表，再点按钮"
    NO_MASTER_OPEN = "“{path}”不是总表（没有“责任分解表”“单位”“设置”几张工作表）。请切换到总表的窗口再点"
    SEVERAL_MASTERS_OPEN = "打开了几本总表：{names}。请切换到要处理的那一本再点"
    NEVER_SAVED = "“{path}”还没有保存过，不知道下发、收件文件夹在哪里。请先把它保存到本机的文件夹，再点一次"
    IN_THE_CLOUD = (
        "“{path}”在网盘（OneDrive、SharePoint）上，本机找不到这个文件。请把它另存到本机的文件夹再做"
    )
    EXCEL_BUSY = "Excel正忙：有单元格正在编辑，或有对话框开着。请按回车或Esc退出编辑、关闭对话框，再点一次"
    EXCEL_CLOSED = (
        "Excel在处理中途关闭了，总表没有保存新的内容。已经写好的文件都是完整的，请重新打开总表再点一次"
    )
    EXCEL_REFUSED = "Excel没有照办：{reason}。请处理后再点一次"
    HALF_WRITTEN = "总表可能只写了一部分（{reason}）。改动前的副本在“{path}”，再点一次会接着写完"
    CELL_COVERED = (
        "“{sheet}”工作表的“{heading}”一列有合并单元格，第{row}行写不进去。请取消这一列的合并，再点一次"
    )
    BOOK_PROTECTED = (
        "工作簿的结构有保护，补不上被删掉的“{sheet}”工作表。请先在“审阅”里撤销工作簿保护，再点一次"
    )
    SHEET_PROTECTED = "“{sheet}”工作表有保护，写不进去。请先在“审阅”里撤销工作表保护，再点一次"
    CANNOT_ASK_FOR_PASSWORD = "这里打不开输入密码的窗口。请双击“启动”文件夹里的“{name}”，把总表拖进去"
    CANNOT_ASK_FOR_FILE = "这里弹不出选择文件的窗口，请用“启动”文件夹里的“导入”，把文件拖到它上面"
    BUTTON_UNKNOWN = "没有“{text}”这个按钮。可用的有：{names}"
    NOT_LAST_YEARS_BOOK = "“{path}”不是状态汇总表，也不是总表，不能从中结转未完成的任务。请指定上年最后一期的状态汇总表，或上年的总表"
    SAME_YEARS_BOOK = (
        "“{path}”是{year}年的，和要导入的是同一年或更晚，没有上年的任务可以结转。请换上年的，或移走它不结转"
    )
    TARGET_EXISTS = "“{path}”已经存在，没有覆盖它。请换一个文件名，或先移走它"

    SERVER_WRONG = "“{text}”不是邮件服务器的写法，请写成 {form}"
    PASSWORD_IN_SERVER = "邮件服务器的写法里不能带密码，请删去冒号和密码，写成 {form}。密码用“登录邮箱”（save_login.py）存到电脑的密码库里"
    ACCOUNT_MISSING = "不知道用哪个账号登录{server}，请写成 {form}，或在“设置”表填写“发件邮箱”"
    PASSWORD_MISSING = (
        "没有找到账号{user}在{server}的密码。请先“登录邮箱”（运行 save_login.py），或设好环境变量 {variable}"
    )
    LOGIN_REFUSED = "{server}不接受账号{user}的密码（{reason}）。请核对账号；很多邮箱要用“授权码”或“客户端专用密码”，在邮箱网页的设置里生成后，再“登录邮箱”一次"
    NO_KEYRING = "这台电脑没有可用的密码库（{reason}），密码没有存下。请改用环境变量 {variable}"
    SERVER_UNREACHABLE = "连不上邮件服务器{server}（{reason}）。请检查网络和“设置”表里的服务器地址，再试一次；已经做完的不会重做"
    SERVER_BROKE_OFF = (
        "和邮件服务器{server}的连接断了（{reason}）。已经做完的都有登记，再运行一次会接着做，不会重复"
    )
    SERVER_REFUSED = "邮件服务器{server}没有照办（{reason}）。已经做完的都有登记，处理后再运行一次会接着做"
    NO_ENCRYPTION = (
        "{server}不能加密连接，没有登录，也没有发送任何内容。请问邮箱管理员加密的端口（一般发信465、收信993）"
    )
    NOT_ENCRYPTED_THERE = (
        "{server}的这个端口不是加密端口（{reason}），没有登录。请把 {scheme} 换成 {other}，或改端口"
    )
    ENCRYPTED_FROM_THE_START = (
        "{server}的这个端口一开始就要加密（{reason}），没有登录。请把 {scheme} 换成 {other}，或改端口"
    )
    PASSWORD_EMPTY = "没有输入密码，什么也没有存。请再运行一次"
    KEYRING_CLOSED = "电脑的密码库打不开（{reason}），取不到账号{user}在{server}的密码。请解锁密码库后再试，或设好环境变量 {variable}"
    CERTIFICATE_UNKNOWN = "{server}的证书不是电脑信任的机构签发的（{reason}），可能连到了假冒的服务器，没有登录。单位自建邮箱的，请向管理员要根证书文件，填在“设置”表的“邮件根证书”"
    CERTIFICATE_EXPIRED = (
        "{server}的证书已过期（{reason}），没有登录。请核对这台电脑的日期；日期没错的，请邮箱管理员更换证书"
    )
    CERTIFICATE_OF_OTHER = (
        "{server}的证书是另一个名字的（{reason}），可能连到了假冒的服务器，没有登录。请核对服务器地址"
    )
    AUTHORITY_WRONG = "邮件根证书“{path}”读不出来（{reason}），请换成管理员给的.pem或.crt文件"
    MAILBOX_MISSING = "邮箱{user}里没有“{folder}”文件夹。有的是：{names}。请改正写法"
    SENDER_MISSING = "不知道用哪个邮箱发。请在“设置”表填写“发件邮箱”"
    SENDER_WRONG = "“设置”表的“{label}”是“{text}”，不是邮箱，请改正"
    SENDER_REFUSED = (
        "{server}不允许用{sender}发信（{reason}）。请核对“设置”表的“发件邮箱”和登录的账号是否一致"
    )
    WAYS_SEVERAL = "--eml、--smtp、--package 只能选一样"
    SERVER_NOT_SET = "“设置”表还没有填写“{label}”。请填写，写成 {form}"
    OPTION_WRONG = "“{option}”要写成{form}，不能是“{text}”"

    REVIEW_SHEET_MISSING = (
        "“{path}”里没有“{sheet}”工作表，不是完整的审阅稿。请改用从正文起草时生成的那一份，或重新起草"
    )
    NOT_A_REVIEW = (
        "“{path}”不是审阅稿。请指定从正文起草时生成的审阅稿（.xlsx）；要从它的正文起草的，不要加 --review"
    )
    REVIEW_NO_MASTER_YET = "“{path}”是审阅稿，还不是总表。请逐行定好“处理”并保存，再点“导入”选它（命令行用 import_plan.py --review）"
    REVIEW_EMPTY = "“{path}”没有采用任何一行，做不成总表。请在“处理”一列至少选一行“采用”"
    REVIEW_NEWER = "“{path}”是新版程序做的审阅稿，这个版本读不了。请更新程序后再导入"

    NO_PROSE_TO_COMPARE = (
        "“{path}”里没有可以和总表对照的正文（只有表格、标题或印发通知）。请指定要点正文所在的文件"
    )
    TEXT_OF_OTHER_PLAN = "“{path}”的正文里几乎找不到总表里的任务，不像是这份计划的原文。请核对文件；正文和附件分开的，请指定正文"

    REVIEW_UNSAVED = (
        "审阅稿“{path}”正打开着，改动还没有保存，这时导入会漏掉刚改的内容。请先按Ctrl+S保存，再点“导入”"
    )
    PROSE_NO_TEXT = "“{path}”里没有正文文字，起草不了任务。请核对文件；只有表格的，导入时不要加 --prose；图片和扫描件里的文字读不出来"
    PROSE_ONLY_HEADINGS = "“{path}”只有{count}个标题，标题下面没有正文，列不出任务。请换成写有具体内容的文件"
    PROSE_NO_TASKS = "“{path}”的正文（{count}段）里没有看出任务，都像是背景、号召或说明。请核对是不是工作要点的正文；确有任务的，请把它们做成表格再导入"


class CannotGoOn(Exception):
    """The command cannot go on; `str()` is the Chinese sentence for the person at the screen."""

    def __init__(self, stop: Stop, **details: object) -> None:
        self.stop = stop
        super().__init__(stop.value.format(**details))
