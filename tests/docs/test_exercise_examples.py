"""The exercise files that documents show are exercises that work."""

from pathlib import Path

import pytest
import yaml

from grader.model.examination import Severity
from grader.workflows.linting import examine

ROOT = Path(__file__).parents[2]
DOCS = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs").rglob("*.md"))
PAGES = ["README.md", "exercises/README.md", *DOCS]
WHOLE = "schema: exercise/1"


@pytest.mark.parametrize("page", PAGES)
def test_every_yaml_block_can_be_read(page, fences):
    for fence in fences(page):
        if fence.language == "yaml":
            yaml.safe_load(fence.text)


@pytest.mark.parametrize("page", PAGES)
def test_every_exercise_that_is_shown_passes_lint(page, fences, tmp_path):
    for fence in fences(page):
        if fence.language == "yaml" and fence.text.startswith(WHOLE):
            path = tmp_path / f"{yaml.safe_load(fence.text)['id']}.yaml"
            path.write_text(fence.text, encoding="utf-8")
            found = examine(path, variants=40).findings
            assert [one for one in found if one.severity is not Severity.NOTE] == []


@pytest.mark.parametrize(
    "page", ["README.md", "exercises/README.md", "docs/how-to/write-an-exercise.md"]
)
def test_the_pages_for_authors_show_a_whole_exercise(page, fences):
    assert any(fence.text.startswith(WHOLE) for fence in fences(page))
