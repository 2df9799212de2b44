"""Exercise files that mean harm: each is refused where it stands, quickly, with a way out."""

import time

import pytest

from grader.errors import ExerciseError
from grader.spec import read_exercise

pytestmark = pytest.mark.usefixtures("no_collection")

SECONDS = 2.0
FILE = """\
schema: exercise/1
id: hostile
version: 1
title: Hostile
params:
  image: matrix(4, 4, 0, 9)
  kernel: PARAM
let:
  out: FORMULA
prompt: |
  TEXT
answers:
  out: {type: matrix}
EXTRA
"""
HARMLESS = {
    "PARAM": "matrix(3, 3, -2, 2)",
    "FORMULA": "correlate(image, kernel)",
    "TEXT": "{{ image|matrix }}",
    "EXTRA": "minutes: 5",
}


def exercise(**parts):
    text = FILE
    for word, harmless in HARMLESS.items():
        text = text.replace(word, parts.get(word, harmless))
    return text


def faults_of(text):
    start = time.process_time()
    with pytest.raises(ExerciseError) as caught:
        read_exercise(text, "f.yaml")
    assert time.process_time() - start < SECONDS
    return caught.value.faults


FORMULAS = {
    "attribute": "image.__class__",
    "method": "image.tofile('a')",
    "builtin": "__import__('os')",
    "eval": "eval('1')",
    "open": "open('/etc/passwd')",
    "lambda": "(lambda: 1)()",
    "comprehension": "sum([x for x in image])",
    "generator": "sum(x for x in image)",
    "f-string": "f'{image}'",
    "walrus": "(a := 1)",
    "slice": "image[0:1]",
    "star": "max(*image)",
    "double star": "correlate(**image)",
    "dictionary": "{}.get(1)",
    "deep": "(" * 400 + "1" + ")" * 400,
    "deep lists": "[" * 150 + "1" + "]" * 150,
    "long": "1 + " * 400 + "1",
    "unclosed": "correlate(image, kernel",
    "unknown function": "corelate(image, kernel)",
    "unknown name": "correlate(image, kernal)",
    "a number without end": "9" * 900,
    "complex": "1j",
    "statement": "import os",
    "two statements": "1; 2",
    "ellipsis": "...",
    "bytes": "b'a'",
}
PLACED = {"FORMULA": "f.yaml:9:", "PARAM": "f.yaml:7:", "TEXT": "f.yaml:11"}


@pytest.mark.parametrize("formula", FORMULAS.values(), ids=FORMULAS)
def test_a_hostile_formula_is_refused_where_it_stands(formula):
    quoted = "'" + formula.replace("'", "''") + "'"
    (first, *_) = faults_of(exercise(FORMULA=quoted))
    assert first.place.startswith(PLACED["FORMULA"])
    assert first.fault
    assert first.fix
    assert len(first.fault) < 200


@pytest.mark.parametrize(
    "source",
    [
        "open('a')",
        "matrix.__call__(3, 3)",
        "matrix(*[3, 3, 0, 9])",
        "matrix(3, 3, 0, sum(x for x in image))",
        "[1, 2]",
        "1",
        "__import__('os')",
        "matrix(3, 3, 0, kernel)",
    ],
)
def test_a_hostile_parameter_is_refused_where_it_stands(source):
    quoted = "'" + source.replace("'", "''") + "'"
    (first, *_) = faults_of(exercise(PARAM=quoted))
    assert first.place.startswith(PLACED["PARAM"])
    assert first.fault
    assert first.fix


TEXTS = {
    "attribute": "{{ image.shape }}",
    "call": "{{ image() }}",
    "tilde": "{{ 1 ~ 2 }}",
    "power": "{{ 9 ** 9 ** 9 }}",
    "lipsum": "{{ lipsum(100000) }}",
    "cycler": "{{ cycler(1, 2) }}",
    "global": "{{ cycler }}",
    "format": "{{ '{0.__class__}'.format(image) }}",
    "unknown filter": "{{ image|pprint }}",
    "map": "{{ image|map(attribute='a') }}",
    "four loops": "{% for a in image %}" * 4 + "{% endfor %}" * 4,
    "set list": "{% set a = [1, 2] %}",
    "include": "{% include '/etc/passwd' %}",
    "unclosed": "{{ image",
    "unknown tag": "{% exec %}",
    "unknown value": "{{ imag }}",
    "key": "{{ out }}",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_hostile_text_is_refused_where_it_stands(text):
    (first, *_) = faults_of(exercise(TEXT=text))
    # An unknown name is said of the whole text, whose key stands one line above it.
    assert first.place.startswith((PLACED["TEXT"], "f.yaml:10"))
    assert first.fault
    assert first.fix


DOCUMENTS = {
    "an anchor": ("minutes: &a 5", "an anchor"),
    "an alias": ("minutes: *a", "an alias"),
    "a Python object": ("minutes: !!python/object/apply:os.system ['true']", "a tag"),
    "a binary": ("minutes: !!binary aGk=", "a tag"),
    "a merge of an alias": ("<<: *a", "an alias"),
    "a field twice": ("id: other", "`id` stands here twice"),
    "a byte of zero": ("minutes: 5\0", "U+0000"),
    "an escape sequence": ("minutes: \x1b[31m5", "U+001B"),
    "nested lists": ("topics: " + "[" * 3000, "nested too deeply"),
    "nested blocks": ("topics:\n" + "\n".join(" " * n + "-" for n in range(1, 90)), "deeply"),
    "a formula cut by a comma": ("hints: {a: clip(out, 0, 255)}", "a comma inside { }"),
    "an unbalanced formula": ("hints: {a: clip(out, 0, 255}", ""),
    "a truth value of YAML 1.1": ("minutes: yes", ""),
    "an octal number": ("minutes: 010", ""),
    "a number by sixties": ("minutes: 1:30", ""),
    "not a number": ("minutes: .nan", ""),
    "an infinite number": ("minutes: 1e999", "too large"),
    "another document": ("---\nid: other", "another document"),
    "a field that does not exist": ("exec: rm", "exec"),
}


@pytest.mark.parametrize(("extra", "said"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_hostile_document_is_refused_with_place_and_fix(extra, said):
    faults = faults_of(exercise(EXTRA=extra))
    assert any(said in fault.fault for fault in faults)
    assert all(fault.place.startswith("f.yaml:") for fault in faults)
    assert all(fault.fix for fault in faults)


def test_a_bomb_of_aliases_costs_nothing():
    lines = ["a0: &a0 [x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    assert "an anchor" in faults_of(exercise(EXTRA="\n".join(lines)))[0].fault


def test_a_huge_document_is_refused_unread():
    assert "characters" in faults_of(exercise(EXTRA="# " + "x" * 10**6))[0].fault


def test_the_harmless_file_is_read():
    assert read_exercise(exercise(), "f.yaml").id == "hostile"
