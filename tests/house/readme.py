"""The README taken apart: its sentences, the rows of its tables and its lines of code, in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MARKER = re.compile(r"(?:- |\d+\. )")
_SEPARATOR = re.compile(r"\|(?:-+\|)+")
_ENDS = re.compile(r"(?<=[.!?])\s+(?=[A-Z`\[*<])")
_CODE = " " * 4
_CODE_IN_LIST = " " * 7


def sentences(text: str) -> list[str]:
    """Everything that is said, without headings; a row of a table and a line of code count as one sentence each."""
    return [one for block in _blocks(text.splitlines()) for one in (_ENDS.split(block) if block[0] != "|" else [block])]


def _blocks(lines: list[str]) -> Iterator[str]:
    """Paragraphs and items of lists as one line each; rows and code as they are."""
    paragraph: list[str] = []
    in_list = False
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        in_list = bool(_MARKER.match(line)) or (in_list and (not line or line.startswith(" ")))
        is_code = line.startswith(_CODE_IN_LIST if in_list else _CODE)
        alone = is_code or line.startswith(("|", "#")) or not line
        if paragraph and (alone or _MARKER.match(line)):
            yield " ".join(paragraph)
            paragraph = []
        if not alone:
            paragraph.append(_MARKER.sub("", line.strip(), count=1))
        elif is_code or (line.startswith("|") and not _SEPARATOR.match(line) and not _SEPARATOR.match(after)):
            yield line.strip()
    if paragraph:
        yield " ".join(paragraph)
