"""Files that are none, that are too much, or that lead elsewhere."""

import json
import os
import threading
import warnings
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from grader.workflows import files, intake
from grader.workflows.collection import collect
from grader.workflows.files import Unreadable, read_below

TODAY = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}}


def zipped(path, *members):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a name that comes twice
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members:
                archive.writestr(name, data)
    return path


def codes(grade):
    return {problem.code for problem in grade.problems}


def everything(folder):
    return {path for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b'{"nbformat": 4, "cells": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "too-deep"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "too-deep"),
        (json.dumps({**TODAY, "cells": []}).encode(), "not-ours"),
        (json.dumps({**TODAY, "cells": [{}] * 1000}).encode(), "not-ours"),
        (json.dumps({**TODAY, "cells": {"0": 1}, "metadata": [1]}).encode(), "not-a-notebook"),
        (json.dumps([{**TODAY}]).encode(), "not-a-notebook"),
        (b"null", "not-a-notebook"),
        (b'{"cells": [], "n": ' + b"9" * 100_000 + b"}", "not-ours"),
        (b'{"cells": [\xff\xfe]}', "not-text"),
        (b"\x80PNG not a notebook at all", "not-text"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_notebook_is_a_result_with_a_reason_and_bob_is_graded(room, data, code):
    (room.handed_in / "ada.ipynb").write_bytes(data)
    (room.handed_in / "bob.ipynb").write_bytes(room.notebook("bob"))
    grades = room.grade()
    assert (grades["ada"].earned, grades["bob"].earned) == (0, 4)
    assert code in codes(grades["ada"])


def test_25_megabytes_of_outputs_are_read_and_the_answer_counts(room):
    content = json.loads(room.notebook("ada"))
    video = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "A" * (25 << 20)}}
    next(cell for cell in content["cells"] if cell["cell_type"] == "code")["outputs"] = [video]
    (room.handed_in / "ada.ipynb").write_text(json.dumps(content))
    grades = room.grade()
    assert grades["ada"].earned == 4
    assert "large-file" in codes(grades["ada"])


def test_a_million_cells_are_cut(room):
    content = json.loads(room.notebook("ada"))
    content["cells"] += [{}] * 1_000_000
    (room.handed_in / "ada.ipynb").write_text(json.dumps(content))
    assert room.grade()["ada"].exercises[0].answers[0].verdict == "correct"


@pytest.mark.parametrize("value", [None, 7, [], {}, [1], {"en": "x"}, True, "x" * 2_000_000])
@pytest.mark.parametrize("field", ["source", "metadata", "id", "cell_type", "outputs"])
def test_a_field_of_the_wrong_type_costs_nobody_else_anything(room, field, value):
    content = json.loads(room.notebook("ada"))
    for cell in content["cells"]:
        cell[field] = value
    (room.handed_in / "ada.ipynb").write_text(json.dumps(content))
    (room.handed_in / "bob.ipynb").write_bytes(room.notebook("bob"))
    grades = room.grade()
    assert grades["ada"].earned in {0, 4}
    assert grades["bob"].earned == 4


def test_deleted_cells_are_missing_and_earn_nothing(room):
    content = json.loads(room.notebook("ada"))
    content["cells"] = [
        cell for cell in content["cells"] if "area =" not in "".join(cell["source"])
    ]
    (room.handed_in / "ada.ipynb").write_text(json.dumps(content))
    grade = room.grade()["ada"]
    assert (grade.earned, grade.integrity.missing) == (0, ("area/area",))


def test_of_duplicated_cells_the_last_counts_and_the_copies_are_named(room):
    content = json.loads(room.notebook("ada", answer=1))
    at = next(n for n, cell in enumerate(content["cells"]) if "area = 1" in "".join(cell["source"]))
    copy = {**content["cells"][at], "id": "copy", "source": f"area = {room.right('ada')}"}
    content["cells"].insert(at + 1, copy)
    (room.handed_in / "ada.ipynb").write_text(json.dumps(content))
    grade = room.grade()["ada"]
    assert (grade.earned, grade.integrity.duplicated) == (4, ("area/area",))


