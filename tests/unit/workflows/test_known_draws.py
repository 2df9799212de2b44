"""With a release nobody searches for the draws that were handed out, and grades are the same."""

from dataclasses import replace

import pytest

from grader.variants import Drawing
from grader.workflows.generate import generate


@pytest.fixture
def searched(monkeypatch):
    """Return for whom a draw was searched."""
    students, search = [], Drawing.from_key

    def noted(self, key, student, **options):
        students.append(student)
        return search(self, key, student, **options)

    monkeypatch.setattr(Drawing, "from_key", noted)
    return students


@pytest.fixture
def handed_in(room):
    release = generate(room.sources, room.students, room.folder / "release", secret=room.secret)
    room.everybody_hands_in()
    drawn = room.sources.load(room.secret).variants(room.student("bob"))[0]
    wrong = drawn.wrong["perimeter"]["area"]
    room.hand_in("bob.ipynb", room.notebook("bob", area=f"area = {wrong}"))
    return release


def test_results_are_the_same_with_the_record_and_without(room, handed_in, searched):
    room.grade()
    without = room.results()
    assert searched
    searched.clear()
    room.grade(release=handed_in, again=True)
    assert room.results() == without
    assert not searched


def test_a_record_of_other_draws_is_not_believed(room, handed_in, searched):
    for other in (
        replace(handed_in, digest="another assignment"),
        replace(handed_in, secret="another secret"),  # noqa: S106 - a fingerprint
        replace(handed_in, attempt=2),
    ):
        searched.clear()
        room.grade(release=other, again=True)
        assert {student.id for student in room.students} <= set(searched)
