"""The reference says all there is, and nothing that is not."""

import json
import re
import tomllib
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import click
import pytest
from pydantic import BaseModel

from grader.answers import ANSWER_TYPES
from grader.cli.main import COMMANDS, LazyGroup, group
from grader.errors import ExitCode, Fault
from grader.expressions.functions import FUNCTIONS
from grader.misconceptions import LIBRARY
from grader.model.examination import Examination, Figures
from grader.model.grade import Grade, Verdict
from grader.platforms import FORMATS, Run
from grader.reports import result_fields
from grader.reports.examination_json import examination_json
from grader.spec import schema
from grader.variants.generators import GENERATORS
from grader.workflows.linting.assignments import ASSIGNMENT_CHECKS
from grader.workflows.linting.checks import CHECKS
from grader.workflows.linting.files import READING
from grader.workflows.repository import Settings
from grader.workflows.schemas import schema_text

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
BLOCKS = {
    "Exercise": schema.ExerciseFile,
    "Variants": schema.VariantsBlock,
    "Band": schema.BandBlock,
    "Answer": schema.AnswerBlock,
    "Part": schema.PartBlock,
    "Option": schema.OptionBlock,
    "Because": schema.BecauseBlock,
    "Property": schema.PropertyBlock,
    "Case group": schema.CaseGroupBlock,
    "Tolerance": schema.ToleranceBlock,
    "Carry": schema.CarryBlock,
    "Misconception": schema.MisconceptionBlock,
    "Solution": schema.SolutionBlock,
    "Test": schema.TestBlock,
    "Expectation": schema.ExpectBlock,
    "Limits": schema.LimitsBlock,
    "Assignment": schema.AssignmentFile,
    "Task": schema.TaskBlock,
    "Pool": schema.PoolBlock,
    "Window": schema.WindowBlock,
    "Late": schema.LateBlock,
    "Override": schema.OverrideBlock,
}


