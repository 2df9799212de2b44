"""A spreadsheet of the class as Excel reads it: numbers are numbers, and texts are texts."""

import csv
import io
from collections.abc import Sequence
from importlib import import_module

from grader.errors import UsageError
from grader.model.grade import Grade
from grader.reports.scores_csv import to_csv

_TEXTS = ("student", "name", "remarks")
_EXTRA = "pip install 'grader[xlsx]'"


def to_xlsx(grades: Sequence[Grade]) -> bytes:
    """Return the table of `grades.csv` as a workbook.

    Raises
    ------
    UsageError
        When openpyxl is not installed.
    """
    try:
        openpyxl = import_module("openpyxl")
    except ModuleNotFoundError:
        raise UsageError.at("xlsx", "openpyxl is not installed", _EXTRA) from None
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "grades"
    sheet.freeze_panes = "C2"
    header, *lines = csv.reader(io.StringIO(to_csv(grades), newline=""))
    for number, line in enumerate([header, *lines], start=1):
        for place, text in enumerate(line, start=1):
            cell = sheet.cell(row=number, column=place)
            is_number = number > 1 and text and header[place - 1] not in _TEXTS
            # What begins with an equals sign would become a formula; it has been disarmed.
            cell.value = float(text) if is_number else text
            if number == 1:
                cell.font = openpyxl.styles.Font(bold=True)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
