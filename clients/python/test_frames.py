"""Frames of pandas and polars, and tables of pyarrow: written, read, and as of a time."""

from datetime import date, datetime, timezone
from decimal import Decimal

import adbc_driver_manager
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

DAYS = [datetime(2024, 1, day) for day in (1, 2, 3)]


@pytest.fixture()
def empty(demo):
    """A connection to a lakehouse in which nothing is called `t`."""
    yield demo
    with demo.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS t")


def sales(keys=("a", "b", "c")):
    return pd.DataFrame(
        {
            "key": list(keys),
            "event_time": pd.to_datetime(DAYS),
            "price": [1.5, None, 3.0],
            "units": [1, 2, 3],
            "shop": pd.Categorical(["x", "y", "x"]),
        }
    )


def count(connection):
    return int(pd.read_sql("SELECT count(*) AS n FROM t", connection)["n"][0])


def test_pandas_writes_and_reads_a_frame(empty):
    assert sales().to_sql("t", empty, index=False) == 3
    read = pd.read_sql("SELECT * FROM t ORDER BY key", empty)
    assert read["key"].tolist() == ["a", "b", "c"]
    assert read["units"].tolist() == [1, 2, 3]
    assert read["price"].isna().tolist() == [False, True, False]
    assert read["shop"].tolist() == ["x", "y", "x"]
    assert read["event_time"].dt.tz_convert(None).tolist() == DAYS


def test_pandas_looks_at_a_frame_as_of_a_time(empty):
    sales().to_sql("t", empty, index=False)
    read = pd.read_sql("SELECT key FROM t AT ('2024-01-02') ORDER BY key", empty)
    assert read["key"].tolist() == ["a", "b"]


def test_pandas_appends_replaces_and_refuses(empty):
    sales().to_sql("t", empty, index=False)
    assert sales(("d", "e", "f")).to_sql("t", empty, index=False, if_exists="append") == 3
    assert count(empty) == 6
    assert sales().to_sql("t", empty, index=False, if_exists="replace") == 3
    assert count(empty) == 3
    with pytest.raises(ValueError, match="already exists"):
        sales().to_sql("t", empty, index=False)


def test_polars_writes_and_reads_a_frame(empty):
    frame = pl.DataFrame({"key": ["a", "b", "c"], "event_time": DAYS, "n": [1, None, 3]})
    assert frame.write_database("t", empty, engine="adbc") == 3
    read = pl.read_database("SELECT key, n FROM t ORDER BY key", empty)
    assert read.rows() == [("a", 1), ("b", None), ("c", 3)]
    assert frame.write_database("t", empty, engine="adbc", if_table_exists="replace") == 3
    more = frame.with_columns(key=pl.Series(["d", "e", "f"]))
    assert more.write_database("t", empty, engine="adbc", if_table_exists="append") == 3
    one = pl.read_database(
        "SELECT n FROM t WHERE key = ?", empty, execute_options={"parameters": ["f"]}
    )
    assert one.rows() == [(3,)]


def test_every_type_comes_back_as_it_was(empty):
    sent = pa.table(
        {
            "key": pa.array(["k", "l"]),
            "event_time": pa.array(DAYS[:2], pa.timestamp("ms", tz="UTC")),
            "text": pa.array(["é", None]),
            "whole": pa.array([-(2**63), 2**63 - 1]),
            "real": pa.array([0.1, None]),
            "truth": pa.array([True, False]),
            "day": pa.array([date(1969, 12, 31), None]),
            "bytes": pa.array([b"\x00\xff", b""]),
            "money": pa.array([Decimal("1.25"), Decimal("-999.99")], pa.decimal128(10, 2)),
            "moment": pa.array([datetime(1969, 1, 1, tzinfo=timezone.utc), None]).cast(
                pa.timestamp("ms", tz="UTC")
            ),
        }
    )
    with empty.cursor() as cursor:
        assert cursor.adbc_ingest("t", sent, mode="create") == 2
        cursor.execute("SELECT * FROM t ORDER BY key")
        read = cursor.fetch_arrow_table()
    assert read.to_pydict() == sent.to_pydict()
    assert [field.type for field in read.schema] == [field.type for field in sent.schema]


def test_a_stream_of_batches_is_one_commit(empty):
    rows = 200_000
    sent = pa.table(
        {
            "key": [f"k{i}" for i in range(rows)],
            "event_time": pa.array([DAYS[0]] * rows, pa.timestamp("us")),
            "n": range(rows),
        }
    )
    with empty.cursor() as cursor:
        assert cursor.adbc_ingest("t", sent.to_reader(max_chunksize=30_000)) == rows
        cursor.execute('SELECT count(*) FROM "t$snapshots"')
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT count(DISTINCT key), sum(n) FROM t")
        assert cursor.fetchone() == (rows, rows * (rows - 1) // 2)


def test_the_columns_of_key_and_time_can_have_other_names(empty):
    with empty.cursor() as cursor:
        cursor.adbc_statement.set_options(
            **{
                "adbc.flight.sql.rpc.call_header.ingest-key": "id",
                "adbc.flight.sql.rpc.call_header.ingest-event-time": "day",
            }
        )
        sent = pa.table({"id": [1, 2], "day": [date(2024, 1, 1)] * 2})
        assert cursor.adbc_ingest("t", sent, mode="create") == 2
    with empty.cursor() as cursor:
        cursor.execute("SELECT key FROM t ORDER BY key")
        assert cursor.fetchall() == [("1",), ("2",)]


def test_what_cannot_be_taken_is_said_and_nothing_is_changed(empty):
    sales().to_sql("t", empty, index=False)
    missing = pa.table({"key": ["z", None], "event_time": DAYS[:2]})
    other = pa.table({"key": ["z"], "event_time": DAYS[:1], "color": ["red"]})
    for sent, said in [(missing, "Row 2 has no key"), (other, 'no column "color"')]:
        with empty.cursor() as cursor:
            with pytest.raises(adbc_driver_manager.Error, match=said):
                cursor.adbc_ingest("t", sent, mode="append")
    with empty.cursor() as cursor:
        with pytest.raises(adbc_driver_manager.NotSupportedError, match="no temporary tables"):
            cursor.adbc_ingest("u", missing, mode="create", temporary=True)
    assert count(empty) == 3


def test_statements_change_tables(empty):
    with empty.cursor() as cursor:
        cursor.execute("CREATE TABLE t (n BIGINT, s VARCHAR, b BOOLEAN, d DATE, x DOUBLE)")
        cursor.executemany(
            "INSERT INTO t (key, event_time, n, s, b, d, x) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (f"k{i}", DAYS[0], i, None if i % 2 else "é", True, date(2024, 1, 1), 1.5)
                for i in range(10)
            ],
        )
        assert cursor.rowcount == 10
        cursor.execute("UPDATE t SET n = n + 1 WHERE n > ?", (5,))
        assert (cursor.rowcount, cursor.fetchall()) == (4, [])
        cursor.execute("DELETE FROM t WHERE key = 'k0'")
        assert (cursor.rowcount, cursor.fetchall()) == (1, [])
        cursor.execute("SELECT count(*), sum(n) FROM t")
        assert cursor.fetchone() == (9, 49)
