"""What a student uses in a notebook: ``from grader import check``.

Only the standard library is imported until something is checked.
"""

import ast
import linecache
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grader.model.grade import ExerciseGrade
    from grader.model.submission import Outcome
    from grader.model.value import Value
    from grader.model.variant import Case

_PHRASES = {
    "en": {
        "begin": "`check` does not know this notebook yet: run its first code cell.",
        "which": "I cannot tell which answer this is. Write check({example}), with the variable.",
        "blank": "not answered yet",
        "form": "the form is right",
        "undefined": "not defined: run its cell first",
        "changed": "the given values were changed: run the cells from the top again",
        "unknown": "the exercise “{exercise}” is not installed here, so only the form is checked",
    },
    "es": {
        "begin": "`check` aún no conoce este cuaderno: ejecuta su primera celda de código.",
        "which": "No sé qué respuesta es esta. Escribe check({example}), con la variable.",
        "blank": "sin responder todavía",
        "form": "la forma es correcta",
        "undefined": "no está definida: ejecuta antes su celda",
        "changed": "los datos han cambiado: vuelve a ejecutar las celdas desde el principio",
        "unknown": "el ejercicio «{exercise}» no está instalado aquí: solo se comprueba la forma",
    },
}


class Check:
    """Looks at answers before they are handed in.

    ``check(out)`` looks at one answer, ``check()`` at all of them. Type and shape are checked
    always; a practice notebook is told whether the answer is right, and, where its assignment says
    so, which mistake explains it.
    """

    def __init__(self) -> None:
        self._answers: dict[str, Mapping[str, Any]] = {}
        self._seeds: Mapping[str, str] = {}
        self._scores_only = False
        self._say = _PHRASES["en"]
        self._language = "en"

    def begin(self, sheet: Mapping[str, Any]) -> None:
        """Take what the notebook's first cell says about its answers."""
        self._answers = dict(sheet.get("answers", {}))
        self._seeds = dict(sheet.get("seeds", {}))
        self._scores_only = sheet.get("feedback") == "score"
        self._language = sheet.get("language", "en")
        self._say = _PHRASES.get(self._language, _PHRASES["en"])

    def __call__(self, *answers: object, **named: object) -> None:
        """Print what can be said about the answers; with no argument, about every answer."""
        if not self._answers:
            print(self._say["begin"])
            return
        frame = sys._getframe(1)  # noqa: SLF001 - the only way to learn a caller's variable names
        known = dict(frame.f_globals)
        chosen = {**dict(self._named(answers, frame)), **named}
        if not answers and not named:
            chosen = {variable: known.get(variable, _UNDEFINED) for variable in self._answers}
        for variable, value in chosen.items():
            print(self._line(variable, value))
        for exercise in dict.fromkeys(
            self._answers[variable]["exercise"] for variable in chosen if variable in self._answers
        ):
            if exercise in self._seeds:
                held = {name: value for name, value in chosen.items() if value is not _UNDEFINED}
                print(self._judged(exercise, known | held))

    def _named(self, values: tuple[object, ...], frame: FrameType) -> Iterator[tuple[str, object]]:
        """Yield variable and value: by how the call is written, else by whose value it is."""
        written = _argument_names(frame)
        for index, value in enumerate(values):
            name = written[index] if index < len(written) else None
            if name not in self._answers:
                same = [item for item in self._answers if frame.f_globals.get(item) is value]
                name = same[0] if len(same) == 1 else None
            if name is None:
                print(self._say["which"].format(example=next(iter(self._answers))))
            else:
                yield name, value

    def _line(self, variable: str, value: object) -> str:
        if variable not in self._answers:
            return "✗ " + self._say["which"].format(example=next(iter(self._answers)))
        if value is _UNDEFINED:
            return f"… {variable}: {self._say['undefined']}"
        if _is_blank(value):
            return f"… {variable}: {self._say['blank']}"
        fault = self._fault(variable, value)
        return f"✗ {variable}: {fault}" if fault else f"✓ {variable}: {self._say['form']}"

    def _fault(self, variable: str, value: object) -> str:
        """Return what is wrong with the type or shape of an answer; empty when nothing is."""
        from grader.answers import ANSWER_TYPES, Misfit
        from grader.answers.forms import told
        from grader.model.submission import Given, Unusable
        from grader.model.text import in_language

        form = told(self._answers[variable])
        outcome = _outcome(value)
        if form.arguments:
            outcome = _form_of_function(value, variable, form.arguments)
        if isinstance(outcome, Unusable):
            return in_language(outcome.reason, self._language)
        if not isinstance(outcome, Given):
            return ""
        fitted = ANSWER_TYPES[form.kind].fit(outcome.value, form)
        return in_language(fitted.text, self._language) if isinstance(fitted, Misfit) else ""

    def _judged(self, exercise: str, known: Mapping[str, object]) -> str:
        """Return verdict, diagnosis and the sliding window of one exercise, or its verdict only."""
        from grader.errors import GraderError
        from grader.spec.assignments import single
        from grader.variants import PUBLIC_SECRET, Drawing, class_key
        from grader.workflows.course import find_bank

        unknown = self._say["unknown"].format(exercise=exercise)
        own = {
            told["answer"]: variable
            for variable, told in self._answers.items()
            if told["exercise"] == exercise
        }
        try:
            folder = Path("exercises")
            found = find_bank((folder,) if folder.is_dir() else ()).exercise(exercise)
            variant = Drawing(found).from_key(
                bytes.fromhex(self._seeds[exercise]),
                "",
                # A notebook with seeds in it was drawn with the secret that everybody knows.
                common=class_key(PUBLIC_SECRET, found.id, found.version),
            )
        except (GraderError, ValueError):
            return unknown
        if own.keys() != variant.key.keys():
            # An exercise of the same name, but another one.
            return unknown
        suffix = _suffix(own)
        if not all(_same(known.get(name + suffix), variant.values[name]) for name in found.given):
            return self._say["changed"]
        from grader.scoring import judge

        outcomes = {
            name: _tried(variant.cases[name], known.get(variable, ...), variable)
            if name in variant.cases
            else _outcome(known.get(variable, ...))
            for name, variable in own.items()
        }
        graded = judge(single(found).tasks[0], variant, outcomes)
        exercises = dict.fromkeys(told["exercise"] for told in self._answers.values())
        number = list(exercises).index(exercise) + 1
        graded = replace(graded, number=number)
        return _shown(_scores(graded) if self._scores_only else graded, self._language)