def test_points_in_the_metadata_are_believed_by_nobody(room):
    content = json.loads(room.notebook("ada", answer=1))
    for cell in content["cells"]:
        cell["metadata"]["grader"] = cell["metadata"].get("grader", {}) | {
            "points": 100,
            "variant": "0" * 12,
            "key": 1,
        }
    content["metadata"]["grader"] |= {"points": 100, "score": 1}
    (room.handed_in / "ada.ipynb").write_text(json.dumps(content))
    grade = room.grade()["ada"]
    assert grade.earned == 0
    assert "area/area" in grade.integrity.edited


def test_lines_for_the_shell_are_not_run(room, monkeypatch):
    monkeypatch.chdir(room.folder)
    content = json.loads(room.notebook("ada"))
    canary = room.folder / "canary"
    lines = [f"!touch {canary}", f"%%bash\ntouch {canary}", f"x = !touch {canary}"]
    lines += [f"get_ipython().system('touch {canary}')", "%run /etc/passwd", "%matplotlib inline"]
    extra = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": line} for line in lines]
    content["cells"] = [*content["cells"], *extra]
    (room.handed_in / "ada.ipynb").write_text(json.dumps(content))
    assert room.grade()["ada"].earned == 4
    assert not canary.exists()


@pytest.mark.parametrize(
    "source",
    [
        "area = " + "(" * 5_000 + "1" + ")" * 5_000,
        "area = " + "-" * 100_000 + "1",
        "area = 9**9**9**9",
        "area = [" + "[" * 300 + "]" * 300 + "]",
        "area = " + "1+" * 200_000 + "1",
        "area = '" + "x" * 900_000 + "'",
        "area = 1" + "0" * 500_000,
        "\0area = 1",
    ],
    ids=lambda source: source[:14],
)
def test_a_cell_made_to_break_a_parser_earns_nothing_and_breaks_nothing(room, source):
    content = json.loads(room.notebook("ada", answer=1))
    for cell in content["cells"]:
        if "area = 1" in "".join(cell["source"]):
            cell["source"] = source
    (room.handed_in / "ada.ipynb").write_text(json.dumps(content))
    (room.handed_in / "bob.ipynb").write_bytes(room.notebook("bob"))
    grades = room.grade()
    assert (grades["ada"].earned, grades["bob"].earned) == (0, 4)


SLIPS = ["../../evil.ipynb", "/tmp/canary.ipynb", "a/../../ada.ipynb", "C:\\windows\\ada.ipynb"]  # noqa: S108
SLIPS += ["..\\..\\ada.ipynb", "ok/\x00ada.ipynb", "ada.ipynb/", "ada.ipynb/../../../x.ipynb"]


def test_no_name_in_a_zip_file_leads_out_of_it(room):
    right = room.notebook("ada")
    path = zipped(room.folder / "all.zip", *((name, right) for name in SLIPS))
    before = everything(room.folder)
    seen = collect(path, room.students)
    assert {item.read() for item in seen.found.values()} <= {right, b""}
    assert everything(room.folder) == before
    room.grade(path)
    written = {item.relative_to(room.folder) for item in everything(room.folder) - before}
    assert all(item.parts[0] in {"graded", "release"} for item in written)


def test_a_link_in_a_zip_file_is_a_link_and_not_a_notebook(room):
    path = room.folder / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("ada.ipynb")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, str(room.folder / "release" / "bob.ipynb"))
    grade = room.grade(path)["ada"]
    assert (grade.earned, codes(grade)) == (0, {"link"})


def test_a_bomb_is_not_unpacked(room, monkeypatch):
    monkeypatch.setattr(intake, "MAX_BYTES", 2**20)
    path = zipped(room.folder / "all.zip", ("ada.ipynb", bytes(2**23)), ("bob.ipynb", b"{}"))
    opened = []
    unpack = zipfile.ZipFile.open
    monkeypatch.setattr(
        zipfile.ZipFile,
        "open",
        lambda self, item, *rest: opened.append(item.filename) or unpack(self, item, *rest),
    )
    with pytest.raises(Unreadable, match="too-large"):
        collect(path, room.students).found["ada"].read()
    assert "ada.ipynb" not in opened


