"""Worksheet → notebook, and notebook → Submission. Nothing here can reach a key."""

from grader.notebooks.labels import Label, label
from grader.notebooks.reader import read
from grader.notebooks.sources import sheet
from grader.notebooks.writer import fill, render

__all__ = ["Label", "fill", "label", "read", "render", "sheet"]