_UNDEFINED = object()


def _argument_names(frame: FrameType) -> list[str | None]:
    """Return the names of the variables that the caller wrote between the parentheses."""
    positions = list(frame.f_code.co_positions())[frame.f_lasti // 2]
    first, last, start, end = positions
    if first is None or last is None or start is None or end is None:
        return []
    lines = linecache.getlines(frame.f_code.co_filename)[first - 1 : last]
    if not lines:
        return []
    encoded = [line.encode() for line in lines]
    encoded[-1] = encoded[-1][:end]
    encoded[0] = encoded[0][start:]
    try:
        call = ast.parse(b"".join(encoded).decode(), mode="eval").body
    except (SyntaxError, ValueError):
        return []
    arguments = call.args if isinstance(call, ast.Call) else []
    if any(isinstance(argument, ast.Starred) for argument in arguments):
        return []
    return [argument.id if isinstance(argument, ast.Name) else None for argument in arguments]


def _outcome(value: object) -> "Outcome":
    from grader.model.submission import Blank, Given, Unusable
    from grader.sandbox.decoding import decode
    from grader.sandbox.encoding import encode

    if value is ...:
        return Blank()
    # The same way that a value takes out of the sandbox, so that both say the same about it.
    decoded = decode(encode(value))
    return decoded if isinstance(decoded, Unusable) else Given(value=decoded)


def _is_blank(value: object) -> bool:
    from grader.sandbox.runner import is_stub

    return value is ... or is_stub(value)


def _form_of_function(value: object, variable: str, arguments: tuple[str, ...]) -> "Outcome":
    """Return why a value is not the function that is asked for; a blank when it may be."""
    import inspect

    from grader.model.submission import Blank
    from grader.sandbox.reasons import no_function, other_arguments

    if not callable(value):
        return no_function(variable, arguments)
    try:
        inspect.signature(value).bind(*arguments)
    except TypeError:
        return other_arguments(variable, arguments)
    except ValueError:
        # Some that are written in C do not say what they take.
        pass
    return Blank()


def _tried(cases: "tuple[Case, ...]", function: object, variable: str) -> "Outcome":
    """Return what a function gives for the cases that it is graded on."""
    from grader.model.submission import Blank, Raised
    from grader.sandbox.execution import given_by
    from grader.sandbox.job import arguments_of
    from grader.sandbox.reasons import no_function
    from grader.sandbox.runner import called
    from grader.sandbox.wire import result

    if _is_blank(function):
        return Blank()
    if not callable(function):
        return no_function(variable, tuple(cases[0].arguments))
    results = []
    for content in called(function, [arguments_of([*case.arguments.values()]) for case in cases]):
        one = result(content)
        if isinstance(one, Raised) and one.error == "KeyboardInterrupt":
            raise KeyboardInterrupt
        results.append(one)
    return given_by(results)


def _suffix(own: Mapping[str, str]) -> str:
    answer, variable = next(iter(own.items()))
    return variable.removeprefix(answer)


def _same(held: object, given: "Value") -> bool:
    from grader.model.submission import Given

    return _outcome(held) in (Given(value=given), Given(value=_as_written(given)))


def _as_written(given: "Value") -> "Value":
    # The notebook writes a fraction as a division, so what a variable holds is the nearest float.
    if isinstance(given, tuple):
        return tuple(_as_written(item) for item in given)
    return float(given) if isinstance(given, Fraction) else given


def _scores(grade: "ExerciseGrade") -> "ExerciseGrade":
    from grader.reports.disclosure import scores_only

    return scores_only(grade)


def _shown(grade: "ExerciseGrade", language: str) -> str:
    from grader.reports.grade_text import exercise_text

    return exercise_text(grade, language)


check = Check()
