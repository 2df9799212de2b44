"""What holds for every worksheet, every answer and every damage."""

import json

import nbformat
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.model.assignment import Feedback
from grader.model.variant import AnswerView, ExerciseView, Form, Worksheet
from grader.notebooks import fill, read, render
from grader.notebooks.lines import assigned, is_blank, without_jupyter

# A lone surrogate is in no file that we read; `\r` is made `\n` in what a student hands in.
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"))
markdown = texts | st.lists(
    st.sampled_from(["```", "```python answer a out", "<!-- prompt a -->", "{{", "%}", "$$", "\n"])
).map("\n".join)
sources = texts | st.lists(
    st.sampled_from(
        [
            "out = [[1]]",
            "x = '''",
            '"""',
            "(",
            "]",
            "%time y = 1",
            "%time !a",
            "!ls",
            "x?",
            "\\",
            "#",
        ]
    )
).map("\n".join)
numbers = st.integers() | st.floats(allow_nan=False) | st.booleans() | st.fractions() | texts
values = st.recursive(numbers, lambda inner: st.lists(inner, max_size=3).map(tuple), max_leaves=9)


def views(name, number, prompt, given):
    return ExerciseView(
        exercise=name,
        number=number,
        title="A title",
        prompt=prompt,
        hints=(prompt,),
        points="1",
        minutes=2,
        given={f"given_{number}": value for value in given},
        answers=(
            AnswerView(name="out", variable=f"out_{number}", label=prompt, form=FORM),
            AnswerView(name="sum", variable=f"sum_{number}", label="", form=FORM),
        ),
        variant=f"v-{number}",
    )


FORM = Form(kind="integer", whole=True)
worksheets = st.builds(
    lambda prompt, given, language, name: Worksheet(
        assignment="week-1",
        title="Week 1",
        student="ada",
        name=name,
        language=language,
        points="2",
        feedback=Feedback.FORMAT,
        exercises=(views("a", 1, prompt, given), views("b", 2, "Count.", ())),
    ),
    markdown,
    st.lists(values, max_size=1),
    st.sampled_from(["en", "es"]),
    texts,
)
KEYS = [("a", "out"), ("a", "sum"), ("b", "out"), ("b", "sum")]
WORKSHEET = Worksheet(
    assignment="week-1",
    title="Week 1",
    student="ada",
    name="Ada",
    language="en",
    points="2",
    feedback=Feedback.FORMAT,
    exercises=(views("a", 1, "Sum.", [((1, 2), (3, 4))]), views("b", 2, "Count.", ())),
)
NOTEBOOK = render(WORKSHEET)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def answers_in(submission):
    return {key: cell.source for cell in submission.cells for key in cell.answers}


@given(worksheets)
def test_every_notebook_is_valid_and_always_the_same(worksheet):
    data = render(worksheet)

    nbformat.validate(nbformat.reads(data.decode(), as_version=nbformat.NO_CONVERT))
    assert render(worksheet) == data


@given(worksheets)
def test_every_notebook_is_what_jupyter_would_save(worksheet):
    data = render(worksheet)

    assert nbformat.writes(nbformat.reads(data.decode(), as_version=4)).encode() + b"\n" == data


@given(worksheets)
def test_an_untouched_notebook_reads_as_blank_without_a_problem(worksheet):
    submission = read(render(worksheet), worksheet)

    assert list(answers_in(submission)) == KEYS
    assert all(map(is_blank, answers_in(submission).values()))
    assert (submission.problems, submission.missing) == ((), ())


@given(worksheets, st.lists(texts, min_size=4, max_size=4))
def test_what_is_filled_in_is_read_back(worksheet, typed):
    answers = {
        key: f"{name} = 1  # {' '.join(text.split())}"
        for key, name, text in zip(KEYS, ["out_1", "sum_1", "out_2", "sum_2"], typed, strict=True)
    }

    submission = read(fill(render(worksheet), answers), worksheet)

    assert answers_in(submission) == answers
    assert submission.problems == ()


@given(st.binary())
def test_any_bytes_give_a_submission(data):
    assert read(data, WORKSHEET).student == "ada"


@given(st.integers(0, len(NOTEBOOK)), st.integers(0, 200), st.binary(max_size=8))
def test_a_notebook_with_damaged_bytes_gives_a_submission(start, length, junk):
    data = NOTEBOOK[:start] + junk + NOTEBOOK[start + length :]

    assert read(data, WORKSHEET).student == "ada"


@settings(max_examples=300)
@given(st.data())
def test_a_notebook_with_damaged_structure_gives_a_submission(data):
    notebook = json.loads(NOTEBOOK)
    for _ in range(data.draw(st.integers(1, 4))):
        place = notebook
        while True:
            keys = sorted(place) if isinstance(place, dict) else range(len(place))
            key = data.draw(st.sampled_from(keys))
            if (
                not isinstance(place[key], dict | list)
                or not place[key]
                or data.draw(st.booleans())
            ):
                break
            place = place[key]
        place[key] = data.draw(json_values)
        if not notebook:
            break

    submission = read(json.dumps(notebook).encode(), WORKSHEET)

    assert not submission.gradable or set(answers_in(submission)) | set(submission.missing) == {
        *KEYS
    }


@given(st.permutations(range(len(json.loads(NOTEBOOK)["cells"]))))
def test_the_order_of_the_cells_does_not_matter(order):
    notebook = json.loads(NOTEBOOK)
    notebook["cells"] = [notebook["cells"][position] for position in order]

    assert answers_in(read(json.dumps(notebook).encode(), WORKSHEET)) == answers_in(
        read(NOTEBOOK, WORKSHEET)
    )


@given(sources)
def test_lines_keep_their_numbers(source):
    plain = without_jupyter(source)

    assert plain == "" or plain.count("\n") == source.count("\n")


@given(sources)
def test_plain_python_has_nothing_left_for_jupyter(source):
    plain = without_jupyter(source)

    assert without_jupyter(plain) == plain


@given(sources)
def test_a_cell_that_assigns_is_not_blank(source):
    assert not (assigned(source) and is_blank(source))
