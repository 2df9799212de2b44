"""A notebook tells its student nothing about the key: not in words, not in numbers, not hashed.

Every number of the notebooks listed here has to be accounted for, as a value that the student is
given or as a part of the fixed text. The fixed ones are written down, with the reason. What the
texts of the other exercises show is the business of `grader lint`.
"""

import ast
import base64
import hashlib
import json
import re
import zlib
from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from grader import notebooks
from grader.marking import inputs
from grader.model.value import cells, shape, to_json
from grader.texts import latex, show, table

# No digits in the names: every number in a notebook is one that somebody put there.
STUDENTS = ["".join(letters) for letters in product("abcde", "abcdefghij")]
LANGUAGES = ["en", "es"]
SHEETS = [
    "filtering-basics",
    *("predict-correlation", "convolve-by-hand", "identify-shift", "count-depthwise-separable"),
]
every_sheet = pytest.mark.parametrize("name", SHEETS)
every_language = pytest.mark.parametrize("language", LANGUAGES)

EXAMPLE = "`[[1, 2], [3, 4]]`"
CALCULATION = "3*3*3 + 64"
"""Of what may be typed for a whole number: three equal cells stand in many a matrix."""
COVER = {
    "12": "`12` is the example of a value",
    **dict.fromkeys("12", "the two steps of handing in are numbered"),
}
PROMPTS = {
    "predict-correlation": {"0": "the hint speaks of the cell in row 0, column 0"},
    "convolve-by-hand": {
        "1": "the steps are numbered",
        "2": "the steps are numbered, and the output is 2 × 2",
    },
    "identify-shift": {},
    "count-depthwise-separable": {"1": "a pointwise convolution is 1 × 1"},
}
DESCRIPTIONS = {
    "matrix": dict.fromkeys("1234", "`[[1, 2, …], [3, 4, …], …]` shows how rows are written"),
    "integer": {},
    "number": dict.fromkeys(["0", "25", "1", "4"], "`0.25`, `0,25` and `1/4` are examples"),
    "direction": dict.fromkeys("21", '`"2 up 1 left"` is an example'),
}
CELL_FIELDS = {"schema", "assignment", "role", "exercise", "answer", "variant"}
FOLDED = (("cellView", "form"), ("jupyter", {"source_hidden": True}))
"""By which Colab and JupyterLab show a cell closed: always the same."""
NOTEBOOK_FIELDS = {"schema", "assignment", "student", "language", "attempt"}


def numbers(text):
    return re.findall(r"-?\d+", text.replace("−", "-"))


def words_and_numbers(cell, sheet):
    """Return the text of a cell without what the student is given, and without our own names."""
    text = "".join(cell["source"])
    label = cell["metadata"]["grader"]
    for variant, view in zip(sheet.variants, sheet.worksheet.exercises, strict=True):
        if label["role"] == "given" and label["exercise"] == view.exercise:
            text = without_assignments(text, view.given)
        for value in inputs(variant.exercise, variant.values):
            if shape(value) and label.get("exercise") == view.exercise:
                for write in (table, latex):
                    text = text.replace(write(value, sheet.student.language), "⟦given⟧")
        for variable in [*view.given, *(answer.variable for answer in view.answers)]:
            text = re.sub(rf"\b{variable}\b", "⟦name⟧", text)
    for example in (EXAMPLE, CALCULATION):
        text = text.replace(example, "⟦example⟧")
    return text.replace(f"**{sheet.student.name}**", "⟦student⟧")


def without_assignments(source, given):
    """Return a given cell without its statements, which assign what is given and nothing else."""
    tree = ast.parse(source)
    assigned = {node.targets[0].id: ast.literal_eval(node.value) for node in tree.body}
    assert assigned == {name: to_json(value) for name, value in given.items()}
    text = source
    for node in tree.body:
        text = text.replace(str(ast.get_source_segment(source, node)), "")
    return text


def allowed(cell, sheet):
    """Return the numbers that may stand in a cell."""
    label = cell["metadata"]["grader"]
    worksheet = sheet.worksheet
    if label["role"] == "setup":
        return {str(size) for view in worksheet.exercises for size in sizes(view)}
    if "exercise" not in label:
        minutes = sum(view.minutes for view in worksheet.exercises)
        told = [len(worksheet.exercises), worksheet.points, minutes]
        return COVER.keys() | set(numbers(f"{told}"))
    (view,) = (view for view in worksheet.exercises if view.exercise == label["exercise"])
    if label["role"] == "prompt":
        (variant,) = (item for item in sheet.variants if item.exercise.id == view.exercise)
        shown = [
            show(cell)
            for value in inputs(variant.exercise, variant.values)
            for cell in cells(value)
        ]
        told = [view.number, view.points, view.minutes, *range(1, len(view.hints) + 1), *shown]
        return PROMPTS[view.exercise].keys() | set(numbers(f"{told}"))
    if label["role"] in {"question", "answer"}:
        (form,) = (item.form for item in view.answers if item.name == label["answer"])
        return DESCRIPTIONS[form.kind].keys() | {str(size) for size in form.shape}
    return set()


