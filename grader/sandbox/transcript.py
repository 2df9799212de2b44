"""What a child printed or reported, made fit to be stored and shown."""

# Removed: what moves a cursor, rings, or turns the reading direction of the text that follows.
_CONTROLS = [*range(0x20), *range(0x7F, 0xA0)]
_DIRECTIONS = [0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_LINES = {0x2028: "\n", 0x2029: "\n", ord("\n"): "\n", ord("\t"): "\t"}
_CLEANING = dict.fromkeys([*_CONTROLS, *_DIRECTIONS]) | _LINES


def clean(text: str) -> str:
    r"""Return `text` without control characters, and with nothing that UTF-8 cannot hold.

    >>> clean("a\x1b[31mb\r\n\ud800")
    'a[31mb\n?'
    """
    return text.translate(_CLEANING).encode("utf-8", "replace").decode("utf-8")


def transcript(printed: bytes, kilobytes: int) -> str:
    """Return what was printed, cut to `kilobytes`; bytes that are not UTF-8 become U+FFFD."""
    return clean(printed[: kilobytes << 10].decode("utf-8", "replace"))


def one_line(text: str, length: int) -> str:
    r"""Return the start of `text` on a single line.

    >>> one_line("a\n  b" + "c" * 50, 6)
    'a bcc…'
    """
    line = " ".join(clean(text).split())
    return line if len(line) <= length else line[: length - 1] + "…"
