"""Parquet files."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.bench.synthetic import synthetic
from tests.conftest import ROOT, opened
from tests.packages import expected, written
from tests.running import run
from tracker.db.address import Address
from tracker.domain import columns
from tracker.domain.filters import Filters
from tracker.exports.formats import one_table
from tracker.exports.parquet import SPLIT, parquet, parquet_files
from tracker.output.tables import cell_text
from tracker.package import write_package
from tracker.package.descriptor import PLAIN, TABLES, Content, Manner

FIELDS = ["measure", "kind", "status", "condition"]


def exported(file: Path, folder: Path, *options: str) -> Path:
    """The record as a folder of Parquet files."""
    done = run("export", "--format", "parquet", str(folder), *options, db=file)
    assert done.returncode == 0, done.stderr
    return folder


def test_the_rule_is_the_one_of_the_guide(shipped_file: Path, tmp_path: Path) -> None:
    """The rule that lies beside the files is the one that the guide publishes."""
    guide = (ROOT / "tracker" / "guides" / "analysts.md").read_text(encoding="utf-8")
    [query] = [found for found in re.findall(r"```sql\n(.*?)```", guide, re.DOTALL) if "ROW_NUMBER" in found]
    text = (exported(shipped_file, tmp_path / "files") / "deciding.sql").read_text(encoding="utf-8")
    assert "".join(line for line in text.splitlines(keepends=True) if not line.startswith("--")) == query


def test_the_lines_of_duckdb_in_the_guide(shipped_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The guide's lines of DuckDB run as they stand, beside the files."""
    exported(shipped_file, tmp_path / "parquet")
    guide = (ROOT / "tracker" / "guides" / "analysts.md").read_text(encoding="utf-8")
    [lines] = [found for found in re.findall(r"```python\n(.*?)```", guide, re.DOTALL) if "duckdb" in found]
    monkeypatch.chdir(tmp_path)
    *statements, last = lines.strip().splitlines()
    held: dict[str, Any] = {}
    exec("\n".join(statements), held)
    assert eval(last, held).fetchall()[0][0] == "anti-tank-missiles"
    held["duckdb"].sql("DROP VIEW IF EXISTS statuses; DROP VIEW mentions")


@pytest.mark.parametrize("which", ["shipped", "synthetic"])
def test_the_deciding_rule_as_one_query(shipped_file: Path, tmp_path: Path, which: str) -> None:
    """The rule beside the files gives the program's answers, as of every day on which a source speaks."""
    file = shipped_file if which == "shipped" else tmp_path / "synthetic.db"
    if which == "synthetic":
        synthetic(file, 1_000)
    folder = exported(file, tmp_path / "files")
    rule = (folder / "deciding.sql").read_text(encoding="utf-8")
    address = Address.of(file)
    days = sorted({row["spoken_on"] for row in opened(address).sources()})
    assert len(days) > 3
    with duckdb.connect() as connection:
        connection.sql(f"CREATE VIEW mentions AS FROM read_parquet('{folder}/mentions/**/*.parquet')")
        for day in ["2021-01-01", *days]:
            rows = opened(address, as_of=day).measure_rows(Filters(), FIELDS)
            wanted = [tuple(row[name] for name in FIELDS) for row in rows]
            year = f"DATE '{day}' AND year <= {day[:4]}"
            for literal in (f"DATE '{day}'", year):
                connection.execute(rule.replace("DATE '2022-02-12'", literal))
                answer = connection.sql(f"SELECT {', '.join(FIELDS)} FROM statuses").fetchall()
                assert answer == wanted


