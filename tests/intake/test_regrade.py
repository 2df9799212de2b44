"""Cheating repositories: a wrong solution gets its honest score, and the tampering is named."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from grader.model.grade import ByHand, Clock
from grader.reports.result_json import to_json
from grader.workflows.claims import read_claims
from grader.workflows.gathering import gather
from grader.workflows.lanes import Pace
from grader.workflows.orders import Order
from grader.workflows.records import read_records
from grader.workflows.regrade import history_of, regrade
from grader.workflows.results import read_result
from grader.workflows.targets import Gathering

DUE = "due: 2026-03-09T23:59+00:00\nlate: {percent_per_day: 10}\n"
ON_TIME, LATE = "2026-03-09T20:00:00+00:00", "2026-03-10T08:00:00+00:00"


class Desk:
    """The instructor's: students push, it is collected, and regraded."""

    def __init__(self, room, server):
        self.room, self.server, self.runs = room, server, 0
        assignment = room.folder / "shapes.yaml"
        assignment.write_text(assignment.read_text() + DUE)

    def push(self, student, files, *, when=ON_TIME, pushed=ON_TIME, logs=True):
        name = f"shapes-{student}"
        if not (self.server.folder / f"{name}.git").exists():
            self.server.accept(name, logs=logs)
        return self.server.push(name, files, when=when, pushed=pushed)

    def collect(self, **options):
        order = Gathering(
            roster=self.room.students,
            folder=self.room.folder / "collected",
            source=self.server.folder,
            server=True,
            **options,
        )
        return gather(order, pace=Pace(workers=1))

    def regrade(self, claims=None, **changes):
        self.runs += 1
        folder = self.room.folder / "collected"
        order = Order(
            sources=self.room.sources,
            roster=self.room.students,
            submissions=folder,
            folder=self.room.folder / "graded",
            secret=self.room.secret,
            collected=read_records(folder, [who.id for who in self.room.students]),
            graded_at=f"2026-04-01T12:00:0{self.runs}+00:00",
        )
        made = regrade(replace(order, **changes), claims, pace=Pace(workers=1))
        return {item.student: item for item in made.comparisons}, made


@pytest.fixture
def desk(room, server):
    students = tuple(replace(who, github="") for who in room.students)
    return Desk(replace(room, students=students), server)


def relabelled(data, student):
    """Return a notebook whose own label says that it is this student's."""
    content = json.loads(data)
    content["metadata"]["grader"]["student"] = student
    return json.dumps(content)


def test_a_wrong_solution_with_a_conftest_gets_nothing_and_the_file_is_named(desk):
    trick = "def pytest_runtest_makereport(item, call):\n    call.excinfo = None\n"
    desk.push(
        "ada",
        {
            "shapes.ipynb": desk.room.notebook("ada", answer=1),
            "conftest.py": trick,
            "grader/__init__.py": "def check(*a): print('10/10')\n",
        },
    )
    desk.collect()
    compared, _ = desk.regrade()
    assert compared["ada"].points == 0
    assert compared["ada"].odd == (
        "added files that act on a run of tests: conftest.py, grader/__init__.py",
    )


def test_edited_metadata_gets_nothing_and_is_named(desk):
    content = json.loads(desk.room.notebook("ada", answer=1))
    for cell in content["cells"]:
        cell["metadata"].setdefault("grader", {}).update(variant="0" * 12, points=100, score=1)
    desk.push("ada", {"shapes.ipynb": json.dumps(content)})
    desk.collect()
    compared, _ = desk.regrade()
    assert compared["ada"].points == 0
    assert "edited cells: area/area" in compared["ada"].odd


def test_a_friends_notebook_is_named_as_the_friends_whatever_its_label_says(desk):
    right = desk.room.notebook("bob")
    for data in (right, relabelled(right, "ada")):
        desk.push("ada", {"shapes.ipynb": data})
        desk.collect()
        compared, _ = desk.regrade()
        assert compared["ada"].points == 0
        assert "the notebook of bob" in compared["ada"].odd


