"""The Excel add-in and its building; what the add-in itself says is in macros/ribbon.xml and macros/messages.toml."""

from __future__ import annotations

ADDIN_FILE = "责任分解.xlam"
ADDIN_TITLE = "责任分解工作簿"
ADDIN_DESCRIPTION = "计划导入、校验、下发、收表和汇总，按钮在“责任分解”选项卡上"

BUILD_ADDIN_HELP = "用 macros 里的源文件做出Excel加载项（同样的源文件，做出的文件逐字节相同）"
BUILD_ADDIN_OUT = "加载项做在这里（默认：macros/责任分解.xlam）"

NOT_ASCII = "VBA源文件里只能有英文字符"


def xlwings_changed(line: str, count: int) -> str:
    return f"其中“{line}”应有一处，实有{count}处，安装的xlwings与本系统不配套"
