"""A throw-away system with a course in it, in which attacks are run against the grading program.

Started as root with a task on standard input; says what came of each attack on standard output.
Everything in it is gone with the process: files are written into memory over those of the machine,
and there is no network but its own loop-back.
"""

import ctypes
import fcntl
import json
import os
import platform
import select
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
USER = 1001
FILES = {
    "/srv/course/submissions/zoe.ipynb": "CANARY-in-the-work-of-zoe",
    "/srv/course/exercises/ex1.yaml": "CANARY-in-an-exercise",
    "/srv/course/gradebook.csv": "student,points\nCANARY-in-the-gradebook,1\n",
    "/home/prof/.ssh/id_ed25519": "CANARY-in-a-key",
    "/home/prof/.netrc": "CANARY-in-a-password",
}
PATIENCE_S = 20.0
NO_ROOM = 77
_NAMESPACES = 0x00020000 | 0x04000000 | 0x08000000 | 0x20000000 | 0x40000000
_PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
_PRIVATE, _BIND = 16384 | 1 << 18, 4096 | 16384

libc = ctypes.CDLL(None, use_errno=True)


def check(result: int, what: str) -> None:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def mount(source: str, target: str, kind: str, flags: int = 0, data: str = "") -> None:
    texts = [text.encode() or None for text in (source, target, kind)]
    check(libc.mount(*texts, ctypes.c_ulong(flags), data.encode() or None), f"mount {target}")


def build(base: Path) -> Path:
    """Put a writable copy of the system together below `base`; return where writes go."""
    mount("", "/", "", _PRIVATE)
    mount("room", str(base), "tmpfs", 0, "size=256m,mode=755")
    upper, work, root = (base / name for name in ("upper", "work", "root"))
    for folder in (upper, work, root):
        folder.mkdir()
    mount("overlay", str(root), "overlay", 0, f"lowerdir=/,upperdir={upper},workdir={work}")
    for needed in {str(REPOSITORY), sys.prefix, sys.base_prefix}:
        if Path(needed).stat().st_dev != Path("/").stat().st_dev:
            Path(f"{root}{needed}").mkdir(parents=True, exist_ok=True)
            mount(needed, f"{root}{needed}", "", _BIND)
    mount("/dev", f"{root}/dev", "", _BIND)
    mount("shm", f"{root}/dev/shm", "tmpfs", 0, "mode=1777")  # noqa: S108 - of the room
    mount("proc", f"{root}/proc", "proc")
    return upper


def move_into(root: Path) -> None:
    """Make `root` the root. Not by chroot: an ordinary user gets no namespaces under one."""
    os.chdir(root)
    check(libc.syscall(_PIVOT_ROOT[platform.machine()], b".", b"."), "pivot_root")
    check(libc.umount2(b".", 2), "umount")
    os.chdir("/")


def furnish(who: str) -> None:
    for path, text in FILES.items():
        file = Path(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        # As carelessly as courses are kept: what keeps them safe has to be a layer.
        file.chmod(0o644)
        for folder in file.parents:
            folder.chmod(folder.stat().st_mode | 0o755)
    if who == "user":
        subprocess.run(["chown", "-R", f"{USER}:{USER}", "/srv/course"], check=True)
    Path("/tmp").chmod(0o1777)  # noqa: S108 - of the room
    for place in (REPOSITORY, Path(sys.prefix), Path(sys.base_prefix), Path(sys.executable)):
        for folder in (place, *place.parents):
            if not os.access(folder, os.W_OK) or folder.stat().st_mode & 0o055 == 0o055:
                continue
            folder.chmod(folder.stat().st_mode | 0o055)
    if who == "root-alone":
        Path(sys.base_prefix).chmod(0o700)
    _bring_up("lo")


def _bring_up(name: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sH14x", name.encode(), 1)
        fcntl.ioctl(any_socket, 0x8914, request)


def listeners() -> list[socket.socket]:
    opened = []
    for family, kind, address in (
        (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 47001)),
        (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 47001)),
        (socket.AF_UNIX, socket.SOCK_STREAM, "\0grader-attacks"),
        (socket.AF_UNIX, socket.SOCK_STREAM, "/srv/course/service"),
    ):
        one = socket.socket(family, kind)
        one.bind(address)
        if kind == socket.SOCK_STREAM:
            one.listen(64)
        opened.append(one)
    Path("/srv/course/service").chmod(0o666)
    return opened


class Lane:
    """A grading program."""

    def __init__(self, task: dict, *mode: str) -> None:
        environment = {
            "PATH": os.defpath,
            "HOME": "/home/prof",
            "PYTHONPATH": str(REPOSITORY),
            "GRADER_SANDBOX_LEVEL": task["level"],
            "GRADER_SANDBOX_WITHOUT": task["without"],
            "GITHUB_TOKEN": "CANARY-in-the-environment",
        }
        who = {"user": USER, "group": USER, "extra_groups": []} if task["who"] == "user" else {}
        self.process = subprocess.Popen(
            [sys.executable, "-B", str(HERE / "lane.py"), str(HERE / "matrix.yaml"), *mode],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd="/srv/course",
            env=environment,
            text=True,
            bufsize=1,
            **who,
        )
        self.hello = self.hear()

    def hear(self) -> dict | None:
        """Return what it says next; None when it has died, or says nothing."""
        if not select.select([self.process.stdout], [], [], PATIENCE_S)[0]:
            return None
        line = self.process.stdout.readline()
        return json.loads(line) if line else None

    def ask(self, **what: object) -> dict | None:
        try:
            self.process.stdin.write(json.dumps(what) + "\n")
        except BrokenPipeError:
            return None
        return self.hear()

    def close(self) -> str:
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.kill()
        self.process.wait()
        return self.process.stderr.read()[-2000:]