def test_the_same_file_is_named_on_both_sides(desk):
    right = desk.room.notebook("bob")
    desk.push("ada", {"shapes.ipynb": right})
    desk.push("bob", {"shapes.ipynb": right})
    desk.collect()
    compared, _ = desk.regrade()
    assert (compared["ada"].points, compared["bob"].points) == (0, 4)
    assert "the same file as bob" in compared["ada"].odd
    assert compared["bob"].odd == ("the same file as ada",)


def test_a_backdated_commit_counts_by_its_push_and_is_named(desk):
    commit = desk.push("ada", {"x.ipynb": desk.room.notebook("ada")}, when=ON_TIME, pushed=LATE)
    desk.collect()
    compared, _ = desk.regrade()
    ada = compared["ada"]
    assert (ada.points, ada.achieved, ada.clock) == (Decimal("3.6"), 4, Clock.PUSH)
    assert ada.commit == commit
    (said,) = ada.odd
    assert said == (
        "the commit says 2026-03-09 20:00 (UTC), but it was pushed 2026-03-10 08:00 (UTC), which"
        " counts"
    )


def test_without_a_push_time_the_commits_counts_and_both_are_told(desk):
    desk.push("ada", {"x.ipynb": desk.room.notebook("ada")}, logs=False)
    desk.collect()
    compared, made = desk.regrade()
    assert (compared["ada"].points, compared["ada"].clock) == (4, Clock.COMMIT)
    assert compared["ada"].odd == (
        "no push time: the time is the commit's own, which can be set at will",
    )
    (grade, _) = made.graded.grades
    assert [remark.code for remark in grade.feedback] == ["commit-time"]


def test_an_honest_submission_has_nothing_odd(desk):
    desk.push("ada", {"x.ipynb": desk.room.notebook("ada"), "README.md": "mine", "mine.py": ""})
    desk.collect()
    compared, _ = desk.regrade()
    assert (compared["ada"].points, compared["ada"].odd) == (4, ())


def test_the_same_commit_is_graded_again_though_more_was_pushed(desk):
    commit = desk.push("ada", {"x.ipynb": desk.room.notebook("ada", answer=1)})
    desk.collect()
    first, _ = desk.regrade()
    desk.push("ada", {"x.ipynb": desk.room.notebook("ada")})
    second, _ = desk.regrade()
    assert first["ada"].commit == second["ada"].commit == commit
    assert (second["ada"].points, second["ada"].before) == (0, 0)
    times = [read_result(desk.room.folder / "graded", who).graded_at for who in desk.room.students]
    assert set(times) == {"2026-04-01T12:00:02+00:00"}


def test_every_earlier_result_is_kept_as_it_was(desk):
    desk.push("ada", {"x.ipynb": desk.room.notebook("ada", answer=1)})
    desk.collect()
    _, first = desk.regrade()
    kept = (desk.room.folder / "graded" / "results" / "ada.json").read_bytes()
    desk.push("ada", {"x.ipynb": desk.room.notebook("ada")})
    desk.collect()
    _, second = desk.regrade()
    _, third = desk.regrade()
    assert (first.kept, second.kept, third.kept) == (0, 2, 2)
    folder = desk.room.folder / "graded"
    assert [grade.earned for grade in history_of(folder, "ada")] == [0, 4]
    (oldest, _) = sorted((folder / "history" / "ada").iterdir())
    assert oldest.read_bytes() == kept


