"""What student code may read: the standard library, and the packages that it is given."""

import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Sequence

_OTHERS = {"site-packages", "dist-packages"}
"""Folders of the standard library that hold what is none of it, ours among it."""
_MAPS = "/proc/self/maps"


def readable(packages: Sequence[str]) -> list[str]:
    """Return files and folders, none inside another.

    Parameters
    ----------
    packages
        Folders of packages that have been imported, with those of their own libraries.
    """
    return _outermost([*_standard_library(), *packages, *_libraries()])


def package_folders(name: str) -> list[str]:
    """Return the folder of a package that has been imported, and that of its libraries."""
    folder = os.path.dirname(os.path.realpath(str(sys.modules[name].__file__)))
    beside = os.path.dirname(folder)
    # Where a wheel puts the shared libraries that it brings.
    libraries = [f"{beside}/{name}.libs", f"{beside}/{name}.dylibs"]
    return [folder, *filter(os.path.isdir, libraries)]


def _standard_library() -> Iterator[str]:
    for folder in {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}:
        for name in sorted(os.listdir(folder)):
            if name not in _OTHERS:
                yield os.path.realpath(f"{folder}/{name}")


def _libraries() -> Iterator[str]:
    """Yield where the C library is, and others that a module of the standard library may load."""
    stdlib = os.path.realpath(sysconfig.get_path("stdlib"))
    with open(_MAPS, encoding="utf-8", errors="surrogateescape") as maps:
        mapped = {line.split(maxsplit=5)[5].strip() for line in maps if ".so" in line}
    for path in sorted(mapped):
        folder = os.path.dirname(path)
        if not os.path.exists(path) or path.startswith(stdlib):
            continue
        # The folder of a shared Python holds the standard library, and all that is beside it.
        yield path if stdlib.startswith(f"{folder}/") else folder
    if os.path.exists("/etc/ld.so.cache"):
        yield "/etc/ld.so.cache"


def _outermost(paths: Iterable[str]) -> list[str]:
    kept: list[str] = []
    # By their parts: "/a-b" comes between "/a" and "/a/b" otherwise.
    for path in sorted(set(paths), key=lambda one: one.split("/")):
        if not kept or not path.startswith(f"{kept[-1]}/"):
            kept.append(path)
    return kept