def _section(page, heading):
    """Return what stands under a heading of the second rank."""
    text = (REFERENCE / page).read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(heading)}$(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    assert found, f"{page} has no section {heading}"
    return found.group(1)


def _rows(page, heading):
    """Return the table of a section: what stands in its first column → the other columns."""
    rows = {}
    for line in _section(page, heading).splitlines():
        if line.startswith("| `"):
            first, *rest = (cell.strip() for cell in line.strip("|").split(" | "))
            rows[first.strip("` ")] = rest
    return rows


def _default(field):
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    if value is None or isinstance(value, BaseModel) or value in ([], {}):
        return "–"
    return f"`{value}`"


@pytest.mark.parametrize("heading", BLOCKS)
def test_every_field_is_described_with_its_default(heading):
    fields = BLOCKS[heading].model_fields
    said = {name: cells[0] for name, cells in _rows("exercise-files.md", heading).items()}

    assert said == {field.alias or name: _default(field) for name, field in fields.items()}


def test_no_block_of_the_schema_is_left_out():
    blocks = {
        thing
        for thing in vars(schema).values()
        if isinstance(thing, type) and issubclass(thing, schema._Block) and thing.model_fields
    }

    assert blocks == set(BLOCKS.values())


@pytest.mark.parametrize(
    ("heading", "table"),
    [
        ("Generators", GENERATORS),
        ("Answer types", ANSWER_TYPES),
        ("The library of misconceptions", LIBRARY),
    ],
)
def test_every_table_of_the_program_is_one_of_the_reference(heading, table):
    rows = _rows("exercise-files.md", heading)

    assert {name.partition("(")[0] for name in rows} == set(table)


def test_the_credit_of_every_misconception_is_told():
    rows = _rows("exercise-files.md", "The library of misconceptions")

    assert {name: float(cells[-1]) for name, cells in rows.items()} == {
        name: float(operator.credit) for name, operator in LIBRARY.items()
    }


def test_every_function_of_formulas_is_described():
    headings = ("Filtering", "Kernels", "Layers", "Counting", "Matrices", "Lists", "Numbers")
    rows = {
        name: cells
        for heading in headings
        for name, cells in _rows("expressions.md", heading).items()
    }

    assert {name.partition("(")[0] for name in rows} == set(FUNCTIONS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_every_command_is_described(name):
    command = LazyGroup().get_command(click.Context(group), name)
    section = _section("commands.md", f"grader {name}")

    for parameter in command.params:
        told = (
            parameter.opts
            if isinstance(parameter, click.Option)
            else [parameter.human_readable_name]
        )
        assert all(f"`{opt}" in section for opt in told if opt.startswith("--") or opt.isupper()), (
            told
        )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_shows_an_example(name):
    command = LazyGroup().get_command(click.Context(group), name)
    text = command.get_help(click.Context(command, info_name=f"grader {name}"))

    assert f"Example:\n    grader {name}" in text


def test_no_command_is_described_that_does_not_exist():
    text = (REFERENCE / "commands.md").read_text(encoding="utf-8")

    assert re.findall(r"^## grader (\w+)$", text, re.MULTILINE) == list(COMMANDS)


def test_every_exit_code_is_described():
    assert set(_rows("commands.md", "Exit codes")) == {str(int(code)) for code in ExitCode}


def test_every_verdict_is_described():
    assert set(_rows("results.md", "Verdicts")) == {str(verdict) for verdict in Verdict}


def test_the_architecture_shows_the_layers_that_are_enforced(fences):
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {item["id"]: item for item in settings["tool"]["importlinter"]["contracts"]}
    shown = next(
        fence.text
        for fence in fences("docs/explanation/architecture.md")
        if fence.section == "Layers"
    )

    lines = [re.sub(r"\s{2,}.*", "", line) for line in shown.splitlines()]
    assert lines == contracts["layers"]["layers"]


def test_every_check_of_lint_is_described_with_how_much_it_matters():
    rows = _rows("lint.md", "Checks")

    assert set(rows) == {*CHECKS, *ASSIGNMENT_CHECKS, READING}
    assert all(cells[0].startswith(("error: ", "warning: ", "note: ")) for cells in rows.values())


def test_every_figure_of_lint_is_described():
    rows = _rows("lint.md", "Figures")

    assert list(rows) == [field.name for field in fields(Figures)]


def test_every_key_of_the_json_of_lint_is_described():
    content = json.loads(examination_json([Examination(file="small.yaml")]))

    assert set(_rows("lint.md", "JSON")) == set(content)
    assert all(f"`{key}`" in _section("lint.md", "JSON") for key in content["files"][0])
    assert all(f"`{field.name}`" in _section("lint.md", "JSON") for field in fields(Fault))


RECORDS = {
    "The result of a submission": "GRADE",
    "An exercise": "EXERCISE",
    "An answer": "ANSWER",
    "A diagnosis": "DIAGNOSIS",
    "A group of cases": "GROUP",
    "A part": "PART",
    "A chosen option": "CHOSEN",
    "A remark": "REMARK",
    "A problem": "PROBLEM",
    "The integrity": "INTEGRITY",
    "A worked answer": "WORKED",
}


@pytest.mark.parametrize("heading", RECORDS)
def test_every_field_of_a_result_means_what_its_schema_says(heading):
    text = (REFERENCE / "results.md").read_text(encoding="utf-8")
    found = re.search(rf"^##+ {re.escape(heading)}$(.*?)(?=^##|\Z)", text, re.DOTALL | re.MULTILINE)
    said = re.findall(r"^\| `(\w+)` \| (.*) \|$", found[1], re.MULTILINE)
    fields = getattr(result_fields, RECORDS[heading]).schema["properties"]

    assert [row for row in said if row[0] != "schema"] == [
        (name, field["description"]) for name, field in fields.items()
    ]


def test_the_schema_of_results_is_up_to_date():
    kept = (REFERENCE / "result.schema.json").read_text(encoding="utf-8")

    assert kept == schema_text("result"), "grader schema --of result > that file"


def test_every_format_of_a_platform_is_described_with_its_files():
    rows = _rows("results.md", "What platforms get")
    grade = Grade(
        assignment="a",
        title={"en": "A"},
        student="ada",
        name="Ada",
        earned=Decimal(0),
        possible=Decimal(0),
        exercises=(),
    )
    said = {name: set(re.findall("`(.*?)`", cells[0])) for name, cells in rows.items()}

    assert said == {name: set(make(grade, Run())) for name, make in FORMATS.items()}


def test_every_field_of_the_settings_of_a_repository_is_named():
    section = _section("commands.md", "grader scaffold")

    for name in json.loads(Settings().to_json()):
        assert f"`{name}`" in section
