"""What the page on the engine shows at the prompt is what the engine answers."""

import doctest
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = "docs/explanation/engine.md"


def test_every_answer_at_the_prompt_is_the_engines(fences):
    session = "".join(fence.text + "\n" for fence in fences(PAGE) if fence.language == "pycon")
    examples = doctest.DocTestParser().get_doctest(session, {}, PAGE, str(ROOT / PAGE), 0)

    outcome = doctest.DocTestRunner().run(examples)

    assert outcome.attempted > 20
    assert outcome.failed == 0
