"""The codebook."""

from tests.packages import DATA
from tracker.domain import columns
from tracker.domain.vocabulary import LISTS
from tracker.package import write_package


def test_the_codebook_tells_everything() -> None:
    """The codebook names every column of every table and every word of every closed list."""
    text = (DATA / "codebook.md").read_text(encoding="utf-8")
    for table in write_package.TABLES:
        section = text.split(f"### {table.name}.csv\n")[1].split("\n##")[0]
        assert [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")] == columns.names(
            table.columns
        )
    for listed in LISTS:
        section = text.split(f"### {listed.name}\n")[1].split("\n##")[0]
        for code, term in listed.items():
            assert f"| `{code}` | {term.label} | {term.definition} |" in section
