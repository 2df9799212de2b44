"""An assignment → a repository that is ready for a platform, or what an autograder needs."""

import io
import json
import re
import shlex
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from grader import __version__
from grader.assets import bundled
from grader.errors import UsageError
from grader.model.text import LANGUAGES, in_language, phrase
from grader.platforms.classroom50 import SCALE
from grader.workflows.course import Course, Sources
from grader.workflows.files import write_whole
from grader.workflows.repository import ASSIGNMENTS, NAME, Settings, digest
from grader.workflows.secrets import PUBLIC

PLATFORMS = ("github-classroom", "classroom50", "github", "gitlab", "gradescope")
Files: TypeAlias = dict[str, bytes]

_WHERE = {
    "actions": {
        "en": "Look at the newest run under *Actions*: its summary has {what}, and the artifact "
        "*grader-report* the page with every step.",
        "es": "Mira la última ejecución en *Actions*: su resumen tiene {what}, y el artefacto "
        "*grader-report* la página con cada paso.",
    },
    "gitlab": {
        "en": "Look at the newest pipeline: its log has {what}, *Tests* lists your answers, and "
        "the artifact *feedback* has the page with every step.",
        "es": "Mira la última *pipeline*: su registro tiene {what}, en *Tests* están tus "
        "respuestas, y en el artefacto *feedback* la página con cada paso.",
    },
    "classroom50": {
        "en": "Look at the newest one under *Releases*: it has {what}.",
        "es": "Mira la última en *Releases*: tiene {what}.",
    },
}
_SCORED = {"en": "your score and what went wrong", "es": "la nota y lo que ha fallado"}
_LOOKED_AT = {
    "en": "what can be said about your answers there",
    "es": "lo que allí se puede decir de tus respuestas",
}
"""Where the numbers may have been drawn with a secret that is not there."""
_STAMP = (2020, 1, 1, 0, 0, 0)
"""Of every member of the zip file, so that the same plan gives the same bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be made."""

    platform: str
    sources: Sources
    language: str = ""
    """Empty: the assignment's."""
    prefix: str = ""
    """What the names of the students' repositories begin with; empty: the assignment's id."""
    with_exercises: bool = False
    """Whether exercises of the instructor's own are put where students can read them."""
    start: bool = True
    """Whether the repository draws the notebook."""
    tagged: bool = False
    """Whether only what is tagged ``submit/…`` is graded."""
    install: str = f"grader=={__version__}"
    """What pip installs."""
    roster: bytes = b""
    """At Gradescope, where the zip file is the instructor's."""
    secret: bytes = b""


def scaffold(plan: Plan, folder: Path) -> tuple[Path, ...]:
    """Write the files of a plan into a folder, and return their paths.

    Raises
    ------
    ExerciseError
        When the assignment's files have mistakes.
    UsageError
        When a file is there already or cannot be written, or the plan would need exercises that
        students must not read.
    """
    files = files_of(plan)
    for name in files:
        if (folder / name).exists():
            raise UsageError.at(
                str(folder / name), "this file is there already", "name another folder: -o FOLDER"
            )
    for name, data in files.items():
        write_whole(folder / name, data)
    return tuple(folder / name for name in files)


def files_of(plan: Plan) -> Files:
    """Return the files of a plan: the same plan gives the same bytes."""
    if not re.fullmatch(r"[ -~]+", plan.install):
        raise UsageError.at("--install", "is no requirement of pip", "for example grader==1.0")
    making = _Making(plan, plan.sources.load(PUBLIC))
    if plan.platform == "gradescope":
        return making.gradescope()
    if plan.platform == "classroom50":
        return making.classroom50()
    return making.repository()


