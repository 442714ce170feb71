"""Workbooks that another hand (XlsxWriter) made, with a bit of everything that must survive in a person's book."""

from __future__ import annotations

import struct
import zlib
from datetime import date, datetime, time, timedelta
from pathlib import Path

import xlsxwriter


def picture(path: Path) -> Path:
    """A red dot as PNG."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\xff\0\0")
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + parts)
    return path


def mixed(path: Path) -> Path:
    """Every kind of value there is, also where sheets do not begin at A1."""
    book = xlsxwriter.Workbook(path)
    look = {
        name: book.add_format({"num_format": code})
        for name, code in {
            "day": "yyyy/m/d",
            "moment": "yyyy-mm-dd hh:mm:ss",
            "clock": "h:mm",
            "hours": "[h]:mm",
            "percent": "0.0%",
            "money": "¥#,##0.00",
            "text": "@",
            "chinese": 'yyyy"年"m"月"',
        }.items()
    }
    sheet = book.add_worksheet("各种 值")
    for row, value in enumerate(
        [
            "文字",
            " 前后空格 ",
            "两\n行",
            "001",
            "=1+1",
            "'撇",
            "2026-09",
            "TRUE",
            "𠮷😀",
            "<&>\"'",
            0,
            -1.5,
            1e300,
            1e-7,
        ]
    ):
        sheet.write_string(row, 0, value) if isinstance(value, str) else sheet.write_number(row, 0, value)
    sheet.write_boolean("B1", True)
    sheet.write_boolean("B2", False)
    sheet.write_datetime("C1", datetime(2026, 9, 1), look["day"])
    sheet.write_datetime("C2", datetime(2026, 9, 1, 13, 45, 30), look["moment"])
    sheet.write_datetime("C3", time(8, 30), look["clock"])
    sheet.write_datetime("C4", timedelta(hours=30), look["hours"])
    sheet.write_datetime("C5", date(2026, 12, 31), look["chinese"])
    sheet.write_number("D1", 0.125, look["percent"])
    sheet.write_number("D2", 12.5, look["money"])
    sheet.write_string("D3", "100%", look["text"])
    sheet.write_formula("E1", "=1+1", None, 2)
    sheet.write_formula("E2", '="甲"&"乙"', None, "甲乙")
    sheet.write_formula("E3", "=1=1", None, True)
    sheet.write_formula("E4", "=1/0", None, "#DIV/0!")
    sheet.write_formula("E5", "=NA()", None, "#N/A")
    sheet.write_formula("E6", "=C1+1", look["day"], 46267)
    far = book.add_worksheet("从C5起")
    for row in range(4, 9):
        far.write_row(row, 2, [row, f"第{row}行", None, row % 2 == 0])
    far.merge_range("C12:D14", "合并")
    book.add_worksheet("空").hide()
    book.close()
    return path


def rich(path: Path) -> Path:
    """One sheet with a filter, hidden lines, a note, links, rules, a chart and a picture; others hidden or protected."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("名单")
    bold = book.add_format({"bold": True, "font_name": "宋体", "font_size": 14, "font_color": "#FF0000"})
    sheet.write_row(0, 0, ["名称", "数", "日期", "备注"], bold)
    day = book.add_format({"num_format": "yyyy/m/d"})
    for row, name in enumerate("甲乙丙甲乙", 1):
        sheet.write_row(row, 0, [name, row * 10])
        sheet.write_datetime(row, 2, datetime(2026, 9, row), day)
    sheet.autofilter("A1:D6")
    sheet.filter_column_list("A", ["甲", "丙"])
    for row in (2, 5):
        sheet.set_row(row, options={"hidden": True})
    sheet.set_row(8, 45)
    sheet.set_column("F:F", 30)
    sheet.set_column("G:G", None, None, {"hidden": True})
    sheet.write_comment("A2", "要核实", {"author": "某人"})
    sheet.write_url("D2", "https://example.com/", string="外")
    sheet.write_url("D4", "internal:'别 处'!A1", string="里")
    sheet.conditional_format("B2:B6", {"type": "cell", "criteria": ">", "value": 20, "format": bold})
    sheet.data_validation("D2:D6", {"validate": "list", "source": ["是", "否"]})
    sheet.merge_range("A10:B11", "合并", bold)
    sheet.write("D10", "居中", book.add_format({"bg_color": "#FFFF00", "text_wrap": True, "align": "center"}))
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=名单!$B$2:$B$6"})
    sheet.insert_chart("I2", chart)
    sheet.insert_image("I20", str(picture(path.with_suffix(".png"))))
    other = book.add_worksheet("别 处")
    other.write("A1", "锁")
    other.write("B1", "开", book.add_format({"locked": False}))
    other.protect()
    book.add_worksheet("藏").hide()
    book.add_worksheet("深藏").very_hidden()
    book.define_name("名单区", "=名单!$A$1:$D$6")
    book.define_name("动态", "=OFFSET(名单!$A$1,0,0,3,1)")
    book.define_name("'别 处'!本表名", "='别 处'!$B$1")
    book.close()
    return path
