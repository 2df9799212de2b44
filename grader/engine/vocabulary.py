"""The words of filtering, and what is said when another word is used."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final, Literal, TypeAlias, get_args

Operation: TypeAlias = Literal["correlate", "convolve"]
Mode: TypeAlias = Literal["full", "same", "valid"]
Boundary: TypeAlias = Literal["zero", "replicate", "reflect", "symmetric", "wrap"]
Method: TypeAlias = Literal["auto", "definition", "tiny", "direct", "banded", "separable", "fft"]
Number: TypeAlias = int | Fraction | float | complex

# The libraries use one word for two rules and two words for one. An error that names ours is
# safer than an alias: "reflect" means "symmetric" in scipy.ndimage and in half of the tutorials.
_OUR_WORD: Final[Mapping[str, Mapping[str, str]]] = {
    "operation": {
        "correlation": "correlate",
        "cross-correlation": "correlate",
        "convolution": "convolve",
    },
    "mode": {},
    "boundary": {
        "constant": "zero",
        "grid-constant": "zero",
        "fill": "zero",
        "zeros": "zero",
        "nearest": "replicate",
        "edge": "replicate",
        "mirror": "reflect",
        "reflect101": "reflect",
        "reflect_101": "reflect",
        "symm": "symmetric",
        "grid-mirror": "symmetric",
        "circular": "wrap",
        "periodic": "wrap",
        "grid-wrap": "wrap",
    },
    "method": {},
}
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "operation": get_args(Operation),
    "mode": get_args(Mode),
    "boundary": get_args(Boundary),
    "method": get_args(Method),
}


def require_word(value: object, name: str) -> None:
    """Refuse a `value` that the option called `name` does not know, and name the right one."""
    words = _WORDS[name]
    if isinstance(value, str) and value in words:
        return
    known = ", ".join(f'"{word}"' for word in words)
    ours = _OUR_WORD[name].get(value.lower()) if isinstance(value, str) else None
    hint = f'; did you mean "{ours}"?' if ours else ""
    shown = f'"{value}"' if isinstance(value, str) else repr(value)
    raise ValueError(f"{name} {shown} is not one of {known}{hint}")
