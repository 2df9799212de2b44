"""Every command of the pages about collecting and gradebooks does what it is there for."""

import re
import zipfile

import pytest

WEEK = """\
schema: assignment/1
id: week-1
title: {en: Week 1, es: Semana 1}
due: 2026-03-09T23:59+01:00
late: {percent_per_day: 10}
exercises: [identify-shift]
"""
PREPARED = """\
cat > course.secret <<< 'the secret of a course in the tests'
grader roster import canvas.csv classroom_roster.csv -o roster.csv
grader generate week-1.yaml --roster roster.csv --secret-file course.secret -o release
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=s GIT_AUTHOR_EMAIL=s@x
export GIT_COMMITTER_NAME=s GIT_COMMITTER_EMAIL=s@x
for name in ada:ada-l bob:bobby; do
  folder=repositories/week-1-${name#*:}
  mkdir -p $folder && cp release/${name%:*}.ipynb $folder/week-1.ipynb
  git -C $folder init -q && git -C $folder add -A
  GIT_COMMITTER_DATE=2026-03-09T20:00+0100 git -C $folder commit -qm work
done
printf 'def pytest_configure(): pass\\n' > repositories/week-1-ada-l/conftest.py
cp release/ada.ipynb repositories/week-1-bobby/week-1.ipynb
git -C repositories/week-1-ada-l add -A && git -C repositories/week-1-ada-l commit -qm more
git -C repositories/week-1-bobby add -A && git -C repositories/week-1-bobby commit -qm more
"""


@pytest.fixture
def course(tmp_path, shell):
    """Write the files that a reader has by then; return what makes the rest."""
    (tmp_path / "week-1.yaml").write_text(WEEK)
    (tmp_path / "canvas.csv").write_text(
        "Student,ID,SIS Login ID,Section,Week 1 (7)\n    Points Possible,,,,1\n"
        '"Lovelace, Ada",4711,ada,CV,\n"Ross, Bob",4712,bob,CV,\n'
    )
    (tmp_path / "classroom_roster.csv").write_text(
        '"identifier","github_username","github_id","name"\n"ada","ada-l","1",""\n"bob","bobby","2",""\n'
    )
    with zipfile.ZipFile(tmp_path / "moodle.zip", "w") as archive:
        archive.writestr("Ada Lovelace_12_assignsubmission_file_/week-1.ipynb", "{}")
    (tmp_path / "scores.csv").write_text("username,score,max_score\nada-l,1,1\nbobby,1,1\n")
    shell(PREPARED)


def test_the_page_about_collecting_can_be_followed(fences, shell, tmp_path, course):
    blocks = fences("docs/how-to/collect.md")
    (table,) = (fence.text for fence in blocks if fence.language == "csv")
    head = shell("git -C repositories/week-1-ada-l rev-parse HEAD")
    (tmp_path / "pushes.csv").write_text(re.sub("4d1f7a2", head[:7], table))
    said = ""
    for fence in blocks:
        if fence.language == "sh":
            # The one thing that a test must not have is the network.
            here = fence.text.replace("https://github.com/ORG/", "repositories/")
            assert fence.text.count("https://") == fence.text.count("https://github.com/ORG/")
            said = shell(here)
        elif fence.language == "text":
            assert set(fence.text.splitlines()) <= set(said.splitlines())
    assert "2 scores differ" in said


def test_the_page_about_gradebooks_can_be_followed(fences, shell, tmp_path, course):
    shell("rm roster.csv")
    blocks = fences("docs/how-to/gradebooks.md")
    assert {fence.language for fence in blocks} == {"sh"}
    first, logins, *others = (fence.text for fence in blocks)
    shell(first + logins)
    assert (tmp_path / "logins.csv").read_text().splitlines()[1].startswith("ada-l,Ada Lovelace,")
    shell(
        "grader grade week-1.yaml release --roster roster.csv --secret-file course.secret -o graded"
    )
    for text in others:
        assert "The grades of 2 students" in shell(text)
    assert '"Lovelace, Ada",4711,ada,CV,0' in (tmp_path / "filled.csv").read_text()
