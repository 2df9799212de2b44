"""Small exercises, written in a line or two, to be drawn from."""

import pytest

from grader.spec import read_exercise
from grader.variants import Drawing

SMALL = """\
schema: exercise/1
id: small
version: {version}
title: {{en: Small, es: Pequeño}}
params:
{params}
let:
{let}
variants: {variants}
prompt: {{en: Go., es: Ya.}}
answers: {answers}
misconceptions: {misconceptions}
"""


def _block(lines):
    return "\n".join(f"  {line}" for line in lines)


@pytest.fixture
def small():
    """Return an exercise of the given parts, each a line or two of YAML."""

    def of(params, let, *, version=1, **parts):
        parts = {
            "variants": "{}",
            "answers": "{out: {type: integer}}",
            "misconceptions": "{}",
            **parts,
        }
        text = SMALL.format(version=version, params=_block(params), let=_block(let), **parts)
        return read_exercise(text, "small.yaml")

    return of


@pytest.fixture
def drawing(small):
    return lambda *parts, **options: Drawing(small(*parts, **options))