class _Making:
    def __init__(self, plan: Plan, course: Course) -> None:
        self.plan = plan
        self.course = course
        self.id = course.assignment.id
        language = plan.language or course.assignment.language
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        self.own = not plan.sources.assignment.is_relative_to(bundled("exercises"))
        # What is not there cannot be drawn from, and what is uploaded has no repository.
        drawable = plan.with_exercises or not self.own
        self.start = plan.start and drawable and plan.platform != "gradescope"

    def repository(self) -> Files:
        """Return the files of a template repository, for GitHub or GitLab."""
        if self.plan.platform == "gitlab":
            workflow, template = ".gitlab-ci.yml", "gitlab-ci.yml.j2"
        else:
            reporter = self.plan.platform == "github-classroom"
            name = "classroom" if reporter else "grade"
            workflow, template = f".github/workflows/{name}.yml", "actions.yml.j2"
        return self._student_side({workflow: self._made(template)})

    def classroom50(self) -> Files:
        """Return what goes into the configuration repository, and the template repository."""
        if self.own and not self.plan.with_exercises:
            raise UsageError.at(
                "scaffold classroom50",
                "the autograder's bundle is public, and it would need your exercises",
                "add --with-exercises, or hand out with grader generate and grade on your machine",
            )
        place = f"autograders/{self.id}"
        workflow = {".github/workflows/start.yml": self._made("start.yml.j2")} if self.start else {}
        target = json.dumps(self.id)
        if self.own:
            parts = ", ".join(map(json.dumps, [*ASSIGNMENTS.split("/"), f"{self.id}.yaml"]))
            target = f"os.path.join(HERE, {parts})"
        autograder = self._made("autograder.py.j2", target=target)
        runtime = json.dumps({"python": "3.12"}) + "\n"
        return {
            f"{place}/autograder.py": autograder,
            f"{place}/runtime.json": runtime.encode(),
            **{f"{place}/{name}": data for name, data in self._exercises().items()},
            **{f"template/{name}": data for name, data in self._student_side(workflow).items()},
        }

    def gradescope(self) -> Files:
        """Return the zip file to upload, and what students are told."""
        arguments = [f'--assignment "$root/source/{ASSIGNMENTS}/{self.id}.yaml"']
        if not self.own:
            arguments = [f"--assignment {self.id}"]
        if self.plan.roster:
            arguments.append('--roster "$root/source/roster.csv"')
        if self.plan.secret:
            arguments.append("--secret-file /dev/fd/3")
        members = {
            "setup.sh": self._made("setup.sh.j2"),
            "run_autograder": self._made("run_autograder.j2", arguments=" ".join(arguments)),
            **(self._exercises() if self.own else {}),
            **({"roster.csv": self.plan.roster} if self.plan.roster else {}),
            **({"course.secret": self.plan.secret} if self.plan.secret else {}),
        }
        return {"autograder.zip": _zipped(members), "README.md": self._readme()}

    def _student_side(self, workflow: Mapping[str, bytes]) -> Files:
        """Return the files of a student's repository; what must not change, with its digest."""
        protected = {**workflow, **self._exercises()}
        settings = Settings(
            assignment=self.id,
            prefix=self.plan.prefix or self.id,
            language=self.language,
            start=self.start,
            protected={name: digest(data) for name, data in sorted(protected.items())},
        )
        return {
            "README.md": self._readme(),
            ".gitignore": (bundled("templates") / "ci" / "gitignore").read_bytes(),
            NAME: settings.to_json().encode(),
            **protected,
        }

    def _exercises(self) -> Files:
        """Return the instructor's own files, where they may be read or go to the instructor."""
        shown = self.plan.with_exercises or self.plan.platform == "gradescope"
        if not (self.own and shown):
            return {}
        files = self.plan.sources.bank().files
        tasks = {task.exercise.id for task in self.course.assignment.tasks}
        return {
            f"{ASSIGNMENTS}/{self.id}.yaml": self.plan.sources.assignment.read_bytes(),
            **{f"exercises/{id_}.yaml": files[id_].read_bytes() for id_ in sorted(tasks)},
        }

    def _readme(self) -> bytes:
        platform = self.plan.platform
        what = _SCORED if self.start else _LOOKED_AT
        where = phrase(_WHERE.get(platform, _WHERE["actions"]), what=what[self.language])
        workflow = ".gitlab-ci.yml" if platform == "gitlab" else ".github/"
        names = f"`{workflow}`", f"`{NAME}`"
        return self._made(
            f"README.{self.language}.md.j2",
            title=in_language(self.course.assignment.title, self.language),
            where=where[self.language],
            protected_en=" or ".join(names),
            protected_es=" ni ".join(names),
        )

    def _made(self, template: str, **values: object) -> bytes:
        plan = self.plan
        text = (
            _environment()
            .get_template(template)
            .render(
                version=__version__,
                platform=plan.platform,
                slug=self.id,
                install=shlex.quote(plan.install),
                requirement=json.dumps(plan.install),
                highest=int(self.course.assignment.points * SCALE),
                start=self.start,
                pushes=plan.platform != "gitlab",
                tagged=plan.tagged,
                upload=plan.platform == "gradescope",
                reporter=plan.platform == "github-classroom",
                conditions=self._condition(),
                secret=bool(plan.secret),
                **values,
            )
        )
        return text.encode()

    def _condition(self) -> str:
        """Return when a workflow of GitHub grades."""
        if self.plan.tagged:
            return "github.ref_type == 'tag' || github.event_name == 'workflow_dispatch'"
        return "steps.start.outputs.started != 'true'" if self.start else ""


@cache
def _environment() -> Environment:
    # GitHub's own expressions have the braces that Jinja would take.
    return Environment(  # noqa: S701 - YAML, shell, Python and Markdown, made of our own words
        loader=FileSystemLoader(bundled("templates") / "ci"),
        undefined=StrictUndefined,
        block_start_string="[%",
        block_end_string="%]",
        variable_start_string="[[",
        variable_end_string="]]",
        comment_start_string="[#",
        comment_end_string="#]",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _zipped(members: Mapping[str, bytes]) -> bytes:
    """Return a zip file whose programs can be run: its members lie at the top, as is asked for."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _sorted(members):
            info = zipfile.ZipInfo(name, _STAMP)
            info.external_attr = (0o755 if name in {"setup.sh", "run_autograder"} else 0o644) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return stream.getvalue()


def _sorted(members: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    yield from sorted(members.items())
