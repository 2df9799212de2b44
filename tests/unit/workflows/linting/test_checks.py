"""Every check, on an exercise that trips it and on one that nearly does.

`MATRIX`, the exercise of `conftest.py`, trips none; in each row single parts of it, or of one of
the others here, are replaced.
"""

import pytest

from grader.workflows.linting.checks import CHECKS

MATRIX: dict[str, str] = {}
NUMBER = {
    "params": "\n  a: integer(20, 90)\n  b: integer(20, 90)",
    "let": "\n  area: a * b",
    "variants": "{separate: all}",
    "given": "[a, b]",
    "prompt": '\n  en: "{{ a }} by {{ b }}"\n  es: "{{ a }} por {{ b }}"',
    "answers": "\n  area: {type: integer}",
    "misconceptions": (
        "\n  perimeter: {gives: 2*(a + b), say: {en: Its edge., es: Su borde.}, credit: 0.25}"
    ),
    "solution": "{text: {en: Multiply., es: Multiplica.}}",
    "tests": "\n  - {answer: {area: a * b}, expect: {score: 1}}",
}
SHIFT = {
    "params": '\n  axis: pick("row", "column")',
    "let": '\n  down: 1 if axis == "row" else 2\n  move: "[down, 3 - down]"',
    "variants": "{separate: all}",
    "given": None,
    "prompt": '\n  en: "{{ axis }}"\n  es: "{{ axis }}."',
    "answers": "\n  move: {type: direction}",
    "misconceptions": '\n  swapped: {gives: "[3 - down, down]", say: {en: No., es: No tal.}}',
    "solution": None,
    "tests": "\n  - {answer: {move: move}, expect: {score: 1}}",
}
"""There are two variants, and each is wrong in the way of the other."""
CHOICE = {
    "params": '\n  asked: pick("sum", "mean")\n  size: integer(3, 900)',
    "let": "\n  word: asked\n  kind: asked",
    "variants": "{separate: all}",
    "given": None,
    "prompt": "\n  en: What of {{ size }} numbers?\n  es: ¿Qué de {{ size }} números?",
    "answers": "\n  kind: {type: choice, options: [sum, mean]}",
    "misconceptions": (
        '\n  other: {gives: \'"sum" if asked == "mean" else "mean"\', say: {en: No., es: No tal.}}'
    ),
    "solution": "{text: {en: '{{ word }}', es: '{{ word }}'}}",
    "tests": "\n  - {answer: {kind: asked}, expect: {score: 1}}",
}
BUG = {
    "find_the_bug": "out",
    "prompt": """
  en: "{{ image | matrix }} {{ kernel | matrix }} {{ shown | matrix }}"
  es: "{{ image | matrix }}, {{ kernel | matrix }}, {{ shown | matrix }}" """,
    "answers": "\n  mistake: {type: choice, options: misconceptions}",
    "variants": "{require: [distinct(out) == 4]}",
    "tests": "\n  - {answer: {mistake: mistake}, expect: {score: 1}}",
}
PRODUCTS = "of: 'count_products(image, kernel, mode=\"valid\")'"
FREE = "{require: [distinct(out) == 4], separate: []}"
TWINS = (
    "\n  convolve:"
    "\n  turned: {gives: 'convolve(image, kernel, mode=\"valid\")', say: {en: No., es: No tal.}}"
)
ROTATED = (
    "\n  other: {gives: 'convolve(image, kernel, mode=\"valid\")', say: {en: No., es: No tal.}}"
)
SPARE = '\n  spare: kernel[0, 0]\n  out: correlate(image, kernel, mode="valid")'
TELLING = "\n  - {{en: 'It is {0}.', es: 'Es {0}.'}}"
HALF = "\n  image: matrix(4, 4, 0, 9, nonzero=9)\n  kernel: matrix(3, 3, 0, 5, nonzero=5)"
SMALL_KERNEL = "\n  image: matrix(3, 3, 1, 9)\n  kernel: matrix(2, 2, 1, 2)"
DISTINCT = "\n  image: matrix(4, 4, 1, 9)\n  kernel: matrix(3, 3, 1, 999)"
BOX = '\n  kernel: constant(3, 3, 1)\n  out: correlate(image, kernel, mode="valid")'
WIDE = "{require: [distinct(out) == 4], difficulty: {products: {%s, band: [1, 99]}}, separate: all}"
TYPED = "\n  - {answer: {area: a + b}, expect: %s}"

