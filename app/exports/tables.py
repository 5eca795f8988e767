"""Ledgers for Excel and WPS: CSV as a stream, XLSX in constant memory. Text that could be a formula is made harmless."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from app.exports.columns import Column, Cover, Row, headings
from app.exports.formulas import harmless

BOM = "\ufeff"
"""Without it Excel reads UTF-8 as GBK."""
MOST_XLSX = 1_048_576 - 1
"""Rows of a sheet, less the headings."""
A4 = 9
"""By its number in the file format."""
MOST_HEAD = 255
"""Characters of what stands on top of a printed page."""
MOST_CELL = 32_767
"""Characters of a cell."""


def csv_pieces(chunks: Iterable[list[Row]], columns: list[Column], cover: Cover) -> Iterator[bytes]:
    """A file in pieces, one for each chunk; text stands between quotation marks."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC)
    buffer.write(BOM)
    writer.writerow(headings(columns, cover.language))
    for rows in chunks:
        writer.writerows([_csv_cell(row[column.name]) for column in columns] for row in rows)
        yield _taken(buffer)
    yield _taken(buffer)


def _csv_cell(value: Any) -> Any:
    if isinstance(value, int | float):
        return value
    return "" if value is None else harmless(str(value))


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def write_xlsx(path: Path, chunks: Iterable[list[Row]], columns: list[Column], cover: Cover) -> None:
    """One sheet with a fixed, filtered head. Every text is written as text, never as a formula or a link."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)}) as book:
        sheet = book.add_worksheet(cover.title)
        book.set_properties({"title": " ".join(filter(None, (cover.place, cover.title, cover.days)))})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        time = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet.freeze_panes(1, 0)
        _lay_out_paper(sheet, cover)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
            sheet.write_string(0, at, headings(columns, cover.language)[at], head)
        written = 0
        for rows in chunks:
            for line, row in enumerate(rows, written + 1):
                _write_line(sheet, line, row, columns, time)
            written += len(rows)
        sheet.autofilter(0, 0, written, len(columns) - 1)


def _lay_out_paper(sheet: Any, cover: Cover) -> None:
    """As an office prints it: A4 across, two sheets wide; place, title, days, head and number on each."""
    left, middle, right = (text.replace("&", "&&") for text in (cover.place, cover.title, cover.days))
    sheet.set_header(f"&L{left}&C{middle}&R{right}"[:MOST_HEAD])
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(2, 0)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, 1)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.set_footer("&C&P / &N")


def _write_line(sheet: Any, line: int, row: Row, columns: list[Column], time: Any) -> None:
    for at, column in enumerate(columns):
        value = row[column.name]
        if value is None or value == "":
            continue
        if column.type is not str:
            sheet.write_number(line, at, value)
        elif column.name == "captured_at":
            sheet.write_datetime(line, at, value, time)
        else:
            sheet.write_string(line, at, harmless(value)[:MOST_CELL])
