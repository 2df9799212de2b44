"""A class of two that hands in whatever it likes, and what is recorded of it."""

import json
import os
import subprocess
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from grader import notebooks
from grader.model.assignment import Student
from grader.workflows.course import Sources
from grader.workflows.generate import generate
from grader.workflows.grade import grade
from grader.workflows.lanes import Pace
from grader.workflows.orders import Order
from grader.workflows.secrets import Secret

EXERCISE = """\
schema: exercise/1
id: area
version: 1
title: {en: Area, es: Área}
params:
  a: integer(20, 90)
  b: integer(20, 90)
let:
  area: a * b
given: [a, b]
prompt:
  en: A rectangle of {{ a }} by {{ b }}.
  es: Un rectángulo de {{ a }} por {{ b }}.
answers:
  area: {type: integer}
tests:
  - {answer: {area: a * b}, expect: {score: 1}}
"""
ASSIGNMENT = """\
schema: assignment/1
id: shapes
title: {en: Shapes, es: Figuras}
exercises:
  - {use: area, points: 4}
limits: {wall_s: 3, cpu_s: 3}
"""
ROSTER = (
    Student(id="ada", name="Ada Lovelace", email="ada@x.org", github="ada-l"),
    Student(id="bob", name="Bob Ross", email="bob@x.org", github="bobby"),
)

SECRET = Secret(key=b"the secret of a course in the tests")


@dataclass(frozen=True)
class Room:
    """The files of a course, and a folder that is handed in."""

    folder: Path
    students: tuple[Student, ...] = ROSTER
    secret: Secret = SECRET

    @property
    def sources(self):
        return Sources(assignment=self.folder / "shapes.yaml")

    @property
    def handed_in(self):
        path = self.folder / "handed-in"
        path.mkdir(exist_ok=True)
        return path

    def notebook(self, student, answer=None):
        """Return the bytes of a student's notebook; with the right answer if none is given."""
        if not (self.folder / "release").exists():
            generate(self.sources, self.students, self.folder / "release", secret=self.secret)
        data = (self.folder / "release" / f"{student}.ipynb").read_bytes()
        right = self.right(student)
        return notebooks.fill(data, {("area", "area"): f"area = {answer or right}"})

    def right(self, student):
        course = self.sources.load(self.secret)
        who = next(item for item in self.students if item.id == student)
        (variant,) = course.variants(who)
        return variant.key["area"]

    def grade(self, source=None, **options):
        """Return the grades, as they are recorded, by student."""
        order = Order(
            sources=self.sources,
            roster=self.students,
            submissions=source or self.handed_in,
            folder=self.folder / "graded",
            secret=self.secret,
            **options,
        )
        graded = grade(order, pace=Pace(workers=1))
        return {item.student: item for item in graded.grades}


AUTHOR = {"GIT_AUTHOR_NAME": "s", "GIT_AUTHOR_EMAIL": "s@x", "GIT_COMMITTER_NAME": "s"}
AUTHOR |= {"GIT_COMMITTER_EMAIL": "s@x", "GIT_CONFIG_GLOBAL": os.devnull}


def git(folder, *arguments, when=None, **options):
    dates = {} if when is None else {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    done = subprocess.run(
        ["git", "-c", "protocol.file.allow=always", *arguments],
        cwd=folder,
        env={**os.environ, **AUTHOR, **dates},
        check=True,
        capture_output=True,
        text=True,
        **options,
    )
    return done.stdout.strip()


class Server:
    """A folder of bare repositories, and the checkouts that students push from."""

    git = staticmethod(git)

    def __init__(self, folder):
        self.folder = folder / "server"
        self.work = folder / "work"
        self.folder.mkdir()
        self.work.mkdir()

    def accept(self, name, *, logs=True):
        """Make a student's repository."""
        bare, own = self.folder / f"{name}.git", self.work / name
        git(self.folder, "init", "-q", "--bare", "-b", "main", str(bare))
        if logs:
            git(bare, "config", "core.logAllRefUpdates", "always")
        git(self.work, "clone", "-q", str(bare), str(own))
        git(own, "checkout", "-q", "-B", "main")
        return own

    def push(self, name, files, *, when=None, pushed=None):
        """Commit files and push; return the commit. `pushed` sets what the server's log says."""
        own = self.work / name
        for file, content in files.items():
            path = own / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        git(own, "add", "-A")
        git(own, "commit", "-qm", "work", "--allow-empty", when=when)
        git(own, "push", "-q", "origin", "main")
        commit = git(own, "rev-parse", "HEAD")
        log = self.folder / f"{name}.git" / "logs" / "refs" / "heads" / "main"
        if pushed and log.exists():
            *lines, last = log.read_text().splitlines()
            head, _, _ = last.partition("> ")
            seconds = int(datetime.fromisoformat(pushed).timestamp())
            log.write_text("\n".join([*lines, f"{head}> {seconds} +0000"]) + "\n")
        return commit


@pytest.fixture
def server(tmp_path):
    return Server(tmp_path)


@pytest.fixture
def room(tmp_path):
    (tmp_path / "area.yaml").write_text(EXERCISE)
    (tmp_path / "shapes.yaml").write_text(ASSIGNMENT)
    return Room(tmp_path)


@pytest.fixture
def cells():
    """Return the bytes of a notebook of code cells that `grader` did not make."""

    def of(*sources):
        listed = [
            {"cell_type": "code", "id": f"c{at}", "metadata": {}, "outputs": [], "source": source}
            for at, source in enumerate(sources)
        ]
        content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": listed}
        return json.dumps(content).encode()

    return of