def test_a_bomb_that_understates_its_size_is_cut_there(room, monkeypatch):
    path = zipped(room.folder / "all.zip", ("ada.ipynb", bytes(2**23)))
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(signature) + offset
        data[at : at + 4] = (1000).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(Unreadable, match="unreadable"):
        collect(path, room.students).found["ada"].read()


def test_a_link_leads_to_nothing_however_deep_it_lies(room):
    secret = room.folder / "solutions"
    secret.mkdir()
    (secret / "ada.ipynb").write_bytes(room.notebook("ada"))
    (secret / "bob.ipynb").write_bytes(room.notebook("bob"))
    (room.handed_in / "ada").mkdir()
    (room.handed_in / "ada" / "a.ipynb").symlink_to(secret / "ada.ipynb")
    (room.handed_in / "bob").symlink_to(secret)
    grades = room.grade()
    assert (grades["ada"].earned, codes(grades["ada"])) == (0, {"link"})
    assert (grades["bob"].earned, codes(grades["bob"])) == (0, {"nothing"})


def test_a_folder_that_becomes_a_link_while_we_look_leads_to_nothing(room):
    secret = room.folder / "solutions"
    secret.mkdir()
    (secret / "x.ipynb").write_bytes(room.notebook("ada"))
    own = room.handed_in / "ada"
    own.mkdir()
    (own / "x.ipynb").write_bytes(b"{}")
    found = collect(room.handed_in, room.students).found["ada"]
    assert found.read() == b"{}"
    own.rename(room.folder / "aside")
    own.symlink_to(secret)
    with pytest.raises(Unreadable) as caught:
        found.read()
    assert caught.value.code == "link"


@pytest.mark.parametrize("name", ["../x.ipynb", "a/../../x.ipynb"])
def test_a_path_below_a_folder_does_not_climb(tmp_path, name):
    (tmp_path / "in" / "a").mkdir(parents=True)
    (tmp_path / "x.ipynb").write_text("{}")
    with pytest.raises(Unreadable):
        read_below(tmp_path / "in", Path(name))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_not_waited_for(room):
    (room.handed_in / "ada").mkdir()
    os.mkfifo(room.handed_in / "ada" / "a.ipynb")
    assert codes(room.grade()["ada"]) == {"not-a-file"}


def test_what_is_graded_is_what_was_read_though_the_file_is_swapped(room):
    path = room.handed_in / "ada.ipynb"
    wrong, right = room.notebook("ada", answer=1), room.notebook("ada")
    path.write_bytes(wrong)
    stop = threading.Event()

    def swap():
        other = room.handed_in / "other.tmp"
        for turn in range(1_000_000):
            other.write_bytes((wrong, right)[turn & 1])
            other.replace(path)
            if stop.is_set():
                return

    thread = threading.Thread(target=swap)
    thread.start()
    try:
        for _ in range(10):
            grade = room.grade(again=True)["ada"]
            earned = {sha256(wrong).hexdigest(): 0, sha256(right).hexdigest(): 4}
            assert grade.earned == earned[grade.submission]
    finally:
        stop.set()
        thread.join()


def test_folders_nested_beyond_reason_are_left_alone(room):
    descriptor = os.open(room.handed_in, os.O_RDONLY)
    for _ in range(500):
        os.mkdir("d", dir_fd=descriptor)
        below = os.open("d", os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = below
    os.close(descriptor)
    (room.handed_in / "ada.ipynb").write_bytes(room.notebook("ada"))
    assert room.grade()["ada"].earned == 4


def test_a_notebook_deeper_than_anybody_nests_folders_is_not_looked_for(room):
    deep = room.handed_in.joinpath("ada", *["d"] * 45)
    deep.mkdir(parents=True)
    (deep / "x.ipynb").write_bytes(room.notebook("ada"))
    assert codes(room.grade()["ada"]) == {"nothing"}


def test_a_file_that_grows_is_read_no_further_than_the_limit(tmp_path, monkeypatch):
    (tmp_path / "ada.ipynb").write_bytes(bytes(101))
    monkeypatch.setattr(files, "MAX_BYTES", 100)
    with pytest.raises(Unreadable, match="too-large"):
        read_below(tmp_path, Path("ada.ipynb"), limit=100)