def processes() -> dict[int, int]:
    """Return every process of the room and its parent."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):
                status = (entry / "stat").read_text(encoding="latin-1")
                state, parent = status.rpartition(")")[2].split()[:2]
                if state not in "ZX":
                    found[int(entry.name)] = int(parent)
    return found


def stable(neighbour: int) -> set[int]:
    """Return the processes of the room, the neighbour's aside: it has a child now and then."""
    found = processes()

    def is_neighbours(process: int) -> bool:
        while process in found and process > 1:
            if process == neighbour:
                return True
            process = found[process]
        return False

    return {one for one in found if not is_neighbours(one)}


def end(left: set[int]) -> None:
    """Kill what an attack has left behind, and no zygote."""
    for process in left:
        with suppress(OSError):
            if b"boot.py" not in Path(f"/proc/{process}/cmdline").read_bytes().split(b"/")[-1]:
                os.kill(process, signal.SIGKILL)


def state_of(upper: Path) -> dict[str, tuple]:
    state = {}
    for folder, folders, files in os.walk(upper):
        for name in (*folders, *files):
            path = f"{folder}/{name}"
            with suppress(OSError):
                about = os.lstat(path)
                when = () if name in folders else (about.st_mtime_ns, about.st_size)
                state[path] = (about.st_mode, about.st_uid, *when)
    # Of ours, and of the neighbour: folders for zygotes.
    return {path: one for path, one in state.items() if "/grader-" not in path}


class Room:
    """Two grading programs, and an eye on what changes around them."""

    def __init__(self, task: dict, written: Path) -> None:
        self._task = task
        self._written = written
        self._lane = Lane(task)
        self._neighbour = Lane(task, "honest")
        self.hello = self._lane.hello if self._neighbour.hello else None
        self._look()

    def _look(self) -> None:
        self._known = stable(self._neighbour.process.pid)
        self._before = state_of(self._written)

    def try_out(self, name: str, source: str, wall_s: float) -> dict:
        """Grade an attack and honest work after it; tell what was answered, and what is bad."""
        scipy = find_spec("scipy")
        for place, path in (
            ("{repository}", REPOSITORY),
            ("{scipy}", scipy.origin if scipy else ""),
        ):
            source = source.replace(place, str(path))
        answer = self._lane.ask(source=source, wall_s=wall_s)
        bad = [] if answer else ["the grading program was killed, or hangs"]
        bad += [*self._processes(), *self._files()]
        if answer is None:
            self._replace_lane()
        bad += self._honest()
        self._look()
        return {"name": name, "answer": answer, "bad": bad}

    def _processes(self) -> Iterator[str]:
        # One that is ended with its child may take a moment.
        until = time.monotonic() + 1
        while (there := stable(self._neighbour.process.pid)) != self._known:
            if time.monotonic() > until:
                more, fewer = len(there - self._known), len(self._known - there)
                yield f"{more} processes more and {fewer} fewer"
                end(there - self._known)
                return
            time.sleep(0.02)

    def _files(self) -> Iterator[str]:
        before, after = self._before, state_of(self._written)
        paths = before.keys() | after.keys()
        if changed := sorted(path for path in paths if before.get(path) != after.get(path)):
            yield f"files were changed: {changed[:3]}"

    def _honest(self) -> Iterator[str]:
        for _ in range(2):
            told = self._lane.ask(source=self._task["honest"])
            if told is None or told["verdict"] != "correct":
                yield f"honest work after it: {told}"
                self._replace_lane()

    def _replace_lane(self) -> None:
        self._lane.close()
        self._lane = Lane(self._task)

    def close(self) -> tuple[dict | None, str]:
        """End both; return what the neighbour has to say, and what they have complained about."""
        with suppress(BrokenPipeError):
            self._neighbour.process.stdin.write("\n")
        told = self._neighbour.hear()
        return told, self._lane.close() + self._neighbour.close()


def run(task: dict, written: Path) -> dict:
    sockets = listeners()
    room = Room(task, written)
    attacks = task["attacks"] if room.hello else {}
    told = [room.try_out(name, *attack) for name, attack in attacks.items()]
    neighbour, complaints = room.close()
    for one in sockets:
        one.close()
    return {
        "hello": room.hello,
        "attacks": told,
        "neighbour": neighbour,
        "complaints": complaints,
    }


def main() -> None:
    task = json.load(sys.stdin)
    base = Path(task["base"])
    try:
        check(libc.unshare(_NAMESPACES), "unshare")
        child = os.fork()
        if child:
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
        check(libc.prctl(1, signal.SIGKILL, 0, 0, 0), "prctl")
        upper = os.open(build(base), os.O_PATH)
        move_into(base / "root")
    except OSError as error:
        sys.stderr.write(str(error))
        sys.exit(NO_ROOM)
    os.chdir("/")
    furnish(task["who"])
    sys.stdout.write(json.dumps(run(task, Path(f"/proc/self/fd/{upper}"))))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
