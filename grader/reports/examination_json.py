"""What was found about exercise files, for programs: ``grader/lint/1``."""

import json
import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from grader.model.examination import Examination, Figures, Finding, Severity, Spread, Workload

SCHEMA = "grader/lint/1"


def examination_json(examined: Sequence[Examination]) -> str:
    """Return everything that was found as JSON, in the order of the files."""
    counts = {
        f"{severity}s": sum(len(item.of(severity)) for item in examined) for severity in Severity
    }
    content = {
        "schema": SCHEMA,
        "summary": {"files": len(examined), **counts},
        "files": [_file(item) for item in examined],
    }
    return json.dumps(content, indent=2, ensure_ascii=False)


def _file(item: Examination) -> dict[str, Any]:
    return {
        "file": item.file,
        "exercise": item.exercise or None,
        "findings": [_finding(one) for one in item.findings],
        "figures": None if item.figures is None else _figures(item.figures),
        "workload": None if item.workload is None else _workload(item.workload),
    }


def _finding(finding: Finding) -> dict[str, str]:
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        **asdict(finding.fault),
    }


def _figures(figures: Figures) -> dict[str, Any]:
    spreads = {name: _spread(item) for name, item in figures.difficulty.items()}
    return {
        **asdict(figures),
        "draws": {**asdict(figures.draws), "acceptance": figures.draws.acceptance},
        "difficulty": spreads,
        "products": None if figures.products is None else _spread(figures.products),
        "largest": figures.largest if math.isfinite(figures.largest or 0) else None,
    }


def _workload(workload: Workload) -> dict[str, Any]:
    # Points are exact decimals, which JSON's numbers are not.
    return {**asdict(workload), "points": str(workload.points)}


def _spread(spread: Spread) -> dict[str, float | None]:
    # JSON has no infinity.
    factor = spread.factor if math.isfinite(spread.factor) else None
    return {**asdict(spread), "factor": factor}
