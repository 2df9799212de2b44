"""A course that travels as files is the course that was sent."""

import pytest

from grader.workflows.course import find_sources
from grader.workflows.parcels import Parcel
from grader.workflows.secrets import PUBLIC


@pytest.mark.parametrize("name", ["filtering-basics", "convnet-arithmetic", "coding-lab"])
def test_a_course_that_was_packed_draws_and_decides_the_same(name):
    sources = find_sources(name)
    course = sources.load(PUBLIC)
    parcel = Parcel.pack(sources, course)
    unpacked = parcel.load(PUBLIC)
    assert unpacked.assignment.digest == course.assignment.digest
    assert unpacked.assignment.draw == course.assignment.draw
    assert parcel == Parcel.pack(sources, course)


def test_a_course_without_a_folder_of_its_own_travels_too(room):
    course = room.sources.load(room.secret)
    unpacked = Parcel.pack(room.sources, course).load(room.secret)
    ada = room.student("ada")
    assert [dict(one.key) for one in unpacked.variants(ada)] == [room.key("ada")]


def test_a_changed_file_is_another_parcel(room):
    course = room.sources.load(room.secret)
    before = Parcel.pack(room.sources, course)
    room.exercise.write_text(room.exercise.read_text() + "\n# a comment\n")
    assert Parcel.pack(room.sources, course) != before
