"""The tab, its callbacks and the texts: valid for Excel, in Chinese, and each name used in one place is there in the other."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest
from lxml import etree
from taskbook import excel
from taskbook.addin import Sources, read_sources
from taskbook.buttons.jobs import JOBS

SCHEMA = Path(__file__).parent / "addin" / "customui_2006.xsd"
CUSTOM_UI = "http://schemas.microsoft.com/office/2006/01/customui"
OUR_CODE = ("ThisWorkbook", "MessageSheet", "Ribbon", "PythonBridge", "Messages", "Notice", "Disk")


@pytest.fixture(scope="module")
def sources() -> Sources:
    return read_sources()


def source_of(sources: Sources, name: str) -> str:
    (text,) = (module.text for module in sources.modules if module.name == name)
    return text


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMA))


def controls(sources: Sources, tag: str) -> list[etree._Element]:
    return list(etree.fromstring(sources.ribbon).iter(f"{{{CUSTOM_UI}}}{tag}"))


def test_the_tab_is_valid(sources, schema):
    schema.assertValid(etree.fromstring(sources.ribbon))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('size="large"', 'size="huge"'),
        ('label="导入"', 'label=""'),
        ('label="导入"', 'lable="导入"'),
        ('label="导入"', f'label="{"长" * 1025}"'),
        ('supertip="下发、', f'supertip="{"长" * 1025}'),
        ('id="taskbookCheck"', 'id="1check"'),
        ('id="taskbookCheck"', 'id="校 验"'),
        ('id="taskbookCheck"', 'id="taskbookImport"'),
        ('imageMso="XmlImport"', 'imageMso="Xml Import"'),
        ('onAction="PressImport"', 'onAction=""'),
        ('onAction="PressImport"', 'onClick="PressImport"'),
        ('maxLength="20"', 'maxLength="0"'),
        ('maxLength="20"', 'maxLength="1025"'),
        ('maxLength="20"', 'size="large"'),
        ('id="taskbookTab"', 'id="taskbookTab" screentip="责任分解"'),
        ('id="taskbookTab"', 'id="taskbookTab" keytip="TASK"'),
        ("<editBox ", "<editbox "),
        ("</group>", "<label/></group>"),
        ("</group>", "文字</group>"),
        ("<tabs>", "<tabs/><tabs>"),
        ("<ribbon>", '<ribbon startFromScratch="maybe">'),
        ("2006/01/customui", "2009/07/customui"),
    ],
)
def test_the_schema_refuses_what_is_wrong(sources, schema, right, wrong):
    text = sources.ribbon.decode()
    assert right in text
    document = etree.fromstring(text.replace(right, wrong, 1).encode())
    assert not schema.validate(document)


def test_buttons_stand_in_the_order_of_the_work(sources):
    buttons = controls(sources, "button")
    labels = [button.get("label") for button in buttons]
    assert labels == [
        "导入",
        "校验",
        "下发",
        "发送",
        "催报",
        "一键汇总",
        "月报",
        "设置",
        "登录邮箱",
        "打开文件夹",
        "帮助",
    ]
    assert [button.get("size") for button in buttons] == ["large"] * 7 + [None] * 4
    for control in [*buttons, *controls(sources, "editBox")]:
        assert control.get("screentip")
        assert control.get("supertip")
    assert all(button.get("imageMso") for button in buttons)


def procedures(source: str) -> dict[str, list[str]]:
    """The public procedures of a module: name → the types of their parameters."""
    found = {}
    for name, parameters in re.findall(r"^Public Sub (\w+)\((.*)\)\r$", source, re.MULTILINE):
        found[name] = [
            re.sub(r"^(ByVal |ByRef )?\w+( As )?", "", part.strip()) for part in parameters.split(",")
        ]
    return found


CALLBACKS = {"onAction": ["Object"], "getText": ["Object", "Variant"], "onChange": ["Object", "String"]}
"""What Excel passes to each: the control (an IRibbonControl), the text to fill in, the text typed."""


def test_every_callback_is_a_procedure_that_takes_what_excel_passes(sources):
    ribbon = source_of(sources, "Ribbon")
    there = procedures(ribbon)
    named = [
        (attribute, element.get(attribute))
        for element in etree.fromstring(sources.ribbon).iter()
        for attribute in element.attrib
        if attribute.startswith(("on", "get", "load"))
    ]
    assert {attribute for attribute, _ in named} == set(CALLBACKS)
    assert {name: CALLBACKS[attribute] for attribute, name in named} == there
    assert len({name for _, name in named}) == len(named)


def test_each_callback_is_one_line(sources):
    ribbon = source_of(sources, "Ribbon")
    code = [
        line for line in ribbon.split("\r\n") if line and not line.startswith(("'", "Attribute", "Option"))
    ]
    assert [line.split()[0] for line in code[::3]] == ["Public"] * (len(code) // 3)
    assert code[2::3] == ["End Sub"] * (len(code) // 3)


def test_the_buttons_are_those_that_python_knows(sources):
    ribbon = source_of(sources, "Ribbon")
    assert re.findall(r'PythonBridge.RunButton "(\w+)"', ribbon) == list(JOBS)


def test_each_button_is_called_the_same_on_the_tab_and_in_messages(sources):
    ribbon = source_of(sources, "Ribbon")
    pressed = dict(re.findall(r'Public Sub (\w+)\(.*\)\r\n.*RunButton "(\w+)"', ribbon))
    for button in controls(sources, "button"):
        assert sources.messages[f"button_{pressed[button.get('onAction')]}"] == button.get("label")


# ---- the texts ----


def test_every_message_is_there_and_every_one_is_shown(sources):
    code = "\n".join(source_of(sources, name) for name in OUR_CODE)
    asked = set(re.findall(r'(?:Messages\.)?(?:Text\(|Tell )"(\w+)"', code)) - {"button_"}
    there = {key for key in sources.messages if not key.startswith("button_")}
    assert asked - {key for key in sources.messages if key.startswith("button_")} == there


def test_messages_fit_what_is_filled_in(sources):
    """Tell and Text pass two details; a text names the second only where one is passed."""
    code = "\n".join(source_of(sources, name) for name in OUR_CODE)
    calls = re.findall(r'Messages\.(?:Text\(|Tell )"(\w+)", (.+?), (""|[^,\r\n]+?)\)?\r\n', code)
    assert len(calls) > 12
    for key, first, second in calls:
        text = sources.messages[key]
        assert ("{1}" in text) == (first != '""'), key
        assert ("{2}" in text) == (second.rstrip(")") != '""'), key


def test_vba_holds_no_sentence_of_its_own(sources):
    """What people read stands in messages.toml: texts in the code are names, keys and paths, but for the command."""
    for name in OUR_CODE:
        for line in source_of(sources, name).split("\r\n"):
            if "RunPython" not in line and not line.lstrip().startswith("'"):
                assert [text for text in re.findall(r'"([^"]*)"', line) if len(text.split()) > 1] == [], line


def test_the_command_is_python_that_presses_the_button(sources):
    bridge = source_of(sources, "PythonBridge")
    (expression,) = re.findall(r"^ +xlwings\.RunPython (.+)\r$", bridge, re.MULTILINE)
    command = expression.replace('" & button & "', "check").replace('" & HexOf(mPeriod) & "', "00320030")
    imported, call = ast.parse(ast.literal_eval(command)).body
    assert ast.unparse(imported) == "from taskbook import excel"
    assert ast.unparse(call) == "excel.press('check', '00320030')"
    arguments = [argument.value for argument in call.value.args]
    assert inspect.signature(excel.press).bind(*arguments).arguments == {
        "button": "check",
        "period": "00320030",
    }
