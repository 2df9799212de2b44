"""What platforms run themselves, run on what we write for them.

None of their code is ours to keep. What a registry has is part of the extras `test` and
`platforms`; the rest is told by variables, and without them these tests say what they lack:

``GRADER_REPORTER_JS``
    ``dist/main.js`` of classroom-resources/autograding-grading-reporter, tag v1.
``GRADER_COMMAND_JS``
    The same of classroom-resources/autograding-command-grader.
``GRADER_CLASSROOM50``
    A folder with ``runner.py`` and ``collect_scores.py`` of foundation50/classroom50.
``GRADER_JUNIT_XSD``
    A folder with XML Schemas of JUnit: ``junit-10.xsd`` of Jenkins, ``JUnit.xsd`` of windyroad.
"""

import base64
import functools
import http.server
import importlib.util
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tarfile
import threading
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest

from grader.model.grade import AnswerGrade, ExerciseGrade, Grade, Remark, Verdict
from grader.notebooks import fill, label, render
from grader.platforms import FORMATS, Run
from grader.workflows.course import find_sources
from grader.workflows.scaffold import Plan, files_of

pytestmark = pytest.mark.peers
ROOT = Path(__file__).parents[2]
ATTACK = "::error::x\n##[error]y <b> & ]]> \x1b[31m `"


def told(variable):
    """Return what a variable names, or skip."""
    path = os.environ.get(variable)
    if not path:
        pytest.skip(f"set {variable}: see the top of this file")
    return Path(path)


def exercise(number, earned, possible, *, text="Right"):
    right = earned == possible
    answer = AnswerGrade(
        answer="out",
        label={"en": text},
        kind="matrix",
        verdict=Verdict.CORRECT if right else Verdict.PARTIAL,
        earned=Decimal(earned),
        possible=Decimal(possible),
        remarks=() if right else (Remark(code="r", text={"en": text}),),
    )
    return ExerciseGrade(
        exercise=f"e-{number}",
        number=number,
        title={"en": text},
        variant="v",
        earned=answer.earned,
        possible=answer.possible,
        answers=(answer,),
    )


def grade_of(*exercises):
    return Grade(
        assignment="filtering-basics",
        title={"en": "Week 1"},
        student="ada",
        name="Ada",
        earned=sum((one.earned for one in exercises), Decimal(0)),
        possible=sum((one.possible for one in exercises), Decimal(0)),
        exercises=exercises,
        submission="0" * 64,
        graded_at="2026-03-09T12:00:00+00:00",
    )


GRADES = {
    "partial": grade_of(exercise(1, "1.2", "4"), exercise(2, "4", "4"), exercise(3, "2.05", "6")),
    "right": grade_of(exercise(1, "4", "4")),
    "nothing": grade_of(exercise(1, "0", "4"), exercise(2, "0", "2.5")),
    "hostile": grade_of(exercise(1, "0.1", "0.5", text=ATTACK), exercise(2, "0.2", "0.5")),
}


@pytest.fixture(params=GRADES)
def grade(request):
    return GRADES[request.param]


# The reporter of GitHub Classroom