def test_what_grows_is_split(shipped_file: Path, tmp_path: Path) -> None:
    """Mentions and panel lie in folders by year and kind; read together they are the tables, each row in its folder."""
    folder = exported(shipped_file, tmp_path / "files", "--panel")
    record = opened(Address.of(shipped_file))
    kinds = {row["measure"]: row["kind"] for row in record.measure_rows(Filters(), ["measure", "kind"])}
    for content in write_package.contents(record, Manner(panel=True)):
        name = content.table.name
        path = f"{name}/**/*.parquet" if name in SPLIT else f"{name}.parquet"
        names = ", ".join(f'"{name}"' for name in columns.names(content.table.columns))
        rows = duckdb.sql(f"SELECT {names} FROM '{folder}/{path}'").fetchall()
        assert sorted([_plain(cell) for cell in row] for row in rows) == sorted(expected(content))
        if name in SPLIT:
            asked = f"SELECT measure, {SPLIT[name]}, year, kind, filename FROM read_parquet('{folder}/{path}')"
            found = duckdb.sql(asked).fetchall()
            assert {(row[1].year, kinds[row[0]]) for row in found} == {(row[2], row[3]) for row in found}
            for row in found:
                assert (row[1].year, kinds[row[0]]) == (row[2], row[3])
                assert Path(row[4]).parent == folder / name / f"year={row[2]}" / f"kind={row[3]}"
            assert len({row[4] for row in found}) > 5


def test_what_is_split_holds_a_group_at_once() -> None:
    """Files of a table that is split are written one after the other, and no more rows are held than a group."""
    many, taken, held = 12_000, [0], [0]

    class Rows(Sequence[dict[str, object]]):
        def __len__(self) -> int:
            return many

        def __getitem__(self, place: Any) -> Any:
            raise IndexError

        def __iter__(self) -> Iterator[dict[str, object]]:
            empty = {field.name: "0" if field.required else None for field in columns.MENTIONS}
            for number in range(many):
                day = f"{2020 + number % 2}-01-01"
                yield {**empty, "mention": f"m{number:010}", "measure": f"x{number % 3}", "published": day}

    class Watched(io.BytesIO):
        def write(self, content: Any) -> int:
            held[0] = max(held[0], taken[0])
            taken[0] = 0
            return super().write(content)

    def watched(rows: Iterable[Any]) -> Iterator[Any]:
        for row in rows:
            taken[0] += 1
            yield row

    tables = {table.name: table for table in TABLES}
    kinds = [{"measure": f"x{number}", "kind": f"k{number % 2}"} for number in range(3)]
    contents = [Content(tables["measures"], kinds), Content(tables["mentions"], Rows())]
    seen: dict[str, int] = {}
    for name, fields, rows in islice(parquet_files(contents), 1, None):
        out = Watched()
        parquet(fields, watched(rows), out)
        seen[name] = len(out.getvalue())
    assert [name.rpartition("/")[0] for name in seen] == [
        f"mentions/year={year}/kind={kind}" for year in (2020, 2021) for kind in ("k0", "k1")
    ]
    assert held[0] <= 5_001


def test_a_table_without_rows(shipped_file: Path, tmp_path: Path) -> None:
    """Where no mention is left there is one file, which has the columns and no row, and the rule answers nothing."""
    folder = exported(shipped_file, tmp_path / "files", "--as-of", "2020-01-01")
    assert [path.name for path in (folder / "mentions").iterdir()] == ["part-0.parquet"]
    assert duckdb.sql(f"SELECT COUNT(*) FROM '{folder}/mentions/**/*.parquet'").fetchall() == [(0,)]


def test_an_older_folder(shipped_file: Path, tmp_path: Path) -> None:
    """An export into an older folder leaves no file there that is none of the new one's: its rows would count."""
    folder = exported(shipped_file, tmp_path / "files")
    assert list(folder.glob("mentions/year=2022/kind=sanctions/*"))
    exported(shipped_file, folder, "--kind", "deployment")
    names = {path.name for path in folder.glob("mentions/*/*")}
    assert names == {"kind=deployment"}


def test_parquet(contents: list[Content], tmp_path: Path) -> None:
    """Parquet carries types: days, whole numbers, flags, and null for what is not known."""
    for content in contents:
        path = tmp_path / f"{content.table.name}.parquet"
        path.write_bytes(written(one_table, "parquet", content, PLAIN))
        rows = duckdb.sql(f"FROM '{path}'").fetchall()
        assert [[_plain(cell) for cell in row] for row in rows] == expected(content)
    types = dict(
        duckdb.sql(f"SELECT column_name, column_type FROM (DESCRIBE FROM '{tmp_path}/measures.parquet')").fetchall()
    )
    assert [types[name] for name in ("disputed", "as_of", "mentions", "amount")] == [
        "BOOLEAN",
        "DATE",
        "BIGINT",
        "DOUBLE",
    ]


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else cell_text(value)
