"""What code may use: of an exercise, and of a notebook that holds several."""

from collections.abc import Iterable
from dataclasses import replace

from grader.model.exercise import Exercise, Limits
from grader.spec.schema import LimitsBlock


def limits_of(block: LimitsBlock) -> Limits:
    """Return the limits as a record."""
    return Limits(
        wall_s=block.wall_s,
        cpu_s=block.cpu_s,
        memory_mb=block.memory_mb,
        output_kb=block.output_kb,
        packages=("numpy", *sorted(set(block.packages))),
        scratch=block.scratch,
    )


def limits_of_all(block: LimitsBlock, exercises: Iterable[Exercise]) -> Limits:
    """Return the limits of a notebook: as its assignment says, else what its exercises need.

    A number that the assignment does not say is the largest of those of the exercises. What one of
    them may import or write, all may, since their code runs in one process.
    """
    own = limits_of(block)
    all_of_them = [exercise.limits for exercise in exercises] + [own]
    needed = Limits(
        wall_s=max(one.wall_s for one in all_of_them),
        cpu_s=max(one.cpu_s for one in all_of_them),
        memory_mb=max(one.memory_mb for one in all_of_them),
        output_kb=max(one.output_kb for one in all_of_them),
        packages=_together(all_of_them),
        scratch=any(one.scratch for one in all_of_them),
    )
    said = block.model_fields_set
    return replace(
        needed,
        wall_s=own.wall_s if "wall_s" in said else needed.wall_s,
        cpu_s=own.cpu_s if "cpu_s" in said else needed.cpu_s,
        memory_mb=own.memory_mb if "memory_mb" in said else needed.memory_mb,
        output_kb=own.output_kb if "output_kb" in said else needed.output_kb,
    )


def _together(limits: Iterable[Limits]) -> tuple[str, ...]:
    """Return all packages, numpy first: it is what the process is started with in any case."""
    named = {package for one in limits for package in one.packages}
    return ("numpy", *sorted(named - {"numpy"}))
