"""A reader who copies every step of the tutorial gets every output that it shows."""

import json
import re

FILE = re.compile(r"`([\w./-]+)`:$")


def _type_in(notebook, answer):
    """Put an answer in place of the `...` of its variable, as a student does."""
    data = json.loads(notebook.read_text(encoding="utf-8"))
    variable = answer.partition(" ")[0]
    (cell,) = [cell for cell in data["cells"] if f"{variable} = ..." in "".join(cell["source"])]
    cell["source"] = answer
    notebook.write_text(json.dumps(data), encoding="utf-8")


def test_the_tutorial_can_be_followed_to_the_letter(fences, shell, tmp_path):
    shown, notebook = "", tmp_path
    for fence in fences("docs/tutorial.md"):
        named = FILE.search(fence.above)
        match fence.language:
            case "sh":
                shown = shell(fence.text)
            case "text":
                assert fence.text in shown
            case "python":
                # Two answers in a row go into one notebook.
                notebook = tmp_path / named.group(1) if named else notebook
                _type_in(notebook, fence.text)
            case _:
                (tmp_path / named.group(1)).write_text(fence.text, encoding="utf-8")


def test_the_tutorial_uses_only_kinds_of_blocks_that_are_run(fences):
    assert {fence.language for fence in fences("docs/tutorial.md")} == {
        *("csv", "yaml", "python"),
        *("sh", "text"),
    }
