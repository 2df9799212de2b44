"""Exercise + student → Variant: streams of chance, draws, and the rules a draw must satisfy."""

from grader.variants.draw import Drawing
from grader.variants.selection import resolve, unknown_students
from grader.variants.streams import PUBLIC_SECRET, Stream, class_key, fingerprint, variant_key
from grader.variants.trial import Rejections
from grader.variants.views import exercise_view, worksheet

__all__ = [
    "PUBLIC_SECRET",
    "Drawing",
    "Rejections",
    "Stream",
    "class_key",
    "exercise_view",
    "fingerprint",
    "resolve",
    "unknown_students",
    "variant_key",
    "worksheet",
]
