"""Result → what a platform shows of it: pure functions, one module per format."""

from grader.platforms.formats import FORMATS, Files
from grader.platforms.run import Run

__all__ = ["FORMATS", "Files", "Run"]
