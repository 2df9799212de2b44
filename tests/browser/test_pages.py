"""The pages in a browser: without a mouse, on a telephone, in the dark and on paper."""

from itertools import pairwise

import pytest

from grader.assets import bundled
from grader.reports.feedback_html import to_html
from grader.spec import Bank
from grader.workflows.preview import preview_page

BANK = Bank([bundled("exercises")])
SHOWN = "[...document.querySelectorAll('.frame')].filter((one) => one.getClientRects().length)"
CHOSEN = "document.querySelector('.stop:checked').value"
CONTRAST = """(() => {
  const parts = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => {
    const [r, g, b] = parts(color).map((one) => one / 255)
      .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (one) => {
    for (; one; one = one.parentElement) {
      const color = getComputedStyle(one).backgroundColor;
      if ((parts(color)[3] ?? 1) === 1) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  const texts = [...document.body.querySelectorAll('*')].filter((one) =>
    one.getClientRects().length &&
    [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  return Math.min(...texts.map((one) => {
    const [a, b] = [light(getComputedStyle(one).color), light(ground(one))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }));
})()"""


@pytest.fixture
def wrong(sheet_of):
    """The grade of somebody who convolved instead."""
    sheet = sheet_of("predict-correlation")
    value = sheet.typed(sheet.variants[0].wrong["convolve"]["out"])
    return sheet.grade(sheet.fill({("predict-correlation", "out"): f"out = {value}"}))


@pytest.fixture(params=["feedback", "preview"])
def page(request, tmp_path, wrong):
    """A page with steps: that of a student, and that of an author."""
    path = tmp_path / "page.html"
    if request.param == "feedback":
        path.write_text(to_html(wrong, language="en"), encoding="utf-8")
    else:
        exercise = BANK.exercise("predict-correlation")
        path.write_text(preview_page(exercise, language="es"), encoding="utf-8")
    return path


def frames(browser):
    """Return the sentences of the frames that can be seen."""
    return browser.run(f"{SHOWN}.map((one) => one.querySelector('.sum').innerText)")


def begun(browser, page):
    """Open the page and give the keyboard to its steps."""
    browser.open(page)
    browser.run("document.querySelector('.stop:checked').focus()")


def test_one_frame_is_shown_and_it_is_the_one_that_is_chosen(chromium, page):
    chromium.open(page)
    assert chromium.run(CHOSEN) == "1"
    (said,) = frames(chromium)
    assert said.startswith(("Row 0, column 0: ", "Fila 0, columna 0: "))


def test_arrow_keys_move_from_step_to_step(chromium, page):
    begun(chromium, page)
    steps = []
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        chromium.press(key)
        steps.append(chromium.run(CHOSEN))
        assert len(frames(chromium)) == 1
    assert steps == ["2", "3", "2", "1"]


def test_the_tabulator_stops_once_at_the_steps_and_goes_on(chromium, page):
    chromium.open(page)
    focused = "document.activeElement.className"
    for _ in range(12):
        chromium.press("Tab")
        if "stop" in chromium.run(focused):
            break
    assert "stop" in chromium.run(focused)
    chromium.press("Tab")
    assert "stop" not in chromium.run(focused)


def test_the_step_that_has_the_keyboard_is_outlined(chromium, page):
    begun(chromium, page)
    chromium.press("ArrowRight")
    style = "getComputedStyle(document.activeElement)"
    assert chromium.run(f"{style}.outlineStyle + {style}.outlineWidth") == "solid3px"


def test_the_buttons_at_a_frame_lead_to_its_neighbors_and_stay_where_they_are(chromium, page):
    chromium.open(page)
    chromium.click(".turn label:last-child")
    next_one = f"{SHOWN}[0].querySelector('label:last-child').getBoundingClientRect()"
    place = f"{next_one}.x + ' ' + {next_one}.y"
    before = chromium.run(place)
    chromium.click(".turn label:last-child")
    assert chromium.run(CHOSEN) == "3"
    assert chromium.run(place) == before
    chromium.click(".turn label:first-child")
    assert chromium.run(CHOSEN) == "2"


def test_a_click_on_a_number_goes_there(chromium, page):
    chromium.open(page)
    chromium.click(".stop[value='7']")
    assert chromium.run(CHOSEN) == "7"
    assert len(frames(chromium)) == 1


def test_what_a_step_is_called_and_described_by_reaches_a_screen_reader(chromium, page):
    begun(chromium, page)
    chromium.call("Accessibility.enable")
    nodes = chromium.call("Accessibility.getFullAXTree")["nodes"]
    steps = [node for node in nodes if node.get("role", {}).get("value") == "radio"]
    assert len(steps) == 16
    for step in steps:
        assert any(word in step["name"]["value"] for word in (": row ", ": fila "))
        assert " = " in step["description"]["value"]


def test_nothing_is_wider_than_a_telephone(chromium, page):
    chromium.open(page, width=360, height=740)
    assert chromium.run("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(chromium, page, scheme):
    chromium.open(page, scheme=scheme)
    assert chromium.run(CONTRAST) >= 4.5


def test_on_paper_every_frame_is_there_and_no_button(chromium, page):
    chromium.open(page)
    chromium.media("print")
    assert len(frames(chromium)) == 16
    assert chromium.run("document.querySelector('.stop').getClientRects().length") == 0
    chromium.media("screen")


def test_headings_go_down_one_rank_at_a_time(chromium, page):
    chromium.open(page)
    ranks = chromium.run(
        "[...document.querySelectorAll('h1, h2, h3, h4')].map((one) => Number(one.tagName[1]))"
    )
    assert ranks[0] == 1
    assert ranks.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(ranks))


def test_nothing_is_loaded_but_the_page(chromium, page):
    chromium.open(page)
    assert chromium.requests == [page.as_uri()]


def test_nothing_moves(chromium, page):
    chromium.open(page)
    assert chromium.run("document.getAnimations().length") == 0
    assert chromium.run(
        "[...document.querySelectorAll('*')]"
        ".every((one) => getComputedStyle(one).transitionDuration === '0s')"
    )


def test_formulas_are_drawn_by_the_browser(chromium, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(preview_page(BANK.exercise("predict-correlation")), encoding="utf-8")
    chromium.open(path)
    assert chromium.run("document.querySelectorAll('math mo').length") > 0
    assert chromium.run("document.querySelector('math').getBoundingClientRect().width") > 5
