"""Which parts of an answer are right, whatever its type: by the key, by properties, or by steps."""

from grader.marking.baseline import inputs, is_null
from grader.marking.marker import Marker

__all__ = ["Marker", "inputs", "is_null"]
