"""Work on several processes: all of it is done, once, whatever happens to a process.

The tasks are Python expressions: `eval` is a function that every worker can import.
"""

import gc
import multiprocessing
import os
import time
from functools import partial

import pytest

from grader.workflows.lanes import CHUNK, FEW, Pace, run_all

SLEEPS = "__import__('time').sleep(3600)"
DIES = "__import__('os')._exit(3)"
pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are ended as POSIX does")


def work(items, *, workers=2, task=eval):
    done = list(run_all(task, items, setup=gc.collect, workers=workers))
    return [(one.item, one.result) for one in done]


def numbers(count):
    return [str(number) for number in range(count)]


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("count", [0, 1, 3 * CHUNK + 1])
def test_every_item_has_its_result_once(workers, count):
    assert sorted(work(numbers(count), workers=workers)) == sorted(
        (str(number), number) for number in range(count)
    )


def test_an_item_that_kills_its_worker_twice_is_lost_and_no_other_is():
    items = numbers(5 * CHUNK)
    found = work([*items[:CHUNK], DIES, *items[CHUNK:]])
    assert sorted(found, key=str) == sorted(
        [(DIES, None), *((item, int(item)) for item in items)], key=str
    )


def test_several_that_kill_their_worker_are_lost_and_no_other_is():
    deadly = [f"{DIES} or {number}" for number in range(3)]
    found = dict(work([*deadly, *numbers(2 * CHUNK)]))
    assert {item for item, result in found.items() if result is None} == set(deadly)
    assert len(found) == 3 + 2 * CHUNK


def test_an_item_that_kills_its_worker_once_is_done(tmp_path):
    mark = tmp_path / "been-here"
    once = (
        f"7 if __import__('os').path.exists({str(mark)!r})"
        f" else (open({str(mark)!r}, 'w').close(), {DIES})"
    )
    found = dict(work([once, *numbers(CHUNK)]))
    assert found.pop(once) == 7
    assert found == {str(number): number for number in range(CHUNK)}


def test_an_error_of_the_task_is_raised():
    with pytest.raises(ZeroDivisionError):
        work([*numbers(CHUNK), "1 / 0"])


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_of_the_setup_is_raised(workers):
    fails = partial(eval, "1 / 0")
    with pytest.raises(ZeroDivisionError):
        list(run_all(eval, numbers(3 * CHUNK), setup=fails, workers=workers))


def test_items_are_taken_as_they_are_needed():
    taken = []

    def items():
        for number in range(20 * CHUNK):
            taken.append(number)
            yield str(number)

    lanes = run_all(eval, items(), setup=gc.collect, workers=2)
    next(lanes)
    assert len(taken) <= 5 * CHUNK
    lanes.close()


def test_closing_ends_what_is_running():
    items = [*numbers(CHUNK), *[SLEEPS] * CHUNK]
    lanes = run_all(eval, items, setup=gc.collect, workers=2)
    next(lanes)
    workers = multiprocessing.active_children()
    lanes.close()
    for worker in workers:
        worker.join(30)
    assert workers
    assert not any(worker.is_alive() for worker in workers)


def test_a_worker_that_is_ended_tidies_up_first(tmp_path):
    folder = tmp_path / "scratch"
    tidy = (
        "exec('''import time, pathlib\\n"
        f"path = pathlib.Path({str(folder)!r})\\n"
        "path.mkdir()\\n"
        "try: time.sleep(3600)\\n"
        "finally: path.rmdir()''', {})"
    )
    lanes = run_all(eval, [*numbers(CHUNK), tidy], setup=gc.collect, workers=2)
    next(lanes)
    while not folder.exists():
        time.sleep(0.01)
    workers = multiprocessing.active_children()
    lanes.close()
    for worker in workers:
        worker.join(30)
    assert not folder.exists()


def test_a_worker_that_is_killed_with_nothing_to_do_costs_nothing():
    lanes = run_all(eval, iter(numbers(8 * CHUNK)), setup=gc.collect, workers=2)
    found = [next(lanes)]
    for worker in multiprocessing.active_children():
        worker.kill()
        worker.join()
    found += list(lanes)
    assert sorted(one.result for one in found) == list(range(8 * CHUNK))


# A second thread looks at what the first is doing, and waits for it to write to its pipe.
DIES_WHILE_IT_ANSWERS = """exec('''
import os, signal, sys, threading

def end(thread):
    while sys._current_frames()[thread].f_code.co_name != "_send":
        pass
    os.kill(os.getpid(), signal.SIGKILL)

threading.Thread(target=end, args=[threading.get_ident()]).start()
''', {}) or bytes(100_000_000)"""


@pytest.mark.timeout(60)
def test_a_worker_that_is_killed_in_the_middle_of_its_answer_keeps_nobody_waiting():
    found = dict(work([DIES_WHILE_IT_ANSWERS, *numbers(5 * CHUNK)]))
    assert found.pop(DIES_WHILE_IT_ANSWERS) is None
    assert found == {str(number): number for number in range(5 * CHUNK)}


@pytest.mark.parametrize(("items", "lanes"), [(FEW, 1), (FEW + 1, 3)])
def test_few_items_are_not_worth_a_second_process(items, lanes):
    assert Pace(workers=3).lanes(items) == lanes


def test_items_that_are_much_work_are_handed_out_one_by_one():
    # The first would keep its chunk waiting: with chunks of one the others go to the second worker.
    waits = "__import__('time').sleep(2) or -1"
    lanes = run_all(eval, [waits, *numbers(CHUNK - 1)], setup=gc.collect, workers=2, chunk=1)
    assert [one.result for one in lanes][-1] == -1


@pytest.mark.parametrize(("items", "lanes"), [(3, 1), (4, 3), (2, 1)])
def test_how_many_items_are_few_is_for_the_work_to_say(items, lanes):
    assert Pace(workers=3).lanes(items, few=3) == lanes
