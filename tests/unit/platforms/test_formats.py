"""What the formats say, field by field, as each platform wants it."""

import base64
import json
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from grader.cli.emit import FORMATS as NAMED
from grader.model.grade import Verdict
from grader.model.submission import Problem
from grader.platforms import FORMATS, Run, lines
from grader.platforms.phrases import PHRASES
from grader.workflows.emission import emitted

ENVIRONMENT = {
    "CLASSROOM": "cv-2026",
    "ASSIGNMENT": "week-1",
    "ASSIGNMENT_TYPE": "individual",
    "SUBMISSION_TAG": "submit/2026-03-09T12-00-00Z-0123456",
    "COMMIT_URL": "https://github.com/o/r/commit/0123456",
    "RELEASE_URL": "https://github.com/o/r/releases/tag/submit/x",
    "REVIEW_URL": "https://github.com/o/r/pull/1",
}


RUN = Run()


def of(name, grade, run=RUN):
    return FORMATS[name](grade, run)


def test_the_command_knows_every_format():
    assert tuple(FORMATS) == NAMED


def test_the_phrases_exist_in_every_language():
    assert {frozenset(text) for text in PHRASES.values()} == {frozenset({"en", "es"})}


def test_classroom50_gets_whole_hundredths_and_who_it_is_about(ada):
    result = json.loads(of("classroom50", ada, Run.of(ENVIRONMENT))["result.json"])

    assert result["schema"] == "classroom50/result/v1"
    assert (result["classroom"], result["assignment"]) == ("cv-2026", "week-1")
    assert result["submission"] == ENVIRONMENT["SUBMISSION_TAG"]
    assert [type(result[name]) for name in ("score", "max-score")] == [int, int]
    assert (result["score"], result["max-score"]) == (625, 1000)
    assert [test["passed"] for test in result["tests"]] == [True, False, False, False]
    assert all(0 <= test["score"] <= test["max-score"] for test in result["tests"])
    assert result["tests"][1]["points"] == "2.25"


def test_classroom50_gets_no_empty_text_where_the_environment_says_nothing(ada):
    result = json.loads(of("classroom50", ada, Run.of({}))["result.json"])

    for name in ("classroom", "assignment", "submission", "commit", "release", "review"):
        assert result[name]
    assert result["submission"].startswith("submit/")


def test_what_is_right_but_late_has_passed_without_reaching_the_maximum(graded):
    late = graded([(Decimal(4), Decimal(4))], earned=Decimal("2.8"), credit=Decimal("0.7"))
    result = json.loads(of("classroom50", late)["result.json"])

    assert result["tests"][0]["passed"]
    assert result["tests"][0]["score"] == 280
    assert "status=success" in of("classroom50", late)["github-output.txt"]


def test_the_reporter_gets_two_runners_whose_tests_all_pass_and_all_fail(ada):
    text = of("github-classroom", ada)["github-output.txt"]
    found = dict(line.split("=", 1) for line in text.splitlines())
    earned, missing = (json.loads(base64.b64decode(found[name])) for name in found)

    assert (earned["max_score"], missing["max_score"]) == (6.25, 3.75)
    assert {test["status"] for test in earned["tests"]} == {"pass"}
    assert {test["status"] for test in missing["tests"]} == {"fail"}
    assert [test["name"] for test in missing["tests"]] == [
        "2. Partly: 0.75 of 3 missing",
        "3. Blank: 1 of 1 missing",
        "4. Failed: 2 of 2 missing",
    ]
    assert {test["line_no"] for one in (earned, missing) for test in one["tests"]} == {0}


@pytest.mark.parametrize("earned", ["0", "4"])
def test_the_reporter_never_gets_a_runner_without_tests(graded, earned):
    grade = graded([(Decimal(earned), Decimal(4))])
    text = of("github-classroom", grade)["github-output.txt"]

    for line in text.splitlines():
        assert json.loads(base64.b64decode(line.partition("=")[2]))["tests"]


def test_every_answer_is_a_case_of_the_junit_suite(ada):
    suite = ET.fromstring(of("junit", ada)["report.xml"]).find("testsuite")

    assert {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "4",
        "failures": "1",
        "errors": "1",
        "skipped": "1",
    }
    kinds = [[child.tag for child in case] for case in suite.iter("testcase")]
    assert kinds == [[], ["failure"], ["skipped"], ["error"]]
    assert suite.get("timestamp") == "2026-03-09T12:00:00"


def test_the_name_of_a_case_does_not_change_with_its_points(ada):
    def names(grade):
        root = ET.fromstring(of("junit", grade)["report.xml"])
        return [case.attrib for case in root.iter("testcase")]

    better = replace(ada.exercises[1].answers[0], verdict=Verdict.CORRECT, earned=Decimal(3))
    exercise = replace(ada.exercises[1], answers=(better,), earned=Decimal(3))
    assert names(replace(ada, exercises=(ada.exercises[0], exercise, *ada.exercises[2:]))) == names(
        ada
    )


def test_gradescope_gets_plain_text_only(ada):
    results = json.loads(of("gradescope", ada)["results.json"])

    assert {results[f"{part}output_format"] for part in ("", "test_")} == {"text"}
    assert [test["status"] for test in results["tests"]] == ["passed", "failed", "failed", "failed"]
    assert results["visibility"] == "visible"


def test_the_run_that_does_not_count_says_so(ada):
    for name in ("step-summary", "classroom50", "gradescope"):
        said = "".join(of(name, ada, Run(formative=True)).values())
        unsaid = "".join(of(name, ada).values())
        assert "instructor's own run" in said
        assert "instructor's own run" not in unsaid


def test_a_file_that_cannot_be_graded_is_an_error_in_the_log(ada):
    fatal = Problem(code="not-json", text={"en": "The file is damaged."}, fatal=True)
    text = of("annotations", replace(ada, problems=(fatal,)))["annotations.txt"]

    assert "\n::error title=Week 1::The file is damaged.\n" in text


def test_it_speaks_the_language_of_the_student(ada):
    spanish = replace(ada, language="es")

    assert "6,25 de 10 puntos" in of("step-summary", spanish)["summary.md"]
    assert "6,25 de 10 puntos" in of("annotations", spanish)["annotations.txt"]
    assert "summary=6,25 de 10 puntos" in of("classroom50", spanish)["github-output.txt"]


def test_outputs_of_two_formats_for_one_step_come_together(ada):
    files = emitted(ada, ["github-classroom", "classroom50"], Run())
    names = [line.partition("=")[0] for line in files["github-output.txt"].splitlines()]

    assert names == ["earned", "missing", "status", "summary"]


def test_lines_of_a_result_without_exercises_are_the_whole(graded):
    grade = graded([], earned=Decimal(2), possible=Decimal(6))

    assert [(one.name, one.earned) for one in lines.lines(grade)] == [("Week 1", Decimal(2))]


def test_an_output_for_the_reporter_fits_into_a_variable_of_the_environment(graded):
    grade = graded([(Decimal("0.5"), Decimal(1))] * 200)
    long = [replace(one, title={"en": "漢" * 500}) for one in grade.exercises]
    text = of("github-classroom", replace(grade, exercises=tuple(long)))["github-output.txt"]

    assert max(map(len, text.splitlines())) < 131_072
