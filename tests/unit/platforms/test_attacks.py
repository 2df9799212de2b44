"""Nothing that a student wrote acts: not in a log, not on a terminal, not on a page."""

import base64
import json
import re
import unicodedata
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt

from grader.platforms import FORMATS, Run
from grader.platforms.annotations import MOST
from grader.platforms.commands import command
from grader.reports.characters import disarmed


def texts(grade):
    return [
        (f"{name}: {file}", text)
        for name, make in FORMATS.items()
        for file, text in make(grade, Run(formative=True)).items()
    ]


def obeyed(line):
    """Tell whether the runner of GitHub Actions takes a line for a command."""
    seen = "".join(sign for sign in line if unicodedata.category(sign) != "Cf")
    return seen.lstrip().startswith("::") or "##[" in seen


@pytest.mark.parametrize(
    "line",
    [
        "::error::x",
        "   ::error::x",
        "\t::error::x",
        "\u00a0::error::x",
        "\u00ad::error::x",
        "é::error::x",
        "##[error]x",
        "a ##[group] b",
        "a #\u00ad#[group] b",
        "###[group]",
    ],
)
def test_what_looks_like_a_command_is_none_any_more(line):
    assert not obeyed(disarmed(line))


@pytest.mark.parametrize("line", ["a[::2]", "x: int = 1", "# [1]", "std::vector", "| ::error::"])
def test_what_does_not_is_left_alone(line):
    assert disarmed(line) == line


def test_a_command_holds_what_it_is_given_and_nothing_else():
    line = command("warning", "100%\n::error::x", {"title": "a: b, c%0A"})

    assert line == "::warning title=a%3A b%2C c%250A::100%25%0A::error::x"


def test_annotations_are_at_most_ten_lines_of_ours(hostile):
    lines = FORMATS["annotations"](hostile, Run())["annotations.txt"].splitlines()

    assert len(lines) == MOST
    for line in lines:
        assert re.fullmatch(r"::(notice|warning|error) title=[^:,\x1b]*::.*", line), line
    assert lines[-1].endswith("::and 5 more")


def test_no_line_of_any_format_but_annotations_is_a_command_when_it_is_printed(hostile):
    for place, text in texts(hostile):
        if not place.startswith("annotations"):
            assert not [line for line in disarmed(text).splitlines() if obeyed(line)], place


def test_the_json_formats_hold_no_command_even_undisarmed(hostile):
    for place, text in texts(hostile):
        if place.startswith(("json", "classroom50: result", "gradescope")):
            assert not [line for line in text.splitlines() if obeyed(line)], place
            json.loads(text)


def test_no_format_holds_a_control_character(hostile):
    for place, text in texts(hostile):
        controls = {sign for sign in text if unicodedata.category(sign) in {"Cc", "Cs"}}
        assert controls <= {"\n"}, place


def test_names_that_the_reporter_prints_raw_are_single_lines_and_no_commands(hostile):
    output = FORMATS["github-classroom"](hostile, Run())["github-output.txt"]
    for line in output.splitlines():
        name, _, encoded = line.partition("=")
        assert name in {"earned", "missing"}
        for test in json.loads(base64.b64decode(encoded, validate=True))["tests"]:
            assert "\n" not in test["name"]
            assert not obeyed(test["name"])


def test_an_output_line_holds_no_second_one(hostile):
    lines = FORMATS["classroom50"](hostile, Run())["github-output.txt"].splitlines()

    assert [line.partition("=")[0] for line in lines] == ["status", "summary"]


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = set()

    def handle_starttag(self, tag, attrs):
        self.found |= {tag, *(f"{tag}[{name}]" for name, _ in attrs)}


def tags(html):
    parser = Tags()
    parser.feed(html)
    return parser.found


def test_the_summary_has_no_markup_but_ours(hostile, ada):
    markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    ours = {"h2", "p", "code", "table", "thead", "tbody", "tr", "th", "td", "td[style]", "ul", "li"}
    ours |= {"strong", "blockquote", "details", "summary", "sub", "th[style]"}
    for grade in (hostile, ada):
        text = FORMATS["step-summary"](grade, Run(formative=True))["summary.md"]
        assert tags(markdown.render(text)) <= ours


def test_every_row_of_the_table_has_four_cells(hostile):
    text = FORMATS["step-summary"](hostile, Run())["summary.md"]
    markdown = MarkdownIt("commonmark").enable("table")
    rows = re.findall(r"<tr>(.*?)</tr>", markdown.render(text), re.DOTALL)

    assert len(rows) == len(hostile.exercises) + 2
    assert {len(re.findall("<t[hd]", row)) for row in rows} == {4}


def test_nobody_is_mentioned(hostile):
    for place, text in texts(hostile):
        if place.endswith(".md"):
            assert not re.search(r"(?<!`)@(?=[a-z])[^`]*$", text, re.MULTILINE), place


def test_the_page_has_no_script_and_no_image(hostile):
    page = FORMATS["html"](hostile, Run())["feedback.html"]

    assert not tags(page) & {"script", "img", "iframe", "a"}


def test_the_xml_is_well_formed_and_its_texts_are_texts(hostile):
    root = ET.fromstring(FORMATS["junit"](hostile, Run())["report.xml"].encode())

    assert {element.tag for element in root.iter()} == {
        *("testsuites", "testsuite", "properties", "property", "testcase", "failure"),
        *("system-out", "system-err"),
    }


def test_a_summary_that_would_be_dropped_for_its_size_is_told_short(hostile, monkeypatch):
    whole = FORMATS["step-summary"](hostile, Run())["summary.md"]
    monkeypatch.setattr("grader.platforms.step_summary.MOST_BYTES", len(whole.encode()) - 1)
    text = FORMATS["step-summary"](hostile, Run())["summary.md"]

    assert "<details>" in whole
    assert "<details>" not in text
    assert text.startswith("## ")
