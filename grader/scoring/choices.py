"""What was chosen, in the words that the student read."""

from collections.abc import Iterator

from grader.answers.choice import letter_of
from grader.model.exercise import Answer
from grader.model.grade import Chosen
from grader.model.value import Value
from grader.model.variant import Variant
from grader.scoring.diagnosis import explained


def chosen(answer: Answer, given: Value | None, variant: Variant) -> tuple[Chosen, ...]:
    """Return the options that an answer names, in the order in which they were shown.

    With a reason it comes second. None where nothing is chosen from, or no answer was read.
    """
    if not answer.options or given is None:
        return ()
    ids = given if isinstance(given, tuple) else (given,)
    if answer.because is not None:
        return (*_options(answer, ids[:1], variant), *_reasons(answer, ids[1:], variant))
    return tuple(_options(answer, ids, variant))


def _options(answer: Answer, ids: tuple[Value, ...], variant: Variant) -> Iterator[Chosen]:
    texts = {option.id: option.text for option in answer.options}
    for place, option in enumerate(variant.orders.get(answer.name, ())):
        if option in ids:
            text = explained(texts[option], variant.values)
            yield Chosen(option=option, mark=letter_of(place), text=text)


def _reasons(answer: Answer, ids: tuple[Value, ...], variant: Variant) -> Iterator[Chosen]:
    reasons = answer.because.options if answer.because else ()
    for number, reason in enumerate(reasons, start=1):
        if reason.id in ids:
            text = explained(reason.text, variant.values)
            yield Chosen(option=reason.id, mark=str(number), text=text)
