"""Authors' texts: jinja2 in a stripped sandbox, with our filters and nothing else."""

from grader.texts.clock import clock_time
from grader.texts.markdown import latex, show, table
from grader.texts.templates import TemplateFault, check_template, render

__all__ = ["TemplateFault", "check_template", "clock_time", "latex", "render", "show", "table"]
