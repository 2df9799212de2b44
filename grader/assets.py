"""Where the exercises and templates that come with the package are."""

from importlib.resources import files
from pathlib import Path


def bundled(name: str) -> Path:
    """Return the folder ``exercises`` or ``templates``, installed or in a checkout."""
    package = Path(str(files("grader")))
    installed = package / "_bundled" / name
    return installed if installed.is_dir() else package.parent / name
