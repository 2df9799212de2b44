"""Every field of a result: what it is called, how it is written, and what it means.

One table for writing, for reading, for the JSON Schema and for the reference.
"""

from grader import engine
from grader.model.grade import (
    AnswerGrade,
    Chosen,
    Clock,
    Diagnosis,
    ExerciseGrade,
    Grade,
    GroupGrade,
    PartGrade,
    Remark,
    Verdict,
)
from grader.model.submission import Integrity, Problem
from grader.model.worked import Filtering, WorkedAnswer
from grader.reports.codec import (
    COUNT,
    FLAG,
    POINTS,
    TEXT,
    TEXTS,
    VALUE,
    checked,
    described,
    many,
    optional,
    record,
    word,
)

REMARK = record(
    Remark,
    {
        "code": described(TEXT, "by which it is counted"),
        "text": described(TEXTS, "what is said to the student"),
    },
)
PROBLEM = record(
    Problem,
    {
        "code": described(TEXT, "by which it is counted"),
        "text": described(TEXTS, "what is said to the student"),
        "fatal": described(FLAG, "whether nothing could be graded"),
    },
)
INTEGRITY = record(
    Integrity,
    {
        "missing": described(many(TEXT), "answers whose cell is gone, as `exercise/answer`"),
        "duplicated": described(many(TEXT), "answers that have several cells"),
        "edited": described(
            many(TEXT),
            "cells of ours that were changed: `setup`, `exercise/given`, or `exercise/answer` "
            "where the hidden labels of the cell were",
        ),
        "files": described(
            many(TEXT), "protected files of the repository that were changed or are gone"
        ),
    },
)
DIAGNOSIS = record(
    Diagnosis,
    {
        "misconception": described(TEXT, "id"),
        "say": described(TEXTS, "what is said to the student"),
        "agree": described(
            COUNT,
            "of the cells that tell the misconception from the key, how many have what it gives",
        ),
        "differ": described(COUNT, "how many such cells there are; of a function, cases"),
    },
)
GROUP = record(
    GroupGrade,
    {
        "group": described(TEXT, "id"),
        "label": described(TEXTS, "what its cases have in common"),
        "right": described(COUNT, "how many cases came out right"),
        "cases": described(COUNT, "how many there are"),
    },
)
PART = record(
    PartGrade,
    {
        "part": described(TEXT, "id"),
        "label": described(TEXTS, "what it is"),
        "right": described(
            optional(FLAG), "null where a part by itself is neither right nor wrong"
        ),
    },
)
CHOSEN = record(
    Chosen,
    {
        "option": described(TEXT, "id"),
        "mark": described(TEXT, "the letter that it stood behind, or the number of a reason"),
        "text": described(TEXTS, "what the student read"),
    },
)
ANSWER = record(
    AnswerGrade,
    {
        "answer": described(TEXT, "id"),
        "label": described(TEXTS, "what it is"),
        "kind": described(TEXT, "answer type"),
        "verdict": described(word(Verdict), "see below"),
        "earned": described(POINTS, "points, before credit"),
        "possible": described(POINTS, "points"),
        "given": described(
            optional(VALUE), "the value that was handed in; null where none came out, or a function"
        ),
        "right": described(
            many(FLAG), "cell by cell in reading order, or case by case, whether it is right"
        ),
        "remarks": described(many(REMARK), "messages to the student: form, code, slips"),
        "groups": described(many(GROUP), "of a function: how it did on each group of cases"),
        "parts": described(
            many(PART), "of a list of several values, as of steps: each item of `given`"
        ),
        "chosen": described(many(CHOSEN), "of a choice: the options, and after them the reason"),
    },
)
FILTERING = checked(
    record(
        Filtering,
        {
            "image": VALUE,
            "kernel": VALUE,
            "operation": TEXT,
            "mode": TEXT,
            "boundary": TEXT,
            "fill_value": VALUE,
            "stride": many(COUNT),
            "dilation": many(COUNT),
            "anchor": optional(many(COUNT)),
        },
    ),
    lambda filtering: engine.trace(**filtering.arguments()),
)
WORKED = record(
    WorkedAnswer,
    {
        "answer": described(TEXT, "id of the answer"),
        "filtering": described(FILTERING, "the arguments of `engine.trace`"),
    },
)
EXERCISE = record(
    ExerciseGrade,
    {
        "exercise": described(TEXT, "id"),
        "version": described(COUNT, "of the exercise"),
        "number": described(COUNT, "its place in the notebook"),
        "title": described(TEXTS, "title"),
        "variant": described(TEXT, "an opaque id of the numbers: no key can be computed from it"),
        "earned": described(POINTS, "points, before credit"),
        "possible": described(POINTS, "points"),
        "answers": described(many(ANSWER), "list, see below"),
        "diagnoses": described(
            many(DIAGNOSIS), "what explains the wrong answers; more than one is a tie"
        ),
        "worked": described(
            optional(WORKED),
            "null, or what the right values of a wrong matrix are computed from. Pages compute the "
            "steps of the sliding window from it; it gives the right values away",
        ),
    },
)
GRADE = record(
    Grade,
    {
        "assignment": described(TEXT, "id"),
        "title": described(TEXTS, "title"),
        "version": described(
            TEXT, "of the assignment: the beginning of the SHA-256 over all of its files"
        ),
        "student": described(TEXT, "id"),
        "name": described(TEXT, "name"),
        "language": described(TEXT, "in which the student is spoken to"),
        "attempt": described(COUNT, "counted from 1"),
        "variant": described(TEXT, "by which the numbers of all exercises together are recognized"),
        "earned": described(
            POINTS,
            "points that are recorded: the sum over the exercises times `credit`, to the hundredth",
        ),
        "possible": described(POINTS, "points"),
        "credit": described(
            POINTS,
            "what counts of the points: `0.49` for 70 % of the points of a second attempt that "
            "counts 70 %",
        ),
        "commit": described(TEXT, "the commit that was graded; empty without a repository"),
        "submission": described(
            TEXT, "SHA-256 of the file that was graded; empty when nothing was handed in"
        ),
        "submitted_at": described(TEXT, "time in ISO 8601; empty when nobody recorded it"),
        "clock": described(
            word(Clock),
            "who says when it came in: the instructor or the platform (`received`), the server it "
            "was pushed to (`push`), the machine that graded it (`run`), or the commit, whose time "
            "the student decides (`commit`)",
        ),
        "graded_at": described(TEXT, "time in ISO 8601"),
        "grader": described(TEXT, "version of the program that graded it"),
        "level": described(
            TEXT,
            "sandbox: `parsed`: no code was run; else the level at which it ran: `sealed`, "
            "`guarded`, `filtered`, `limited` or `open`",
        ),
        "executed": described(FLAG, "whether code was run"),
        "exercises": described(many(EXERCISE), "list, see below"),
        "integrity": described(
            INTEGRITY, "what is not as it was handed out, see below; it changes no score"
        ),
        "problems": described(many(PROBLEM), "what was noticed about the file"),
        "feedback": described(
            many(REMARK),
            "remarks on the whole: `early`, `late`, `too-late`, `before-opens`, `time-unknown`, "
            "`commit-time`, `by-hand`, `attempt`, `no-attempt`",
        ),
        "output": described(TEXT, "what the code printed, cut"),
        "fingerprint": described(
            TEXT,
            "of all that the grade depends on: a grade is made again exactly when it changes",
        ),
    },
)
