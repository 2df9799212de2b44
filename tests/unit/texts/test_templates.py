"""What an author's text may do, and what it may not."""

import time
from fractions import Fraction

import pytest

from grader.texts import TemplateFault, check_template, render

VALUES = {
    "k": 4,
    "half": 0.5,
    "third": Fraction(1, 3),
    "word": "up",
    "flag": True,
    "image": ((1, -2), (3, 4)),
    "long": tuple(range(4096)),
    "wide": tuple(tuple(range(64)) for _ in range(64)),
    "self": 7,
}
ATTACKS = {
    "attribute": "{{ k.real }}",
    "dunder attribute": "{{ word.__class__.__mro__ }}",
    "attribute as a key": "{{ word['__class__'] }}",
    "attribute of a function": "{{ image['count'] }}",
    "loop attribute": "{% for x in image %}{{ loop.index }}{% endfor %}",
    "call": "{{ word() }}",
    "method": "{{ word.upper() }}",
    "decimals without end": "{{ third|decimals(1000000000) }}",
    "format": "{{ '{0.__class__}'.format(k) }}",
    "format filter": "{{ '%s'|format(k) }}",
    "attr filter": "{{ k|attr('real') }}",
    "map filter": "{{ image|map('first') }}",
    "percent": "{{ '%0200000000d' % 1 }}",
    "repeated text": "{{ 'a' * 100000000 }}",
    "repeated list": "{{ [0] * 100000000 }}",
    "repeated value": "{{ image * 100000000 }}",
    "joined text": "{{ word + word }}",
    "concatenation": "{% set a = word ~ word %}{{ a }}",
    "power": "{{ 9 ** 9 ** 9 }}",
    "huge product": "{{ 10000000000000000000000000000000 * 2 }}",
    "huge number": "{{ " + "9" * 5000 + " }}",
    "infinite number": "{{ 1e999 - k }}",
    "doubling block": "{% set a %}xx{% endset %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 40,
    "doubling pair": "{% set a = (k, k) %}" + "{% set a = (a, a) %}" * 40 + "{{ a }}",
    "doubling list": "{% set a = [k] %}" + "{% set a = [a, a] %}" * 40 + "{{ a }}",
    "nested loops": "{% for a in long %}{% for b in long %}{% endfor %}{% endfor %}",
    "nested literal loops": "{% for a in X %}{% for b in X %}{% endfor %}{% endfor %}".replace(
        "X", "[" + "0," * 1000 + "]"
    ),
    "loop over a text": "{% for a in 'aaaa' %}{{ a }}{% endfor %}",
    "four loops": "{% for a in image %}{% endfor %}" * 4,
    "recursive loop": "{% for a in image recursive %}{{ loop(a) }}{% endfor %}",
    "tables that nobody sees": "{% for a in long %}"
    + "{% set b = wide|matrix %}" * 100
    + "{% endfor %}",
    "formulas that nobody sees": "{% set b = wide|latex %}" * 100,
    "a search in a loop": "{% for a in long %}"
    + "{% if word in long %}{% endif %}" * 500
    + "{% endfor %}",
    "comparisons in a loop": "{% for a in long %}"
    + "{% if wide == wide %}{% endif %}" * 500
    + "{% endfor %}",
    "unknown filter": "{{ word|safe }}",
    "unknown test": "{{ word is in long }}",
    "percent with a list": "{{ '%s' % image }}",
    "set bomb": "{% set a = word %}" + "{% set a = a + a %}" * 40,
    "set bomb of numbers": "{% set a = k %}" + "{% set a = a * a %}" * 40,
    "set bomb of lists": "{% set a = image %}" + "{% set a = a + a %}" * 40,
    "doubling mark": "{% set a = image %}"
    + "{% set a = a|hide(0, 0, a)|hide(0, 1, a) %}" * 40
    + "{{ a }}",
    "hiding in a loop": "{% for a in long %}"
    + "{% set b = wide|hide(0, 0) %}" * 100
    + "{% endfor %}",
    "text itself": "{{ self }}",
    "loop itself": "{% for a in image %}{{ loop }}{% endfor %}",
    "attribute of a loop": "{% for a in image %}{{ loop['index'] }}{% endfor %}",
    "set an attribute": "{% set k.real = 1 %}",
    "joiner": "{{ joiner() }}",
    "caller": "{{ caller() }}",
    "default": "{{ missing|default(1) }}",
    "break": "{% for a in image %}{% break %}{% endfor %}",
    "translation": "{% trans %}a{% endtrans %}",
    "debug": "{% debug %}",
    "comments without end": "{#" * 5000,
    "many signs": "{{ " + "-" * 900 + "k }}",
    "many filters": "{{ k" + "|abs" * 900 + " }}",
    "many sums": "{{ " + " + ".join("k" * 3000) + " }}",
    "huge output": "{% for a in long %}" + "x" * 1000 + "{% endfor %}",
    "range": "{% for a in range(9) %}{% endfor %}",
    "lipsum": "{{ lipsum(100000) }}",
    "cycler": "{{ cycler(1, 2) }}",
    "namespace": "{% set n = namespace(a=1) %}",
    "include": "{% include '/etc/passwd' %}",
    "import": "{% import 'os' as os %}",
    "from import": "{% from 'os' import path %}",
    "extends": "{% extends 'base' %}",
    "macro": "{% macro m() %}{% endmacro %}",
    "call block": "{% call f() %}{% endcall %}",
    "block": "{% block b %}{% endblock %}",
    "filter block": "{% filter abs %}1{% endfilter %}",
    "with": "{% with a = 1 %}{% endwith %}",
    "autoescape": "{% autoescape true %}{{ '<' }}{% endautoescape %}",
    "do": "{% do k %}",
    "dictionary": "{{ {'a': 1} }}",
    "slice": "{{ word[::-1] }}",
    "our own filter for loops": "{{ long|counted }}",
    "test for callables": "{{ k is callable }}",
    "deep brackets": "{{ " + "(" * 500 + "1" + ")" * 500 + " }}",
    "deep conditions": "{% if k %}" * 150 + "{% endif %}" * 150,
    "long text": "x" * 100_000,
    "division by zero": "{{ 1 / 0 }}",
    "text below zero": "{{ -word }}",
    "unclosed": "{{ k",
    "unknown tag": "{% eval k %}",
    "number out of place": "{{ image[9] }}",
    "list itself": "{{ [1, 2] }}",
}


