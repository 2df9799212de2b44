"""The examination of exercise and assignment files: an instructor's colleague, before students.

One check is one function in the table `CHECKS`. What several of them need is worked out once, in
`Subject` for the exercise and in `Specimen` for each of its variants.
"""

from grader.workflows.linting.files import (
    VARIANTS,
    examine,
    examine_all,
    examine_exercise,
    find_files,
)

__all__ = ["VARIANTS", "examine", "examine_all", "examine_exercise", "find_files"]