def test_points_set_by_hand_stay_whatever_is_graded_afterwards(desk):
    desk.push("ada", {"x.ipynb": desk.room.notebook("ada", answer=1)})
    desk.collect()
    own = {("ada", 1): ByHand(points=Decimal("2.5"), reason="Shown in the oral <b>exam</b>")}
    for _ in range(2):
        compared, made = desk.regrade(by_hand=own)
        assert (compared["ada"].points, compared["ada"].achieved) == (Decimal("2.5"), 0)
        assert compared["ada"].by_hand
        assert made.graded.grades[0].earned == Decimal("2.5")
    page = (desk.room.folder / "graded" / "feedback" / "ada.html").read_text()
    assert "Your instructor has set these points: Shown in the oral &lt;b&gt;exam&lt;/b&gt;" in page
    bob = {("bob", 1): ByHand(points=Decimal(3))}
    assert desk.regrade(by_hand=bob)[0]["bob"].points == 3


def test_other_notebooks_in_the_repository_are_told(desk):
    desk.push("ada", {"ada.ipynb": desk.room.notebook("ada"), "draft.ipynb": "{}"})
    desk.collect()
    _, made = desk.regrade()
    (problem,) = made.graded.grades[0].problems
    assert (problem.code, "“ada.ipynb” is the one" in problem.text["en"]) == ("several", True)


def test_a_file_that_was_changed_after_it_was_collected_loses_its_commit(desk):
    desk.push("ada", {"x.ipynb": desk.room.notebook("ada", answer=1)})
    desk.collect()
    (desk.room.folder / "collected" / "ada.ipynb").write_bytes(desk.room.notebook("ada"))
    compared, made = desk.regrade()
    assert compared["ada"].commit == ""
    assert "not-as-collected" in {problem.code for problem in made.graded.grades[0].problems}


def test_claims_are_compared_on_our_scale_before_credit(desk, tmp_path):
    desk.push("ada", {"x.ipynb": desk.room.notebook("ada")}, pushed=LATE)
    desk.push("bob", {"x.ipynb": desk.room.notebook("bob", answer=1)})
    desk.collect()
    scores = tmp_path / "scores.csv"
    scores.write_text("username,score,max_score\nADA,100,100\nbob@x.org,80,80\neve,1,1\nx,?,\n")
    compared, _ = desk.regrade(read_claims(scores, desk.room.students))
    assert (compared["ada"].difference, compared["bob"].difference) == (0, 4)
    text = (desk.room.folder / "graded" / "differences.csv").read_text()
    assert "bob,Bob Ross,4,0,4,,0,4," in text


def test_claims_are_read_from_results_of_any_kind(desk, tmp_path):
    desk.push("ada", {"x.ipynb": desk.room.notebook("ada")})
    desk.collect()
    _, made = desk.regrade()
    folder = tmp_path / "claims"
    (folder / "cv-shapes-ada").mkdir(parents=True)
    (folder / "shapes-bob").mkdir()
    (folder / "cv-shapes-ada" / "grader-result.json").write_text(to_json(made.graded.grades[0]))
    (folder / "shapes-bob" / "result.json").write_text('{"score": 9, "max-score": 10}')
    claims = read_claims(folder, desk.room.students)
    assert (claims["ada"].points, claims["ada"].most) == (4, 4)
    assert claims["bob"].out_of(Decimal(4)) == Decimal("3.60")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "[" * 9999,
        '{"score": "x", "max-score": 1}',
        '{"schema": "grader/result/1"}',
    ],
)
def test_a_damaged_claim_claims_nothing(desk, tmp_path, text):
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "ada.json").write_text(text)
    assert read_claims(tmp_path / "claims", desk.room.students) == {}


def test_a_run_that_is_repeated_at_the_same_moment_loses_nothing(desk):
    desk.push("ada", {"x.ipynb": desk.room.notebook("ada")})
    desk.collect()
    time = datetime(2026, 4, 1, tzinfo=UTC).isoformat()
    for answer in (1, 1, 2, 2, 2):
        desk.push("ada", {"x.ipynb": desk.room.notebook("ada", answer=answer)})
        desk.collect()
        desk.regrade(graded_at=time)
    for _ in range(2):
        desk.regrade(graded_at=time)
    kept = [grade.commit for grade in history_of(desk.room.folder / "graded", "ada")]
    assert len(kept) == len(set(kept)) == 5