@pytest.mark.usefixtures("no_collection")
@pytest.mark.parametrize("template", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_is_refused_before_it_costs_anything(template):
    start = time.process_time()
    with pytest.raises(TemplateFault) as caught:
        render(template, VALUES, "en")
    assert str(caught.value)
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    ("template", "english", "spanish"),
    [
        ("{{ k }} × {{ k }}", "4 × 4", "4 × 4"),
        ("{{ half }}", "0.5", "0,5"),
        ("{{ third }}", "1/3", "1/3"),
        ("{{ word }}", "up", "up"),
        ("{{ image[0][1] }}", "-2", "-2"),
        ("{{ image[0] }}", "(1, -2)", "(1; -2)"),
        ("{{ k|signed }} {{ image[0][1]|signed }}", "+4 −2", "+4 −2"),
        ("{{ half|signed }}", "+0.5", "+0,5"),
        ("{{ third|decimals(2) }} {{ k|decimals(1) }}", "0.33 4", "0,33 4"),
        ("{{ image[0][1]|abs + image|length }}", "4", "4"),
        ("{{ (k - 1) // 2 + k * 2 % 3 }}", "3", "3"),
        ("{{ k / 8 }}", "0.5", "0,5"),
        ("{% if k > 3 and flag %}a{% elif k %}b{% else %}c{% endif %}", "a", "a"),
        ("{{ 'a' if k is even else 'b' }}", "a", "a"),
        ("{% for row in image %}{{ row[0] }};{% endfor %}", "1;3;", "1;3;"),
        ("{% for a, b in image %}{{ a }}{{ b }} {% endfor %}", "1-2 34 ", "1-2 34 "),
        ("{% for a in image if a[0] > 1 %}{{ a[0] }}{% else %}no{% endfor %}", "3", "3"),
        ("{% for a in [3, 5] %}{{ a }}{% endfor %}", "35", "35"),
        ("{% set n = k + 1 %}{{ n }}", "5", "5"),
        ("{% raw %}{{ k }}{% endraw %}{# note #}", "{{ k }}", "{{ k }}"),
        ("<b> & |", "<b> & |", "<b> & |"),
    ],
)
def test_a_text_is_filled_in_as_its_language_writes_numbers(template, english, spanish):
    assert render(template, VALUES, "en") == english
    assert render(template, VALUES, "es") == spanish