TRIPPED = [
    (
        "tries",
        MATRIX | {"variants": "{require: [max(out) > 9999], tries: 5, separate: all}"},
        ("error", "no draw satisfied the rules in 5 tries; rejected by `max(out) > 9999` (5×)", ""),
    ),
    (
        "acceptance",
        NUMBER | {"variants": "{require: [a == 20 or a == 21], separate: all}"},
        ("error", "draws are accepted", ":10:"),
    ),
    ("unread", MATRIX | {"let": SPARE}, ("warning", "nothing reads `spare`", ":9:")),
    (
        "unread",
        NUMBER
        | {
            "params": f"{NUMBER['params']}\n  c: integer(1, 9)",
            "variants": "{require: [c > 2], separate: all}",
        },
        ("warning", "nothing reads `c`", ":8:"),
    ),
    (
        "rendering",
        NUMBER | {"solution": "{text: {en: '{{ a[3] }}', es: Multiplica.}}"},
        ("error", "a text in `en` cannot be rendered", ":21:"),
    ),
    (
        "rendering",
        NUMBER | {"prompt": "\n  en: '{{ (1, 2)[a] }}'\n  es: '{{ a }}'"},
        ("error", "a text in `en` cannot be rendered", "small.yaml"),
    ),
    (
        "leak",
        NUMBER | {"hints": TELLING.format("{{ a * b }}")},
        ("error", "the key of `area` stands in this text in 100 % of the variants", ":20:10"),
    ),
    (
        "leak",
        MATRIX
        | {"let": f"{SPARE}\n  same: out + 0", "hints": TELLING.format("{{ same | matrix }}")},
        ("error", "the key of `out` stands in this text", ":25:"),
    ),
    (
        "leak",
        MATRIX | {"let": f"{SPARE}\n  same: out + 0", "hints": TELLING.format("{{ same }}")},
        ("error", "the key of `out` stands in this text", ":25:"),
    ),
    (
        "leak",
        SHIFT | {"let": f"{SHIFT['let']}\n  same: move + 0", "given": "[same]"},
        ("error", "`same` is given to the student and is a key", ":12:"),
    ),
    (
        "leak",
        CHOICE | {"hints": TELLING.format("the {{ word }}")},
        ("error", "the key of `kind` stands in this text in 100 % of the variants", ""),
    ),
    (
        "translation",
        NUMBER | {"hints": "\n  - {en: Multiply these two sides., es: Multiply these two sides.}"},
        ("warning", "`en` and `es` say the same: Multiply these two sides.", ":20:"),
    ),
    (
        "numbers",
        NUMBER | {"prompt": "\n  en: '{{ a }} by {{ b }}'\n  es: '{{ a }} por {{ a }}'"},
        ("warning", "`es` lacks numbers that `en` tells: ", ":14:"),
    ),
    (
        "numbers",
        CHOICE
        | {
            "answers": "\n  kind: {type: choice, options: "
            "{sum: {en: the sum of 3, es: la suma}, mean: {en: the mean, es: la media}}}"
        },
        ("warning", "`es` lacks numbers that `en` tells: 3", ""),
    ),
    ("tests-missing", NUMBER | {"tests": None}, ("warning", "the exercise has no tests", "")),
    (
        "test",
        NUMBER | {"tests": TYPED % "{score: 0.5}"},
        ("error", "test 1: earns 0, not 0.5", ":23:"),
    ),
    (
        "test",
        NUMBER | {"tests": TYPED % "{diagnosis: perimeter}"},
        ("error", "test 1: is diagnosed as nothing, not perimeter", ":23:"),
    ),
    (
        "test",
        NUMBER | {"tests": "\n  - {answer: {area: a // (b - b)}, expect: {score: 1}}"},
        ("error", "test 1: division by zero", ":23:"),
    ),
    (
        "work",
        MATRIX | {"params": HALF},
        ("warning", "products to compute, the luckiest", ":11:"),
    ),
    (
        "misconceptions-missing",
        NUMBER | {"misconceptions": None},
        ("warning", "no misconception is listed", ""),
    ),
    (
        "guarded",
        MATRIX
        | {
            "misconceptions": "\n  convolve:\n  whole: "
            "{gives: 'correlate(image, kernel, mode=\"full\")', say: {en: No., es: No tal.}, "
            "credit: 0.5}"
        },
        ("warning", "nobody can earn the credit of `whole`: `out` has another form", ":21:"),
    ),
    (
        "never-applies",
        NUMBER
        | {
            "misconceptions": "\n  perimeter: "
            "{when: a > b + 99, gives: 2*(a + b), say: {en: No., es: No tal.}}"
        },
        ("warning", "`perimeter` applies to no variant", ":18:"),
    ),
    (
        "right",
        NUMBER
        | {
            "variants": "{separate: []}",
            "misconceptions": "\n  swapped: {gives: b * a, say: {en: No., es: No tal.}}",
        },
        ("warning", "`swapped` gives the right answer in 100 % of the variants", ":18:"),
    ),
    (
        "alike",
        MATRIX | {"misconceptions": TWINS, "variants": FREE},
        ("warning", "`convolve` and `turned` give the same in 100 % of the variants", ":19:"),
    ),
    (
        "symmetry",
        MATRIX | {"params": SMALL_KERNEL, "variants": FREE},
        ("warning", "the kernel equals its rotation by 180° in ", ":18:"),
    ),
    (
        "flip",
        MATRIX | {"misconceptions": "\n  flip_rows:"},
        (
            "warning",
            "nothing guards that `out` differs between correlation and convolution",
            ":18:",
        ),
    ),
    ("flip", MATRIX | {"variants": FREE}, ("warning", "nothing guards that `out` differs", ":16:")),
    (
        "collusion",
        SHIFT,
        ("note", "2 different keys, 0.9 bit: 54 students of 100 share each; carries no", ":6:"),
    ),
]
NEARLY = [
    ("tries", MATRIX | {"variants": "{require: [max(out) > 9], tries: 99, separate: all}"}),
    ("acceptance", NUMBER | {"variants": "{require: [a < 40], separate: all}"}),
    (
        "unread",
        MATRIX
        | {"let": SPARE, "variants": "{require: [distinct(out) == 4, spare > 1], separate: all}"},
    ),
    ("unread", MATRIX | {"let": SPARE, "hints": TELLING.format("{{ spare }}")}),
    (
        "unread",
        NUMBER
        | {
            "params": f"{NUMBER['params']}\n  low: pick(1, 2)",
            "let": "\n  more: low\n  area: a * b",
            "given": "[a, b, more]",
        },
    ),
    ("rendering", NUMBER | {"solution": "{text: {en: '{{ area }}', es: '{{ area }}'}}"}),
    ("leak", NUMBER | {"hints": TELLING.format("{{ a + b }}")}),
    ("leak", NUMBER | {"solution": "{text: {en: '{{ area }}', es: '{{ area }}'}}"}),
    (
        "leak",
        NUMBER | {"let": "\n  area: a - a + 3", "hints": TELLING.format("{{ 1 + 2 }}")},
    ),
    ("leak", CHOICE | {"hints": TELLING.format("the sum, the mean or the summary")}),
    ("translation", NUMBER | {"hints": "\n  - {en: Sobel, es: Sobel}"}),
    ("translation", NUMBER | {"hints": TELLING.format("{{ a }} and `a good few words`")}),
    (
        "numbers",
        NUMBER | {"prompt": "\n  en: '{{ a }}, {{ b / 3 }}'\n  es: '{{ b / 3 }} y {{ a }}'"},
    ),
    ("tests-missing", NUMBER),
    ("test", NUMBER | {"tests": TYPED % "{score: 0}"}),
    ("test", NUMBER | {"tests": TYPED % "{diagnosis: []}"}),
    ("work", MATRIX | {"params": HALF, "variants": WIDE % PRODUCTS}),
    (
        "work",
        MATRIX
        | {
            "params": HALF,
            "let": '\n  all: correlate(image, kernel, mode="valid")\n  out: all[0, 1]',
            "variants": "{separate: all}",
            "answers": "\n  out: {type: integer}",
        },
    ),
    ("work", MATRIX),
    ("misconceptions-missing", NUMBER),
    ("misconceptions-missing", CHOICE | {"variants": "{}", "misconceptions": None}),
    ("guarded", NUMBER),
    ("guarded", SHIFT),
    (
        "never-applies",
        NUMBER
        | {
            "misconceptions": "\n  perimeter: "
            "{when: a > b, gives: 2*(a + b), say: {en: No., es: No tal.}}"
        },
    ),
    ("right", NUMBER | {"variants": "{separate: []}"}),
    ("alike", MATRIX | {"variants": FREE}),
    ("symmetry", MATRIX | {"params": SMALL_KERNEL}),
    ("symmetry", MATRIX | {"params": DISTINCT, "variants": FREE}),
    ("flip", MATRIX | {"misconceptions": ROTATED}),
    ("flip", MATRIX | {"let": BOX, "params": "\n  image: matrix(4, 4, 1, 9)", "variants": FREE}),
    ("flip", NUMBER),
    ("collusion", NUMBER),
]
BY_HAND = {"key", "null", "baseline"}
"""Drawing accepts nothing that trips these: `test_laws.py` makes variants that do."""


