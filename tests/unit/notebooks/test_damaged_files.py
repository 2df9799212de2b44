"""Every way a file has been seen to arrive damaged, and what is said about it."""

import json

import pytest

from grader.notebooks import fill, read, render
from grader.notebooks.files import BRACKET_LIMIT, CELL_LIMIT, CELLS_LIMIT, CODE_LIMIT, FILE_LIMIT

OUT = ("predict-correlation", "out")
ANSWER = "out_1 = [[1, 2], [3, 4]]"


@pytest.fixture
def answered(worksheet):
    return fill(render(worksheet), {OUT: ANSWER})


def codes(submission):
    return [problem.code for problem in submission.problems]


def source_of(submission, key=OUT):
    return next(cell.source for cell in submission.cells if key in cell.answers)


def bytes_of(notebook):
    return json.dumps(notebook).encode()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b" \n\t", "empty-file"),
        (b"%PDF-1.7 \xff\xfe\x00", "not-text"),
        ("año".encode("latin-1"), "not-text"),
        (b"\xff\xfe\x00", "not-text"),
        (b"hello", "not-json"),
        (b'{"cells": [', "not-json"),
        (b"\x00" * 100, "not-json"),
        (b"[1, 2]", "not-a-notebook"),
        (b"null", "not-a-notebook"),
        (b'"cells"', "not-a-notebook"),
        (b"{}", "not-a-notebook"),
        (b'{"cells": 3}', "not-a-notebook"),
        (b'{"cells": []}', "not-ours"),
        (b'{"worksheets": [{}, 4, {"cells": 4}]}', "not-ours"),
        (b"[" * 100_000 + b"]" * 100_000, "too-deep"),
        (b'{"cells":' * 50_000, "too-deep"),
        (b"[" + b"[]," * BRACKET_LIMIT + b"[]]", "too-deep"),
        (b"\xff\xfe\x00\x00" + "{}".encode("utf-32-le"), "not-json"),
    ],
)
def test_a_file_that_cannot_be_graded_is_refused_with_a_reason(worksheet, data, code):
    submission = read(data, worksheet)

    assert codes(submission) == [code]
    assert not submission.gradable


def test_a_file_that_is_far_too_large_is_refused_unread(worksheet):
    assert codes(read(b" " * (FILE_LIMIT + 1), worksheet)) == ["too-large"]