def test_a_matrix_becomes_a_table():
    assert render("{{ image|matrix }}", VALUES, "en").count("\n") == 3


def test_a_matrix_in_a_list_is_indented_as_a_whole():
    shown = render("1. One:\n\n   {{ image|matrix }}\n\n   Two.", VALUES, "en")
    assert shown.split("\n") == [
        "1. One:",
        "",
        "   |  | 0 | 1 |",
        "   |:--:|:--:|:--:|",
        "   | **0** | 1 | −2 |",
        "   | **1** | 3 | 4 |",
        "",
        "   Two.",
    ]


def test_a_hidden_cell_shows_its_mark_and_nothing_else_changes():
    shown = render('{{ image|hide(0, 1)|hide(1, k - 4, "b")|matrix }}', VALUES, "en")
    assert shown.split("\n")[2:] == ["| **0** | 1 | ? |", "| **1** | b | 4 |"]


@pytest.mark.parametrize("place", ["2, 0", "0, 2", "-1, 0", "0, -1"])
def test_a_cell_that_does_not_exist_cannot_be_hidden(place):
    with pytest.raises(TemplateFault, match="no cell"):
        render(f"{{{{ image|hide({place})|matrix }}}}", VALUES, "en")


def test_a_latex_matrix_has_a_decimal_comma_in_spanish():
    assert "0{,}5" in render("{{ m|latex }}", {"m": ((0.5,),)}, "es")


def test_a_missing_value_is_named():
    with pytest.raises(TemplateFault) as caught:
        render("{{ kernal }}", VALUES, "en")
    assert caught.value.missing == "kernal"


@pytest.mark.parametrize(
    "template",
    ["{% if kernal %}{% endif %}", "{{ kernal + 1 }}", "{% for a in kernal %}{% endfor %}"],
)
def test_a_missing_value_is_never_taken_for_an_empty_one(template):
    with pytest.raises(TemplateFault):
        render(template, VALUES, "en")


def test_a_value_may_have_any_name():
    assert render("{{ context }}", {"context": 7}, "en") == "7"


def test_a_template_is_not_run_by_what_it_is_filled_with():
    assert render("{{ word }}", {"word": "{{ k }}"}, "en") == "{{ k }}"


def test_a_fault_has_its_line():
    with pytest.raises(TemplateFault) as caught:
        render("one\ntwo {{ k.real }}", VALUES, "en")
    assert caught.value.line == 2


def test_loops_are_counted_anew_in_every_text():
    template = "{% for a in long %}{% endfor %}{{ k }}"
    assert [render(template, VALUES, "en") for _ in range(9)] == ["4"] * 9


def test_checking_a_text_returns_the_values_that_it_reads():
    template = "{{ k }}{% set n = half %}{% for a in image %}{{ a }}{{ n }}{% endfor %}"
    assert check_template(template, "en") == {"k", "half", "image"}


@pytest.mark.parametrize(
    ("template", "fault", "fix"),
    [
        ("{{ k|nosuch }}", "no filter `nosuch`", "there are: matrix, latex, signed, abs, length"),
        ("{{ k is nosuch }}", "no test `nosuch`", "there are: even, odd, defined"),
        ("{{ k ** 2 }}", "this is Pow", "compute it in `let`"),
        ("{% set a = [1, 2] %}", "a list cannot be set", "write it in `let`"),
    ],
)
def test_a_refusal_says_what_to_do(template, fault, fix):
    with pytest.raises(TemplateFault) as caught:
        check_template("\n" + template, "en")
    assert fault in caught.value.fault
    assert fix in caught.value.fix
    assert caught.value.line == 2


def test_a_loop_over_the_largest_image_is_within_bounds():
    template = "{% for row in wide %}{% for a in row %}{% if a > 3 %}{{ a }}{% endif %}{% endfor %}"
    assert render(template + "{% endfor %}", VALUES, "en")


@pytest.mark.parametrize("name", ["attribute", "call", "macro", "unclosed", "concatenation"])
def test_checking_a_text_refuses_what_rendering_would(name):
    with pytest.raises(TemplateFault):
        check_template(ATTACKS[name], "en")