@pytest.mark.parametrize("base", [MATRIX, NUMBER], ids=["matrix", "number"])
def test_in_a_sound_exercise_there_is_nothing_to_be_found(found, base):
    assert found(**base) == []


def test_of_an_exercise_where_one_chooses_only_the_few_keys_are_told(found):
    assert [item[0] for item in found(**BUG)] == ["collusion"]
    assert [item[0] for item in found(**CHOICE)] == ["collusion"]


@pytest.mark.parametrize(
    ("check", "changes", "expected"),
    TRIPPED,
    ids=[f"{n}-{row[0]}" for n, row in enumerate(TRIPPED)],
)
def test_a_check_finds_what_it_is_for_and_says_where(found, check, changes, expected):
    severity, fault, place = expected
    findings = found(**changes)
    assert any(
        (item[0], item[1]) == (check, severity) and fault in item[2] and place in item[3]
        for item in findings
    ), findings


@pytest.mark.parametrize(
    ("check", "changes"), NEARLY, ids=[f"{n}-{row[0]}" for n, row in enumerate(NEARLY)]
)
def test_a_check_keeps_quiet_about_what_only_looks_like_it(found, check, changes):
    assert [item for item in found(**changes) if item[0] == check] == []


def test_every_check_is_tripped_and_nearly_tripped():
    assert {row[0] for row in TRIPPED} == {*CHECKS} - BY_HAND
    assert {row[0] for row in NEARLY} == {*CHECKS} - BY_HAND


RARE = "\n  perimeter: {when: a > b + 99, gives: 2*(a + b), say: {en: No., es: No tal.}}"


@pytest.mark.parametrize(("count", "said"), [(10, False), (24, True)])
def test_a_handful_of_variants_does_not_show_that_something_never_applies(found, count, said):
    checks = [check for check, *_ in found(count=count, **{**NUMBER, "misconceptions": RARE})]
    assert ("never-applies" in checks) is said
