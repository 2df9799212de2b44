"""A practice notebook is told whether an answer is right, and which mistake explains it."""


def says(sheet, language):
    """Return how the text of the only misconception begins, as it is printed."""
    (convolve,) = sheet.variant.exercise.misconceptions
    return " ".join(convolve.say[language].replace("*", "").split())[:30]


def test_a_right_answer_is_called_right(practice):
    sheet = practice()
    sheet.kernel.run(f"out = {sheet.literal(sheet.variant.key['out'])}")
    text = "\n".join(sheet.kernel.run("check(out)"))
    assert "✓ out: the form is right" in text
    assert "✓ out: right, 1 of 1" in text


def test_a_misconception_is_named_with_its_text_and_the_first_wrong_window(practice):
    sheet = practice()
    sheet.kernel.run(f"out = {sheet.literal(sheet.variant.wrong['convolve']['out'])}")
    text = "\n".join(sheet.kernel.run("check(out)"))
    assert says(sheet, "en") in " ".join(text.split())
    assert "out[" in text
    assert "You wrote" in text


def test_an_answer_of_another_form_is_told_so(practice):
    sheet = practice()
    sheet.kernel.run("out = [[1, 2]]")
    text = "\n".join(sheet.kernel.run("check(out)"))
    assert "✗ out: Your matrix is 1 × 2; one of 3 × 3 is asked for." in text
    assert "1 of 1" not in text


def test_blank_and_undefined_answers_are_not_judged_as_wrong(practice):
    sheet = practice()
    blank = sheet.kernel.run("check(out)")
    sheet.kernel.run("del out")
    undefined = sheet.kernel.run("check()")
    assert blank[0] == "… out: not answered yet"
    assert undefined[0] == "… out: not defined: run its cell first"
    assert blank[1:] == undefined[1:]


def test_a_named_value_is_judged_instead_of_the_variable(practice):
    sheet = practice()
    key = sheet.literal(sheet.variant.key["out"])
    assert "✓ out: right, 1 of 1" in "\n".join(sheet.kernel.run(f"check(out={key})"))


def test_changed_values_are_mentioned_instead_of_a_verdict(practice):
    sheet = practice()
    sheet.kernel.run(f"out = {sheet.literal(sheet.variant.key['out'])}\nimage = [[1]]")
    assert sheet.kernel.run("check(out)") == [
        "✓ out: the form is right",
        "the given values were changed: run the cells from the top again",
    ]


def test_values_made_an_array_are_not_changed(practice):
    sheet = practice()
    sheet.kernel.run("import numpy as np\nimage = np.array(image, dtype=float)")
    sheet.kernel.run(f"out = np.array({sheet.literal(sheet.variant.key['out'])})")
    assert "✓ out: right, 1 of 1" in "\n".join(sheet.kernel.run("check(out)"))


def test_it_speaks_spanish(practice):
    sheet = practice("es")
    sheet.kernel.run(f"out = {sheet.literal(sheet.variant.wrong['convolve']['out'])}")
    text = "\n".join(sheet.kernel.run("check(out)"))
    assert says(sheet, "es") in " ".join(text.split())


UNKNOWN = "the exercise “practice” is not installed here, so only the form is checked"


def test_where_the_exercise_is_not_installed_only_the_form_is_checked(practice, monkeypatch):
    sheet = practice()
    monkeypatch.chdir("/")
    sheet.kernel.run("out = [[1, 2, 3]] * 3")
    assert sheet.kernel.run("check(out)") == ["✓ out: the form is right", UNKNOWN]


def test_where_another_exercise_has_its_name_only_the_form_is_checked(practice, tmp_path):
    sheet = practice()
    path = tmp_path / "exercises" / "practice.yaml"
    path.write_text(path.read_text().replace("  out: {type", "  result: {expect: out, type"))
    sheet.kernel.run("out = [[1, 2, 3]] * 3")
    assert sheet.kernel.run("check(out)") == ["✓ out: the form is right", UNKNOWN]


def test_where_the_exercise_is_broken_only_the_form_is_checked(practice, tmp_path):
    sheet = practice()
    (tmp_path / "exercises" / "practice.yaml").write_text("schema: exercise/1\n")
    sheet.kernel.run("out = [[1, 2, 3]] * 3")
    assert sheet.kernel.run("check(out)") == ["✓ out: the form is right", UNKNOWN]


def test_an_edited_seed_is_no_crash(practice):
    sheet = practice()
    sheet.kernel.run("SHEET['seeds'] = {'practice': 'not hexadecimal'}; check.begin(SHEET)")
    sheet.kernel.run("out = [[1, 2, 3]] * 3")
    assert sheet.kernel.run("check(out)") == ["✓ out: the form is right", UNKNOWN]


def test_scores_only_tells_right_from_wrong_and_not_why(practice):
    sheet = practice(feedback="score")
    sheet.kernel.run(f"out = {sheet.literal(sheet.variant.wrong['convolve']['out'])}")
    text = "\n".join(sheet.kernel.run("check(out)"))
    assert "◐ out: partly right" in text
    assert says(sheet, "en") not in " ".join(text.split())
    assert "You wrote" not in text
    assert "✗" not in text
    key = sheet.literal(sheet.variant.key["out"])
    assert "✓ out: right, 1 of 1" in "\n".join(sheet.kernel.run(f"check(out={key})"))