def test_a_file_that_was_cut_off_is_refused_with_the_line(worksheet, answered):
    (problem,) = read(answered[:-40], worksheet).problems

    assert problem.code == "not-json"
    assert f"line {answered[:-40].count(bytes([10])) + 1}" in problem.text["en"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_with_a_byte_order_mark_is_read(worksheet, answered, encoding):
    submission = read(answered.decode().encode(encoding), worksheet)

    assert codes(submission) == ["odd-encoding"]
    assert source_of(submission) == ANSWER


def test_big_endian_utf_16_is_read(worksheet, answered):
    data = b"\xfe\xff" + answered.decode().encode("utf-16-be")

    assert source_of(read(data, worksheet)) == ANSWER


def test_a_notebook_of_format_3_is_read(worksheet, answered):
    notebook = json.loads(answered)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["input"] = cell.pop("source")
    old = {"nbformat": 3, "metadata": {}, "worksheets": [{"cells": notebook["cells"]}]}

    submission = read(bytes_of(old), worksheet)

    assert codes(submission) == ["old-format"]
    assert source_of(submission) == ANSWER


@pytest.mark.parametrize("version", [(4, 6), (5, 0), (99, 1)])
def test_a_notebook_of_a_newer_format_is_read(worksheet, answered, version):
    notebook = json.loads(answered)
    notebook["nbformat"], notebook["nbformat_minor"] = version

    submission = read(bytes_of(notebook), worksheet)

    assert codes(submission) == ["newer-format"]
    assert source_of(submission) == ANSWER


@pytest.mark.parametrize("version", [None, "4", 4.5, [], True])
def test_a_notebook_that_does_not_know_its_format_is_read(worksheet, answered, version):
    notebook = json.loads(answered) | {"nbformat": version}

    assert source_of(read(bytes_of(notebook), worksheet)) == ANSWER


@pytest.mark.parametrize("junk", [None, 3, "cell", [], {}, {"cell_type": "code", "source": 3}])
def test_a_damaged_cell_costs_itself_only(worksheet, answered, junk):
    notebook = json.loads(answered)
    notebook["cells"].insert(0, junk)

    submission = read(bytes_of(notebook), worksheet)

    assert codes(submission) == ["damaged-cells"]
    assert source_of(submission) == ANSWER


@pytest.mark.parametrize("key", ["cell_type", "id", "metadata", "outputs", "execution_count"])
@pytest.mark.parametrize("value", [None, 3, "x", [], {}, {"grader": 3}, {"grader": {"role": []}}])
def test_a_cell_with_the_wrong_types_is_still_found(worksheet, answered, key, value):
    notebook = json.loads(answered)
    notebook["cells"][5][key] = value

    assert source_of(read(bytes_of(notebook), worksheet)) == ANSWER


@pytest.mark.parametrize("source", [ANSWER, [ANSWER], list(ANSWER), [ANSWER[:4], ANSWER[4:]]])
def test_a_source_may_be_a_text_or_a_list_of_texts(worksheet, notebook, source):
    notebook["cells"][5]["source"] = source

    assert source_of(read(bytes_of(notebook), worksheet)) == ANSWER


def test_large_outputs_are_read_with_a_word_of_advice(worksheet, answered):
    notebook = json.loads(answered)
    notebook["cells"][5]["outputs"] = [{"output_type": "stream", "text": "x" * 30_000_000}]

    submission = read(bytes_of(notebook), worksheet)

    assert codes(submission) == ["large-file"]
    assert source_of(submission) == ANSWER


def test_an_endless_number_does_no_harm(worksheet, answered):
    data = answered.replace(b'"nbformat": 4', b'"x": ' + b"9" * 100_000 + b', "nbformat": 4')

    assert codes(read(data, worksheet)) == []


def test_a_number_that_is_none_does_no_harm(worksheet, answered):
    data = answered.replace(b'"execution_count": null', b'"execution_count": NaN')

    assert codes(read(data, worksheet)) == []


def test_of_two_equal_keys_the_last_counts(worksheet, answered):
    data = b'{"cells": [], ' + answered.lstrip()[1:]

    assert source_of(read(data, worksheet)) == ANSWER


def test_a_source_can_always_be_encoded(worksheet, answered):
    data = answered.replace(b"out_1 = [[", b"# \\ud800 \\u0000 \\udfff\\nout_1 = [[")

    assert source_of(read(data, worksheet)) == "# \ufffd  \ufffd\n" + ANSWER


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_the_ends_of_lines_are_made_equal(worksheet, notebook, end):
    notebook["cells"][5]["source"] = f"# one{end}{ANSWER}{end}"

    assert source_of(read(bytes_of(notebook), worksheet)) == f"# one\n{ANSWER}\n"


def test_a_cell_too_long_to_be_an_answer_is_not_read(worksheet, notebook):
    notebook["cells"][5]["source"] = "out_1 = '" + "x" * CELL_LIMIT + "'"

    submission = read(bytes_of(notebook), worksheet)

    assert codes(submission) == ["long-cells"]
    assert source_of(submission) == ""


def test_more_code_than_anyone_writes_is_read_up_to_a_limit(worksheet, answered):
    notebook = json.loads(answered)
    long = {"cell_type": "code", "metadata": {}, "source": "#" * CELL_LIMIT}
    notebook["cells"] += [long] * (CODE_LIMIT // CELL_LIMIT)

    submission = read(bytes_of(notebook), worksheet)

    assert codes(submission) == ["long-cells"]
    assert sum(len(cell.source) for cell in submission.cells) <= CODE_LIMIT


def test_more_cells_than_anyone_makes_are_read_up_to_a_limit(worksheet, answered):
    notebook = json.loads(answered)
    notebook["cells"] += [{"cell_type": "code", "metadata": {}, "source": ""}] * CELLS_LIMIT

    submission = read(bytes_of(notebook), worksheet)

    assert codes(submission) == ["damaged-cells"]
    assert source_of(submission) == ANSWER


def test_the_digest_is_that_of_the_file(worksheet):
    digest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    assert read(b"", worksheet).digest == digest


def test_a_reason_is_given_in_every_language(worksheet):
    (problem,) = read(b"", worksheet).problems

    assert set(problem.text) == {"en", "es"}
