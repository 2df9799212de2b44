"""Both languages ask for the same: every number of a notebook stands in it in Spanish as well."""

import json
import re
from collections import Counter

from grader import notebooks
from grader.model.assignment import Student
from grader.spec.assignments import single
from grader.variants import worksheet

SAMPLE = 20


def notebook(law, variant, language):
    student = Student(id=variant.student, name="Nobody", language=language)
    return json.loads(notebooks.render(worksheet(single(law.exercise), student, (variant,))))


def numbers(content):
    """Return the numbers of each cell, whichever sign stands before their decimals."""
    found = []
    for cell in content["cells"]:
        text = "".join(cell["source"]).replace("−", "-")
        label = cell["metadata"]["grader"]
        if label["role"] in {"prompt", "given", "question"}:
            decimals = re.sub(r"(?<=\d),(?=\d)", ".", text)
            found.append(
                (
                    label["role"],
                    label.get("answer"),
                    Counter(re.findall(r"\d+(?:\.\d+)?", decimals)),
                )
            )
    return found


def test_the_spanish_notebook_has_the_numbers_of_the_english_one(law):
    for variant in law.variants[:SAMPLE]:
        english, spanish = (notebook(law, variant, language) for language in ("en", "es"))
        assert numbers(english) == numbers(spanish), variant.student


def test_a_worksheet_hands_out_the_same_values_in_both_languages(law):
    task = single(law.exercise)
    for variant in law.variants:
        english, spanish = (
            worksheet(task, Student(id="ada", name="Ada", language=language), (variant,))
            for language in ("en", "es")
        )
        for one, other in zip(english.exercises, spanish.exercises, strict=True):
            assert one.given == other.given
            assert [item.form for item in one.answers] == [item.form for item in other.answers]
