"""Grading on a real Dask scheduler with workers of its own: the same results, whatever happens."""

import socket
import subprocess
import sys
import time
from concurrent.futures import CancelledError, Future
from contextlib import ExitStack, contextmanager

import pytest

from grader.errors import UsageError
from grader.workflows import cluster as module
from grader.workflows.cluster import Cluster, check_executor
from grader.workflows.lanes import CHUNK, run_on

pytest.importorskip("distributed", reason="Dask is not installed (`pip install -e '.[dask]'`)")
pytestmark = [
    pytest.mark.xdist_group("cluster"),
    # What Dask does beside us is not ours to keep quiet.
    pytest.mark.filterwarnings("default"),
]
DIES = "__import__('os')._exit(3)"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def running(*arguments):
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([sys.executable, "-m", "dask", *arguments], **quiet) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def a_cluster(folder, workers):
    """Yield the address of a scheduler, and the processes of its workers."""
    port = free_port()
    place = f"127.0.0.1:{port}"
    options = ("--host", "127.0.0.1", "--no-dashboard")
    with ExitStack() as stack:
        stack.enter_context(running("scheduler", *options, "--port", str(port)))
        started = [
            stack.enter_context(
                running(
                    *("worker", f"tcp://{place}", *options, "--no-nanny", "--nthreads", "1"),
                    *("--local-directory", str(folder / f"worker-{number}")),
                )
            )
            for number in range(workers)
        ]
        wait_for(place, workers)
        yield f"dask://{place}", started


def wait_for(place, workers):
    from distributed import Client

    deadline = time.monotonic() + 60
    while True:
        try:
            with Client(f"tcp://{place}", timeout="2s", set_as_default=False) as client:
                if workers:
                    client.wait_for_workers(workers, timeout=60)
                return
        except OSError:
            assert time.monotonic() < deadline


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    with a_cluster(tmp_path_factory.mktemp("cluster"), 2) as (address, _):
        yield address


def test_the_results_are_those_of_this_machine_bit_for_bit(crowd, two):
    crowd.grade(executor=two)
    there = crowd.results()
    crowd.grade(again=True)
    assert crowd.results() == there
    assert len(there) == 2 * 60 + 2


def test_a_worker_that_is_killed_in_the_middle_costs_no_result_and_doubles_none(crowd, tmp_path):
    calls = []
    with a_cluster(tmp_path / "cluster", 2) as (address, workers):

        def kill(done, total):
            calls.append((done, total))
            if len(calls) == 1:
                workers[0].kill()

        crowd.grade(executor=address, progress=kill)
        assert workers[0].wait(20) != 0
    there = crowd.results()
    assert calls == [(number, 60) for number in range(1, 61)]
    crowd.grade(again=True)
    assert crowd.results() == there


def test_a_second_run_on_a_cluster_grades_nothing(crowd, two):
    crowd.grade(executor=two)
    graded = crowd.grade(executor=two)
    assert (graded.new, graded.kept) == (0, 60)


def test_workers_serve_one_course_after_the_other(crowd, two):
    crowd.grade(executor=two)
    crowd.assignment.write_text(crowd.assignment.read_text().replace("points: 4", "points: 8"))
    graded = crowd.grade(executor=two)
    assert {grade.earned for grade in graded.grades} == {8}


def test_an_error_of_the_task_is_raised_here(two):
    lanes = run_on(Cluster(two, list), eval, ["1", "1 / 0"])
    with pytest.raises(ZeroDivisionError):
        list(lanes)


def test_items_of_which_the_scheduler_gives_up_one_are_all_done_but_it(tmp_path, monkeypatch):
    # What has ended this many workers is not tried on another.
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "0")
    with a_cluster(tmp_path, 6) as (address, _):
        items = [DIES, *map(str, range(2 * CHUNK))]
        found = {done.item: done.result for done in run_on(Cluster(address, list), eval, items)}
    assert found == {DIES: None, **{str(number): number for number in range(2 * CHUNK)}}


def test_a_scheduler_without_workers_is_an_error_that_says_how_to_start_some(tmp_path):
    with (
        a_cluster(tmp_path, 0) as (address, _),
        pytest.raises(UsageError, match=r"has no workers\n  fix: start some: dask worker tcp://"),
    ):
        Cluster(address, list)


def test_no_scheduler_is_an_error_that_says_so(monkeypatch):
    monkeypatch.setattr(module, "_ANSWER_S", "1s")
    with pytest.raises(UsageError, match="--executor: no scheduler answers at tcp://127"):
        Cluster(f"dask://127.0.0.1:{free_port()}", list)


def test_a_scheduler_that_goes_away_is_an_error_that_loses_nothing(two):
    crew = Cluster(two, list)
    gone = Future()
    gone.cancel()
    with pytest.raises(UsageError, match="what is done is kept"):
        crew.was_lost(gone)
    crew.dismiss()
    assert gone.cancelled()
    with pytest.raises(CancelledError):
        gone.result()


def test_a_worker_with_another_version_is_refused():
    with pytest.raises(UsageError, match="install the same version on all machines"):
        module._run_chunk(list, eval, ["1"], "0.0.0")


@pytest.mark.parametrize("address", ["dask", "dask://", "ray://host:1", "host:1", "://host"])
def test_an_address_of_nothing_we_know_is_refused(address):
    with pytest.raises(UsageError, match="is not the address of a cluster\n  fix: dask://HOST"):
        check_executor(address)


@pytest.mark.parametrize("address", ["", "dask://host:8786", "dask+tls://host:8786"])
def test_addresses_of_clusters_are_accepted(address):
    check_executor(address)