def sizes(view):
    return [size for answer in view.answers for size in answer.form.shape]


def secrets(variant):
    """Yield every answer that the notebook must not show: right ones, and wrong ones too."""
    yield from variant.key.values()
    for wrong in variant.wrong.values():
        yield from wrong.values()


def sequences(value):
    """Yield a matrix or pair as numbers in a row: the whole of it, its rows, its columns."""
    if not shape(value):
        return
    rows = value if len(shape(value)) > 1 else (value,)
    columns = tuple(zip(*rows, strict=True))
    for grid in (rows, columns):
        yield [show(cell) for cell in cells(grid)]
        # Two numbers stand side by side by chance; three that are a row do not.
        yield from ([show(cell) for cell in row] for row in grid if len(row) > 2)


def fingerprints(value):
    """Yield what a hash of a key would look like, in hexadecimal, base64 and decimal."""
    plain = to_json(value)
    compact = json.dumps(plain, separators=(",", ":"))
    for text in {repr(value), repr(plain), json.dumps(plain), compact, show(value)}:
        data = text.encode()
        for name in ("md5", "sha1", "sha256", "sha512", "sha3_256", "blake2b", "blake2s"):
            digest = hashlib.new(name, data).digest()
            yield digest.hex()[:10]
            yield base64.b64encode(digest).decode()[:8]
            yield base64.urlsafe_b64encode(digest).decode()[:8]
        yield f"{zlib.crc32(data):08x}"
        yield f"{zlib.crc32(data):09d}"
        if len(data) > 8:
            yield base64.b64encode(data).decode().rstrip("=")[:-1]
            yield data.hex()


def unaccounted(sheet, content):
    """Yield the numbers that are neither given nor part of the fixed text."""
    for cell in content["cells"]:
        for number in set(numbers(words_and_numbers(cell, sheet))) - allowed(cell, sheet):
            yield f"{number} in {cell['metadata']['grader']}"


def shown_answers(sheet, content):
    """Yield the matrices and pairs that stand in the notebook, right or wrong."""
    streams = [stream for cell in content["cells"] for stream in side_by_side(cell, sheet)]
    for variant in sheet.variants:
        for value in secrets(variant):
            for sequence in sequences(value):
                if any(f" {' '.join(sequence)} " in stream for stream in streams):
                    yield f"{sequence} of {variant.exercise.id}"


def side_by_side(cell, sheet):
    """Yield the numbers between which there are only brackets, bars, commas and the like."""
    for part in re.split(r"[^-−\d\s()\[\]{}|&\\*:.,;]+", words_and_numbers(cell, sheet)):
        yield f" {' '.join(numbers(part))} "


def shown_hashes(sheet, content):
    """Yield the keys of which a hash, or the whole in base64, stands in the notebook."""
    long = " ".join(set(re.findall(r"[\w+/-]{8,}", json.dumps(content))))
    for variant in sheet.variants:
        for answer, key in variant.key.items():
            for found in (item for item in fingerprints(key) if item in long):
                yield f"{found} of {variant.exercise.id}, {answer}"
        if variant.seed[:10] in long:
            yield f"the seed of {variant.exercise.id}"


def odd_fields(sheet, content):
    """Yield the metadata, outputs and counts that nobody has documented."""
    about = content["metadata"]
    yield from about.keys() - {"grader", "kernelspec", "language_info"}
    yield from about["grader"].keys() ^ NOTEBOOK_FIELDS
    variants = {variant.exercise.id: variant.id for variant in sheet.variants}
    for cell in content["cells"]:
        label = cell["metadata"]["grader"]
        folded = {name for name, value in FOLDED if cell["metadata"].get(name) == value}
        yield from cell["metadata"].keys() - {"deletable", "editable", "grader"} - folded
        yield from label.keys() - CELL_FIELDS
        if label.get("variant") != variants.get(label.get("exercise")):
            yield f"variant {label}"
        if cell.get("outputs") or cell.get("execution_count"):
            yield f"output of {label}"


def leaks(sheet, data):
    content = json.loads(data)
    detectors = (unaccounted, shown_answers, shown_hashes, odd_fields)
    return [leak for detector in detectors for leak in detector(sheet, content)]


