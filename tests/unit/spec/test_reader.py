"""YAML read strictly: every surprise is named with its line, its column and a remedy."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.errors import ExerciseError
from grader.spec.reader import MAX_CHARACTERS, MAX_DEPTH, Document, read_document


def refusal(text):
    with pytest.raises(ExerciseError) as caught:
        read_document(text, "f.yaml")
    return caught.value.faults


REFUSED = {
    "a key twice": ("a: 1\nb: 2\na: 3\n", "f.yaml:3:1", "`a` stands here twice", "keep one"),
    "a nested key twice": ("a:\n  b: 1\n  b: 1\n", "f.yaml:3:3", "`b` stands here", "keep one"),
    "a key twice, once quoted": ('a: 1\n"a": 2\n', "f.yaml:2:1", "`a` stands here twice", "keep"),
    "an anchor": ("a: &x 1\n", "f.yaml:1:4", "an anchor", "write the value out"),
    "an alias": ("b: *x\n", "f.yaml:1:4", "an alias", "write the value out"),
    "a tag": ("a: !!str 1\n", "f.yaml:1:4", "a tag", "write plain data"),
    "a Python tag": ("a: !!python/name:os.system\n", "f.yaml:1:4", "a tag", "write plain data"),
    "a bare tag": ("a: ! b\n", "f.yaml:1:4", "a tag", "write plain data"),
    "a tab": ("a:\n\tb: 1\n", "f.yaml:2:1", "cannot start any token", "indent with spaces"),
    "a formula cut by a comma": (
        "gives:\n  x: {out: clip(out, 0, 255)}\n",
        "f.yaml:2:6",
        "a comma inside { } cuts the formula in two",
        "on a line of its own, or quote",
    ),
    "a text that is one {{ }}": ("a: {{ k }}\n", "f.yaml:1:5", "a key must be a name", "quote it"),
    "a text that begins with {{": ("a: {{ k }} mm\n", "f.yaml:1:12", "no YAML", "begins with {{"),
    "a colon in a text": ("a: b: c\n", "f.yaml:1:5", "mapping values", "contains `: `"),
    "a list as a key": ("? [a, b]\n: 1\n", "f.yaml:1:3", "a key must be a name", "quote it"),
    "an unclosed quote": ('a: "b\n', "f.yaml:2:1", "unexpected end", "quote a text"),
    "an unclosed bracket": ("a: [1, 2\n", "f.yaml:2:1", "expected ',' or ']'", ""),
    "two documents": ("a: 1\n---\nb: 2\n", "f.yaml:2:1", "another document", ""),
    "an unknown directive": ("%NEW\n---\na: 1\n", "f.yaml:1:5", "no YAML", ""),
    "nothing": ("", "f.yaml:1:1", "the file is empty", "exercises/README.md"),
    "comments only": ("# later\n", "f.yaml:1:1", "the file is empty", "exercises/README.md"),
    "a list": ("# x\n- a\n", "f.yaml:2:1", "the file has no fields", "schema: …"),
    "a word": ("hello\n", "f.yaml:1:1", "the file has no fields", "schema: …"),
    "a control character": ("a: 1\nb: x\x07y\n", "f.yaml:2:5", "U+0007", "delete it"),
    "half a surrogate pair": ("a: \ud800\n", "f.yaml:1:4", "U+D800", "delete it"),
    "a number without end": (f"a: {'9' * 5000}\n", "f.yaml:1:4", "too large", "30 digits"),
    "an infinite number": ("a: 1e999\n", "f.yaml:1:4", "too large", "30 digits"),
}


@pytest.mark.parametrize(("text", "place", "fault", "fix"), REFUSED.values(), ids=REFUSED)
def test_a_surprise_is_refused_with_place_fault_and_fix(text, place, fault, fix):
    first = refusal(text)[0]
    assert first.place == place
    assert fault in first.fault
    assert fix in first.fix


def test_every_tag_and_alias_is_reported_at_once():
    faults = refusal("a: &x 1\nb: *x\nc: !t 2\n")
    assert [fault.place for fault in faults] == ["f.yaml:1:4", "f.yaml:2:4", "f.yaml:3:4"]


def test_every_duplicate_is_reported_at_once():
    faults = refusal("a: 1\na: 2\nb: {c: 1, c: 2}\n")
    assert [fault.place for fault in faults] == ["f.yaml:2:1", "f.yaml:3:11"]


def test_an_alias_bomb_is_refused_before_it_is_built():
    lines = ["a0: &a0 [x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    assert "an anchor" in refusal("\n".join(lines))[0].fault


TYPES = {
    "no": "no",
    "on": "on",
    "yes": "yes",
    "y": "y",
    "012": "012",
    "-012": "-012",
    "00": "00",
    "0x10": "0x10",
    "0o7": "0o7",
    "1_000": "1_000",
    "12:30": "12:30",
    "2026-01-01": "2026-01-01",
    ".inf": ".inf",
    ".nan": ".nan",
    "True": "True",
    "NULL": "NULL",
    "=": "=",
    "1e3": 1000.0,
    "1E-2": 0.01,
    ".5": 0.5,
    "5.": 5.0,
    "-3": -3,
    "+5": 5,
    "0": 0,
    "true": True,
    "false": False,
    "null": None,
    "~": None,
    "": None,
    "'12'": "12",
    '"true"': "true",
    "a # b": "a",
    "a#b": "a#b",
}


@pytest.mark.parametrize(("written", "read"), TYPES.items())
def test_a_plain_scalar_is_what_it_looks_like(written, read):
    value = read_document(f"a: {written}\n", "f.yaml").data["a"]
    assert value == read
    assert type(value) is type(read)


def test_a_merge_key_is_an_ordinary_key():
    assert read_document("<<: {a: 1}\n", "f.yaml").data == {"<<": {"a": 1}}


def test_a_byte_order_mark_is_not_part_of_the_first_key():
    assert read_document("\ufeffa: 1\n", "f.yaml").data == {"a": 1}


def test_a_quoted_parenthesis_in_braces_is_no_cut_formula():
    document = read_document('{en: "first :(", es: "a) b ("}\n', "f.yaml")
    assert document.data == {"en": "first :(", "es": "a) b ("}


def test_a_quoted_formula_in_braces_is_whole():
    assert read_document('x: {out: "clip(out, 0, 255)"}', "f").data["x"]["out"].endswith("255)")


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 99_000 + "]" * 99_000,
        "a: " + "{b: " * 40_000,
        "- " * 99_000,
        "? " * 99_000,
        "\n".join(" " * depth + "a:" for depth in range(500)),
        "a:\n" + "".join(" " * depth + "- a:\n" for depth in range(0, 400, 2)),
    ],
    ids=["brackets", "braces", "lists", "keys", "blocks", "lists of blocks"],
)
def test_deep_nesting_is_refused_and_does_not_end_the_process(text):
    assert "nested too deeply" in refusal(text)[0].fault


def test_nesting_to_the_limit_is_read():
    inner = MAX_DEPTH - 1
    read_document("a: " + "[" * inner + "1" + "]" * inner, "f.yaml")


def test_a_megabyte_is_refused_unread():
    fault = refusal("#" * 2**20)[0]
    assert fault.fault == "the file has 1048576 characters"
    assert str(MAX_CHARACTERS) in fault.fix


def test_a_place_is_that_of_the_nearest_part_that_exists():
    document = read_document("a:\n  b: [1, 22]\n", "f.yaml")
    assert document.place(("a", "b", 1)) == "f.yaml:2:10"
    assert document.place(("a", "b"), key=True) == "f.yaml:2:3"
    assert document.place(("a", "missing", "c")) == "f.yaml:2:3"
    assert document.place(("other",)) == "f.yaml:1:1"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: k + oops", "f.yaml:1:8"),
        ('a: "k + oops"', "f.yaml:1:9"),
        ("a: 'k + oops'", "f.yaml:1:9"),
        ("a: |\n  k + oops", "f.yaml:1:4"),
    ],
    ids=["plain", "double quotes", "single quotes", "block"],
)
def test_a_column_counts_from_the_first_character_of_the_formula(text, place):
    assert read_document(text, "f.yaml").place(("a",), column=4) == place


def test_only_a_literal_block_has_lines_of_its_own():
    document = read_document("a: |\n  x\n  y\nb: >\n  x\n  y\nc: x\n", "f.yaml")
    assert document.line_of(("a",), 2) == "f.yaml:3"
    assert document.line_of(("b",), 2) == document.line_of(("c",), 1) == ""


yaml_like = st.lists(
    st.sampled_from("ab\n -?:[]{},&*!|>'\"#%\t\\~") | st.sampled_from(["b: ", "{{", "1e3", "---"])
).map("".join)
anything = st.text(st.characters()) | yaml_like


@given(anything)
@example("\ud800")
@example("a: " + "[" * 2000)
@example("\x85: \u2028")
def test_a_random_text_is_a_document_or_an_exercise_error(text):
    try:
        document = read_document(text, "f.yaml")
    except ExerciseError as error:
        assert all(fault.place.startswith("f.yaml") and fault.fault for fault in error.faults)  # noqa: PT017 - either is fine
    else:
        assert isinstance(document, Document)
        assert isinstance(document.data, dict)
