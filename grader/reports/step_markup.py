"""The frames of a step-through as HTML: a thousand cells on a page, too many for a template."""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache, partial

from markupsafe import Markup, escape

from grader.model.value import Scalar
from grader.reports.numerals import literal, scalar
from grader.reports.phrases import say
from grader.reports.step_sentences import boundary_rule, conditions, equation, factor
from grader.reports.step_through import Board, Frame, Square, StepThrough, Term

_MARKS = ("outside", "under", "now")


def words(language: str) -> dict[str, object]:
    """Return what the template of the steps calls."""
    return {
        "conditions": partial(conditions, language=language),
        # Every piece is made below, from our own tags and from texts that are escaped.
        "frames": lambda walk, name: Markup(  # noqa: S704
            "".join(_Frames(walk, name, language).pieces())
        ),
    }


class _Frames:
    """The frames of one step-through, whose parts are called `name` and a number."""

    def __init__(self, walk: StepThrough, name: str, language: str) -> None:
        self._walk = walk
        self._name = name
        self._language = language
        # A square is drawn in many frames, and so are coordinates.
        self._square = cache(partial(_square, language=language))
        self._row = cache(lambda row: "".join(map(self._square, row)))
        self._heading = cache(partial(_heading, language=language))

    def pieces(self) -> Iterable[str]:
        """Yield each frame, behind the button that shows it."""
        walk = self._walk
        kernel = self._board("kernel", "kernel_laid", walk.kernel)
        for frame in walk.frames:
            sums = self._grid("window", "products", frame.columns, frame.rows, self._terms(frame))
            yield (
                f"{self._button(frame)}"
                f'<div class="frame">\n{self._turn(frame)}\n<div class="boards">\n'
                f"{self._board('image', 'image', frame.image)}{kernel}"
                f"{self._board('output', 'output_so_far', frame.output)}{sums}\n</div>\n"
                f"{self._sentence(frame)}\n</div>\n"
            )

    def _say(self, key: str, **values: object) -> str:
        return escape(say(key, self._language, **values))

    def _button(self, frame: Frame) -> str:
        wrong = frame.written is not None
        label = self._say(
            "stop_wrong" if wrong else "stop", n=frame.number, row=frame.row, column=frame.column
        )
        place = f"{self._name}-{frame.number}"
        return (
            f'<input type="radio" class="stop{" wrong" if wrong else ""}" name="{self._name}" '
            f'id="{place}" value="{frame.number}" aria-label="{label}" '
            f'aria-describedby="{place}-sum"{" checked" if frame is self._walk.first else ""}>\n'
        )

    def _turn(self, frame: Frame) -> str:
        shown = self._walk.frames
        back = on = "<span></span>"
        if frame.number > shown[0].number:
            back = self._label(frame.number - 1, f"‹ {self._say('previous')}")
        if frame.number < shown[-1].number:
            on = self._label(frame.number + 1, f"{self._say('next')} ›")
        step = self._say("step_of", n=frame.number, all=self._walk.steps)
        place = self._say("place", row=frame.row, column=frame.column)
        return f'<div class="turn">\n{back}<p><strong>{step}</strong> · {place}</p>\n{on}\n</div>\n'

    def _label(self, number: int, text: str) -> str:
        return f'<label for="{self._name}-{number}" aria-hidden="true">{text}</label>'

    def _sentence(self, frame: Frame) -> str:
        place = self._say("place_first", row=frame.row, column=frame.column)
        said = f"{place}: {escape(equation(frame, self._language))}."
        if not frame.inside:
            said += f" {escape(boundary_rule(self._walk.filtering, self._language))}"
        if frame.written is not None:
            wrote = self._say("you_wrote", given=literal(frame.written, self._language))
            said += f' <strong class="written">{wrote}</strong>'
        return f'<p class="sum" id="{self._name}-{frame.number}-sum">{said}</p>\n'

    def _board(self, kind: str, caption: str, board: Board) -> str:
        return self._grid(kind, caption, board.columns, board.rows, map(self._row, board.squares))

    def _terms(self, frame: Frame) -> Iterable[str]:
        return ("".join(_term(term, self._language) for term in row) for row in frame.terms)

    def _grid(
        self,
        kind: str,
        caption: str,
        columns: Sequence[int],
        places: Sequence[int],
        rows: Iterable[str],
    ) -> str:
        head = "".join(self._heading(place, "col") for place in columns)
        body = "".join(
            f"<tr>{self._heading(place, 'row')}{row}</tr>\n"
            for place, row in zip(places, rows, strict=True)
        )
        return (
            f'<table class="grid {kind}">\n<caption>{self._say(caption)}</caption>\n'
            f"<thead><tr><td></td>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"
        )


def _heading(place: int, scope: str, *, language: str) -> str:
    return f'<th scope="{scope}">{_number(place, language)}</th>'


def _square(square: Square, *, language: str) -> str:
    marks = " ".join(name for name in _MARKS if getattr(square, name))
    value = "" if square.value is None else _number(square.value, language)
    return f'<td class="{marks}">{value}</td>' if marks else f"<td>{value}</td>"


def _term(term: Term, language: str) -> str:
    marks = note = ""
    if not term.inside:
        marks = ' class="outside"'
        note = _outside(language)
    return (
        f"<td{marks}>{_number(term.coefficient, language)} × "
        f"{_factor(term.value, language)}{note}"
        f'<span class="product">= {_number(term.product, language)}</span>'
        f'<span class="running">Σ {_number(term.running, language)}</span></td>'
    )


def _number(number: Scalar, language: str) -> str:
    return _whole(number, language) if type(number) is int else escape(scalar(number, language))


def _factor(number: Scalar, language: str) -> str:
    if type(number) is int:
        return _whole_factor(number, language)
    return escape(factor(number, language))


# The same few integers stand in all frames of all pages; 0.0 and -0.0 are equal, and differ.
@lru_cache(maxsize=4096)
def _whole(number: int, language: str) -> str:
    return str(escape(scalar(number, language)))


@lru_cache(maxsize=4096)
def _whole_factor(number: int, language: str) -> str:
    return str(escape(factor(number, language)))


@cache
def _outside(language: str) -> str:
    return f'<span class="unseen"> ({escape(say("legend_outside", language))})</span>'
