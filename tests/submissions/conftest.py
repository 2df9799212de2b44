"""A case → the file that a student hands in, made from the notebook that was generated for them.

=============  ================================================================================
``about``      what the student does, in a sentence
``student``    whose notebook it is; ``language`` is its own
``start``      ``right`` (every answer is the key, unless filled otherwise) or ``blank``
``fill``       ``exercise.answer`` → the value to type, ``{cell: …}`` for the whole cell, or null
``add``        ``exercise.answer`` → the source of a new cell below that one
``file``       what happens to the file: the names in `EDITS` and `DAMAGES`, ``of_student`` and
               ``of_assignment`` (somebody else's notebook, another one)
``limits``     of the run, where the assignment's own would take too long
=============  ================================================================================

In a source, ``$key`` is the right answer, ``$wrong:convolve`` that of a misconception,
``$slip:dropped`` the key with one product lost, ``$variable`` the name to assign, and ``$image`` or
``$rotated`` the name that a value or another answer of the exercise has in this notebook.
"""

import json
import re
from dataclasses import dataclass

import pytest

ASSIGNMENT = "filtering-basics"
FIELDS = {"about", "student", "language", "start", "fill", "add", "file", "limits"}
_WORD = re.compile(r"\$(?P<name>\w+(?::\w+)?)")
_TERMS = {"dropped": -1, "sign": -2, "twice": 1}


@dataclass(frozen=True)
class Writer:
    """What the ``$words`` of a case stand for, in one answer cell."""

    sheet: object
    exercise: str
    answer: str

    def cell(self, written):
        """Return the source of the cell: a value to assign, or the whole cell."""
        if isinstance(written, dict):
            return self.expanded(written["cell"])
        return f"{self.word('variable')} = {self.expanded(written)}"

    def expanded(self, text):
        return _WORD.sub(lambda match: self.word(match["name"]), text)

    def word(self, name):
        """Return one word: ``key``, ``wrong:convolve``, ``slip:sign``, ``variable``, ``image``."""
        kind, _, detail = name.partition(":")
        variant, view = self.variant, self.view
        match kind:
            case "key":
                return self.sheet.typed(variant.key[self.answer])
            case "wrong":
                return self.sheet.typed(variant.wrong[detail][self.answer])
            case "slip":
                return self.sheet.typed(self.slipped(_TERMS[detail]))
            case "variable":
                return next(a.variable for a in view.answers if a.name == self.answer)
            case _:
                variables = [*view.given, *(answer.variable for answer in view.answers)]
                return next(item for item in variables if item.rpartition("_")[0] == kind)

    @property
    def variant(self):
        return next(item for item in self.sheet.variants if item.exercise.id == self.exercise)

    @property
    def view(self):
        exercises = self.sheet.worksheet.exercises
        return next(item for item in exercises if item.exercise == self.exercise)

    def slipped(self, factor):
        """Return the key with the largest term of cell (1, 1) dropped, negated or doubled."""
        values, rows = self.variant.values, [list(row) for row in self.variant.key[self.answer]]
        slid = values.get("rotated", values["kernel"])
        corner = 0 if len(rows) == len(values["image"]) else 1
        products = [
            slid[u][v] * values["image"][corner + u][corner + v] for u in range(3) for v in range(3)
        ]
        rows[1][1] += factor * max(products, key=abs)
        return tuple(tuple(row) for row in rows)


def answers(sheet, case):
    """Return the source of every answer cell that the student changes."""
    written = {
        (view.exercise, answer.name): "$key"
        for view in sheet.worksheet.exercises
        for answer in view.answers
        if case.get("start", "right") == "right"
    }
    for address, text in case.get("fill", {}).items():
        key = tuple(address.split("."))
        written.pop(key, None)
        if text is not None:
            written[key] = text
    return {key: Writer(sheet, *key).cell(text) for key, text in written.items()}


