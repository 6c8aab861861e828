"""The Parquet files past one machine: on Spark with two workers, and read by pandas.

`pytest -m long tests/exports/test_distributed.py`, where pyspark, a Java and pyarrow are installed.
"""

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pandas
import pytest

from tests.bench.synthetic import synthetic
from tests.conftest import opened
from tests.running import run
from tracker.db.address import Address
from tracker.domain.filters import Filters

pytestmark = pytest.mark.long

FIELDS = ["measure", "kind", "status", "condition"]
# One process asks for every day: to start takes longer than to answer. Says on how many workers the answers were found.
ASK = """
import json, sys
from pyspark.sql import SparkSession

folder, fields, days = sys.argv[1], sys.argv[2].split(), sys.argv[3].split()
settings = {"spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1"}
settings |= {"spark.sql.shuffle.partitions": "2", "spark.sql.adaptive.enabled": "false"}
spark = SparkSession.builder.master("local-cluster[2,1,1024]").config(map=settings).getOrCreate()
spark.read.parquet(f"{folder}/mentions").createOrReplaceTempView("mentions")
rule = open(f"{folder}/deciding.sql").read()
answers = {}
for day in days:
    spark.sql(rule.replace("DATE '2022-02-12'", f"DATE '{day}'"))
    answers[day] = [list(row) for row in spark.table("statuses").select(*fields).collect()]
executors = spark.sparkContext._jsc.sc().statusTracker().getExecutorInfos()
print(json.dumps({"workers": len(executors) - 1, "answers": answers}))
spark.stop()
"""


def exported(file: Path, folder: Path) -> Path:
    """The record as a folder of Parquet files."""
    done = run("export", "--format", "parquet", str(folder), db=file)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.skipif(not find_spec("pyspark"), reason="pyspark is not installed: pip install pyspark")
@pytest.mark.skipif(not shutil.which("java"), reason="there is no Java, which Spark runs on")
@pytest.mark.parametrize("which", ["shipped", "synthetic"])
def test_the_deciding_rule_on_spark(shipped_file: Path, tmp_path: Path, which: str) -> None:
    """Two workers of Spark give the program's answers, as of every day on which a source speaks."""
    file = shipped_file if which == "shipped" else tmp_path / "synthetic.db"
    if which == "synthetic":
        synthetic(file, 400)
    folder, address = exported(file, tmp_path / "files"), Address.of(file)
    days = ["2021-01-01", *sorted({row["spoken_on"] for row in opened(address).sources()})]
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(folder), " ".join(FIELDS), " ".join(days)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["workers"] == 2
    assert list(told["answers"]) == days
    for day, answer in told["answers"].items():
        wanted = opened(address, as_of=day).measure_rows(Filters(), FIELDS)
        assert answer == [[row[name] for name in FIELDS] for row in wanted], day


@pytest.mark.skipif(not find_spec("pyarrow"), reason="pyarrow is not installed: pip install pyarrow")
def test_the_files_in_pandas(tmp_path: Path) -> None:
    """What pandas reads of a folder is what DuckDB reads, year and kind among it, to the last cell."""
    synthetic(tmp_path / "synthetic.db", 1_000)
    mentions = exported(tmp_path / "synthetic.db", tmp_path / "files") / "mentions"
    read = pandas.read_parquet(mentions)
    read = read.astype({"year": int, "kind": str}).sort_values("mention", ignore_index=True)
    beside = duckdb.sql(f"FROM '{mentions}/**/*.parquet' ORDER BY mention")
    assert {*read.columns} == {*beside.columns}
    in_order = read[beside.columns].itertuples(index=False)
    rows = [tuple(None if pandas.isna(cell) else cell for cell in row) for row in in_order]
    assert rows == beside.fetchall()