def with_other_key(variant):
    """Return a variant that shows the same and has another key and other mistakes."""
    shown = {parameter.name for parameter in variant.exercise.parameters} | {
        *variant.exercise.given
    }
    values = {
        name: value if name in shown else other(value) for name, value in variant.values.items()
    }
    key = {name: other(value) for name, value in variant.key.items()}
    return replace(variant, values=values, key=key, wrong={}, features={})


def other(value):
    if isinstance(value, tuple):
        return tuple(map(other, value))
    return value + 1000 if isinstance(value, int | Fraction) else value


def skeleton(cell, sheet):
    """Return what a cell says once every number and every given value is taken out."""
    label = {**cell["metadata"]["grader"], "variant": ""}
    return label, re.sub(r"[-−]?\d+", "#", words_and_numbers(cell, sheet))


def test_no_notebook_of_the_bank_has_a_hash_or_a_field_that_nobody_has_documented(
    exercise_id, sheet_of
):
    for student in STUDENTS[:3]:
        sheet = sheet_of(exercise_id, student)
        content = json.loads(sheet.notebook)
        assert not list(shown_hashes(sheet, content))
        assert not list(odd_fields(sheet, content))


@every_sheet
@every_language
def test_nothing_in_a_notebook_is_a_key_or_a_known_mistake(name, language, sheet_of):
    for student in STUDENTS:
        sheet = sheet_of(name, student, language=language)
        assert leaks(sheet, sheet.notebook) == [], student


@every_sheet
@every_language
def test_another_key_for_the_same_values_gives_the_same_notebook(name, language, sheet_of):
    for student in STUDENTS:
        sheet = sheet_of(name, student, language=language)
        exchanged = tuple(map(with_other_key, sheet.variants))
        worksheet = sheet.course.worksheet(sheet.student, exchanged)
        assert notebooks.render(worksheet) == sheet.notebook, student


@every_sheet
@every_language
def test_students_with_other_keys_read_the_same_words(name, language, sheet_of):
    """Whatever depends on the drawn values is a number; but for what a word was drawn for."""
    said = defaultdict(list)
    for student in STUDENTS:
        sheet = sheet_of(name, student, language=language)
        drawn = tuple(
            variant.values[parameter.name]
            for variant in sheet.variants
            for parameter in variant.exercise.parameters
            if isinstance(variant.values[parameter.name], bool | str)
        )
        content = json.loads(sheet.notebook)
        said[drawn].append([skeleton(cell, sheet) for cell in content["cells"]])
    for first, *others in said.values():
        assert all(told == first for told in others)


def test_a_graded_notebook_carries_no_seed(sheet_of):
    for student in STUDENTS:
        sheet = sheet_of("filtering-basics", student)
        assert notebooks.sheet(sheet.worksheet)["seeds"] == {}
        assert not any(variant.seed in sheet.notebook.decode() for variant in sheet.variants)


def hinted(sheet, text):
    """Return the notebook with one more hint in its first exercise."""
    first, *rest = sheet.worksheet.exercises
    hinting = replace(first, hints=(*first.hints, text))
    return notebooks.render(replace(sheet.worksheet, exercises=(hinting, *rest)))


PLANTED = {
    "list": lambda variant: str(to_json(variant.key["out"])),
    "table": lambda variant: table(variant.key["out"]),
    "formula": lambda variant: latex(variant.key["out"]),
    "one row": lambda variant: show(variant.key["out"][2]),
    "one column": lambda variant: " ".join(str(row[1]) for row in variant.key["out"]),
    "a mistake": lambda variant: table(variant.wrong["convolve"]["out"]),
    "sum": lambda variant: str(1000 + sum(cells(variant.key["out"]))),
    "hash": lambda variant: hashlib.sha256(repr(variant.key["out"]).encode()).hexdigest(),
    "half a hash": lambda variant: hashlib.md5(repr(variant.key["out"]).encode()).hexdigest()[:12],  # noqa: S324
    "base64": lambda variant: base64.b64encode(repr(variant.key["out"]).encode()).decode(),
    "seed": lambda variant: variant.seed,
}


@pytest.mark.parametrize("plant", PLANTED.values(), ids=PLANTED)
def test_a_planted_leak_is_found(plant, sheet_of):
    sheet = sheet_of("predict-correlation")

    assert leaks(sheet, hinted(sheet, plant(sheet.variants[0])))


@pytest.mark.parametrize("answer", ["dw", "pw", "total"])
def test_a_planted_number_is_found(answer, sheet_of):
    sheet = sheet_of("count-depthwise-separable")

    assert leaks(sheet, hinted(sheet, str(sheet.variants[0].key[answer])))