def answer_cell(content, address):
    """Return the index of an answer cell."""
    for index, cell in enumerate(content["cells"]):
        label = cell["metadata"]["grader"]
        if (
            f"{label.get('exercise')}.{label.get('answer')}" == address
            and label["role"] == "answer"
        ):
            return index
    raise KeyError(address)


def code_cell(source):
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": "0123456789abcdef",
        "metadata": {},
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }


def deleted(content, addresses):
    for address in addresses:
        del content["cells"][answer_cell(content, address)]


def duplicated(content, copies):
    """Put a copy with another answer below the cell, as a split or a paste does."""
    for address, source in copies.items():
        index = answer_cell(content, address)
        cell = content["cells"][index]
        content["cells"].insert(index + 1, {**cell, "source": [source], "id": f"copy-{index}"})


def reversed_(content, _):
    content["cells"].reverse()


def relabeled(content, fields):
    for cell in content["cells"]:
        if "exercise" in cell["metadata"]["grader"]:
            cell["metadata"]["grader"].update(fields)


def unlabeled(content, _):
    """Drop all metadata and ids, as some editors do."""
    content["metadata"] = {}
    for cell in content["cells"]:
        cell["metadata"] = {}
        cell.pop("id")


def replaced(content, changes):
    """Replace text in every code cell, by hand as it were."""
    for cell in content["cells"]:
        source = "".join(cell["source"])
        for old, new in changes.items():
            source = source.replace(old, new)
        cell["source"] = source.splitlines(keepends=True)


def with_outputs(content, megabytes):
    text = "0123456789abcde\n" * (megabytes * 2**16)
    output = {"name": "stdout", "output_type": "stream", "text": [text]}
    next(cell for cell in content["cells"] if "outputs" in cell)["outputs"] = [output]


def in_format_3(content, _):
    """Rewrite the notebook as IPython 2 saved it: worksheets, and `input` for `source`."""
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell["input"] = cell.pop("source")
    content["worksheets"] = [{"cells": content.pop("cells")}]
    content.update(nbformat=3, nbformat_minor=0)


EDITS = {
    "delete": deleted,
    "duplicate": duplicated,
    "reverse": reversed_,
    "relabel": relabeled,
    "unlabel": unlabeled,
    "replace": replaced,
    "output_mb": with_outputs,
    "format_3": in_format_3,
}
DAMAGES = {
    "nothing": lambda *_: None,
    "empty": lambda *_: b"",
    "keep": lambda data, share: data[: int(len(data) * share)],
    "encode": lambda data, encoding: data.decode().encode(encoding, errors="replace"),
}


def edited(data, instructions):
    """Return the file after the edits of its cells, and then of its bytes."""
    content = json.loads(data)
    for name, detail in instructions.items():
        if name in EDITS:
            EDITS[name](content, detail)
    data = json.dumps(content, ensure_ascii=False, indent=1).encode()
    for name, detail in instructions.items():
        if name in DAMAGES:
            data = DAMAGES[name](data, detail)
    return data


@pytest.fixture
def handed_in(sheet_of):
    """Return the notebook of the case's student, and the file that is handed in for it."""

    def of(case):
        assert case.keys() <= FIELDS, case.keys() - FIELDS
        instructions = dict(case.get("file", {}))
        language = case.get("language", "en")
        student = case.get("student", "ada")
        sheet = sheet_of(ASSIGNMENT, student, language=language, **case.get("limits", {}))
        source = sheet_of(
            instructions.pop("of_assignment", ASSIGNMENT),
            instructions.pop("of_student", student),
            language=language,
        )
        assert instructions.keys() <= EDITS.keys() | DAMAGES.keys(), instructions
        if source.worksheet.assignment != ASSIGNMENT:
            return sheet, source.notebook
        content = json.loads(source.fill(answers(source, case)))
        for below, text in case.get("add", {}).items():
            content["cells"].insert(
                answer_cell(content, below) + 1,
                code_cell(Writer(source, *below.split(".")).expanded(text)),
            )
        return sheet, edited(json.dumps(content).encode(), instructions)

    return of