def report(grade):
    script = told("GRADER_REPORTER_JS")
    node = shutil.which("node") or pytest.skip("needs node")
    text = FORMATS["github-classroom"](grade, Run())["github-output.txt"]
    outputs = dict(line.split("=", 1) for line in text.splitlines())
    results = {f"{name.upper()}_RESULTS": value for name, value in outputs.items()}
    done = subprocess.run(
        [node, str(script)],
        env={"PATH": os.environ["PATH"], "INPUT_RUNNERS": "earned,missing", **results},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout


def test_the_reporter_announces_our_total(grade):
    code, said = report(grade)
    notice = re.search(r"::notice title=Autograding complete::Points (\S+)/(\S+)\n", said)

    assert (Decimal(notice[1]), Decimal(notice[2])) == (grade.earned, grade.possible)
    assert code == (grade.earned < grade.possible)


def test_its_table_and_its_notice_agree(grade):
    _, said = report(grade)
    row = re.search(r"│ Total: +│ (\S+) +│ (\S+) +│", said)

    assert (Decimal(row[1]), Decimal(row[2])) == (grade.earned, grade.possible)


def test_what_it_prints_has_no_command_but_its_own():
    _, said = report(GRADES["hostile"])
    commands = [line for line in said.splitlines() if line.lstrip().startswith("::")]

    assert [line.partition(" ")[0].partition("::e")[0] for line in commands[:2]] == ["::notice"] * 2
    assert commands[2:] == ["::error::Some tests failed."]
    assert "##[" not in said


@pytest.mark.parametrize(("threshold", "status"), [("0", "pass"), ("1", "fail")])
def test_the_command_grader_grades_by_our_exit_code(submission, tmp_path, threshold, status):
    """It gives the command a path and a home, and nothing else of the environment."""
    script = told("GRADER_COMMAND_JS")
    node = shutil.which("node") or pytest.skip("needs node")
    main = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); from grader.cli.main import main; main()"
    )
    words = [sys.executable, "-P", "-c", main, "ci", "--student", "ada"]
    words += ["--platform", "plain", "--fail-under", threshold]
    output = tmp_path / "output"
    output.touch()
    done = subprocess.run(
        [node, str(script)],
        cwd=submission[0],
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "GITHUB_OUTPUT": str(output),
            "INPUT_TEST-NAME": "grader",
            "INPUT_COMMAND": shlex.join(words),
            "INPUT_MAX-SCORE": "14",
            "INPUT_TIMEOUT": "1",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 0, done.stderr
    encoded = output.read_text().splitlines()[1]
    assert json.loads(base64.b64decode(encoded))["status"] == status
    assert "0 of 14 points" in done.stdout


# Classroom 50


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def pages(tmp_path):
    """Serve a folder on the loopback, as Classroom 50's Pages do."""
    folder = tmp_path / "pages"
    folder.mkdir()
    handler = functools.partial(Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def git(folder, *arguments):
    identity = ("-c", "user.name=t", "-c", "user.email=t@x.org", "-c", "init.defaultBranch=main")
    done = subprocess.run(
        ["git", *identity, "-C", str(folder), *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.fixture
def submission(tmp_path):
    """Ada's repository, accepted, handed out and answered."""
    course = find_sources("filtering-basics")
    files = files_of(Plan(platform="classroom50", sources=course))
    folder = tmp_path / "repository"
    for name, data in files.items():
        if name.startswith("template/"):
            path = folder / name.removeprefix("template/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    (folder / ".classroom50.yaml").write_text("classroom: cv\nassignment: filtering-basics\n")
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "Accept")
    bundle = {name: data for name, data in files.items() if name.startswith("autograders/")}
    return folder, bundle


def run_classroom50(submission, pages, environment):
    folder, bundle = submission
    served, address = pages
    target = served / "cv" / "autograders" / "filtering-basics.tar.gz"
    target.parent.mkdir(parents=True)
    with tarfile.open(target, "w:gz") as archive:
        for name, data in bundle.items():
            info = tarfile.TarInfo(name.removeprefix("autograders/"))
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    output = served.parent / "output"
    done = subprocess.run(
        [sys.executable, str(told("GRADER_CLASSROOM50") / "runner.py")],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(served.parent),
            "RUNNER_TEMP": str(served.parent / "temp"),
            "PAGES_BASE_URL": address,
            "CLASSROOM": "cv",
            "ASSIGNMENT": "filtering-basics",
            "SUBMISSION_TAG": "submit/2026-03-09T12-00-00Z-0123456",
            "GITHUB_REPOSITORY": "org/cv-filtering-basics-Ada",
            "GITHUB_SHA": git(folder, "rev-parse", "HEAD"),
            "GITHUB_ACTOR": "Ada",
            "GITHUB_ACTOR_ID": "7",
            "GITHUB_ACTIONS": "true",
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(served.parent / "summary"),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )
    result = json.loads((folder / "result.json").read_text())
    return (
        done,
        result,
        dict(line.split("=", 1) for line in output.read_text().splitlines() if "=" in line),
    )


def collected(result):
    """Let the collector of Classroom 50 look at a result; it raises what it does not take."""
    path = told("GRADER_CLASSROOM50") / "collect_scores.py"
    spec = importlib.util.spec_from_file_location("collect_scores", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["collect_scores"] = module
    spec.loader.exec_module(module)
    module.validate_result(result, "cv", "filtering-basics", result["owner"])


def started(folder):
    done = subprocess.run(
        [sys.executable, "-m", "grader", "start"],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "GITHUB_REPOSITORY": "org/cv-filtering-basics-Ada",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    path = folder / "filtering-basics.ipynb"
    path.write_bytes(fill(path.read_bytes(), {("identify-shift", "move"): "move = 'up 1'"}))
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "Answer")


def test_the_runner_of_classroom_50_takes_our_result_and_its_collector_too(submission, pages):
    told("GRADER_CLASSROOM50")
    started(submission[0])
    done, result, outputs = run_classroom50(submission, pages, {"PYTHONPATH": str(ROOT)})

    assert done.returncode == 0, done.stdout + done.stderr
    assert "::error" not in done.stdout.replace("::error title", "")
    assert (result["owner"].lower(), result["max-score"], len(result["tests"])) == ("ada", 1400, 4)
    assert outputs["status"] in {"success", "failure"}
    assert outputs["summary"].endswith(" of 14 points")
    assert Decimal(outputs["summary"].split()[0]) * 100 == result["score"]
    body = (submission[0] / "release-body.md").read_text()
    assert (pages[0].parent / "summary").read_text() == body
    collected(result)


def test_it_takes_the_result_of_a_grader_that_cannot_run(submission, pages, tmp_path):
    told("GRADER_CLASSROOM50")
    broken = tmp_path / "broken" / "grader"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("raise RuntimeError\n")
    done, result, outputs = run_classroom50(submission, pages, {"PYTHONPATH": str(broken.parent)})

    assert done.returncode == 0
    assert (result["score"], result["max-score"]) == (0, 1400)
    assert outputs["status"] == "failure"
    collected(result)


# JUnit, workflows, Gradescope, nbgrader


@pytest.mark.parametrize("schema", ["junit-10.xsd", "JUnit.xsd"])
def test_our_junit_is_valid_under_both_schemas(grade, schema):
    xmlschema = pytest.importorskip("xmlschema", reason="pip install -e '.[platforms]'")
    path = told("GRADER_JUNIT_XSD") / schema
    text = FORMATS["junit"](grade, Run())["report.xml"]

    xmlschema.XMLSchema(str(path)).validate(io.BytesIO(text.encode()))


WORKFLOWS = {
    "vendor.github-workflows": ("github", "github-classroom", "classroom50"),
    "vendor.gitlab-ci": ("gitlab",),
}


@pytest.mark.parametrize("schema", WORKFLOWS)
def test_our_workflows_are_valid_under_the_platforms_own_schema(tmp_path, schema):
    pytest.importorskip("check_jsonschema", reason="pip install -e '.[test]'")
    sources = find_sources("filtering-basics")
    paths = []
    for platform, start, tagged in product(WORKFLOWS[schema], (False, True), (False, True)):
        plan = Plan(platform=platform, sources=sources, start=start, tagged=tagged)
        for name, data in files_of(plan).items():
            if name.endswith(".yml"):
                paths.append(tmp_path / f"{platform}-{start}-{tagged}.yml")
                paths[-1].write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
    )

    # Classroom 50 has a workflow of its own, and ours only where notebooks are drawn.
    assert len(paths) == (10 if "github" in schema else 4)
    assert done.returncode == 0, done.stdout


def test_our_results_have_the_shape_that_gradescopes_own_library_writes(grade):
    unittest = pytest.importorskip("unittest")
    runner = pytest.importorskip(
        "gradescope_utils.autograder_utils.json_test_runner", reason="pip install -e '.[test]'"
    )
    decorators = pytest.importorskip("gradescope_utils.autograder_utils.decorators")

    class Case(unittest.TestCase):
        @decorators.weight(4)
        @decorators.number("1")
        @decorators.visibility("visible")
        def test_it(self):
            """Its name"""

    stream = io.StringIO()
    suite = unittest.defaultTestLoader.loadTestsFromTestCase(Case)
    runner.JSONTestRunner(visibility="visible", stream=stream).run(suite)
    theirs = json.loads(stream.getvalue())
    ours = json.loads(FORMATS["gradescope"](grade, Run())["results.json"])

    for name in theirs.keys() & ours.keys():
        assert type(ours[name]) in {type(theirs[name]), float, int}, name
    (test,) = theirs["tests"]
    for own in ours["tests"]:
        assert {"name", "score", "max_score", "status", "visibility", "number"} <= own.keys()
        assert own["status"] in {"passed", "failed"}
        for name in test.keys() & own.keys():
            assert isinstance(own[name], str) == isinstance(test[name], str), name


def test_nbgraders_validator_has_nothing_against_our_notebooks(sheet_of):
    formats = pytest.importorskip("nbgrader.nbgraderformat", reason="pip install '.[platforms]'")
    nbformat = pytest.importorskip("nbformat")
    notebook = render(sheet_of("filtering-basics").worksheet)
    assert label(notebook).student == "ada"

    formats.MetadataValidator().validate_nb(nbformat.reads(notebook.decode(), as_version=4))
