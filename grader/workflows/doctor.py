"""What is installed, and what keeps student code in on this machine."""

import platform
import sys
from dataclasses import dataclass
from importlib import metadata

from grader import __version__, sandbox
from grader.model.exercise import Limits

PACKAGES = ("numpy", "scipy", "nbformat", "jinja2", "PyYAML", "pydantic", "click", "rich", "pytest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The state of this installation."""

    versions: dict[str, str]
    protection: sandbox.Protection
    limits: Limits


def doctor() -> Report:
    """Return versions and protection; the protection is found out by trying."""
    versions = {
        "grader": __version__,
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.release()} {platform.machine()}",
        "executable": sys.executable,
    }
    for package in PACKAGES:
        try:
            versions[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            versions[package] = "missing"
    return Report(versions=versions, protection=sandbox.protection(), limits=Limits())
