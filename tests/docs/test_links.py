import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SKIPPED = {".venv", ".git", "node_modules"}
# [text](target), outside of blocks of code.
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def _documents():
    found = [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "exercises").rglob("*.md"),
    ]
    return sorted(str(path.relative_to(ROOT)) for path in found)


def _prose(path):
    return re.sub(
        r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
    )


def _anchors(path):
    """Return the anchors of a file, as code forges make them of its headings."""
    headings = re.findall(r"^#+ (.+)$", _prose(path), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", _documents())
def test_every_link_to_a_file_or_heading_leads_somewhere(document):
    here = ROOT / document
    for target in LINK.findall(_prose(here)):
        if ":" in target:
            continue
        name, _, anchor = target.partition("#")
        path = here.parent / name if name else here
        assert path.exists(), f"{document} links to {target}"
        assert not anchor or anchor in _anchors(path), f"{document} links to {target}"


@pytest.mark.parametrize(
    "document", sorted(str(p.relative_to(ROOT)) for p in (ROOT / "docs").rglob("*.md"))
)
def test_every_page_is_linked_from_the_index_of_the_docs(document):
    index = ROOT / "docs" / "index.md"
    linked = {(index.parent / target).resolve() for target in LINK.findall(_prose(index))}

    assert (ROOT / document).resolve() in linked | {index}
