"""The reference tables: every answer of expected-as-of.jsonl, through Python ADBC."""

import hashlib
import json

import pyarrow as pa
import pyarrow.compute as pc
import pytest


def line_numbers():
    return range(30)


@pytest.fixture(scope="session")
def expected(testdata):
    lines = (testdata / "expected-as-of.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(line_numbers())
    return [json.loads(line) for line in lines]


def digest(table):
    """The md5 over key|event_time|values, sorted; rows with a null are not part of it."""
    columns = []
    for column in table.columns:
        if pa.types.is_timestamp(column.type):
            column = column.cast(pa.int64())
        if pa.types.is_boolean(column.type):
            column = pc.if_else(column, "true", "false")
        columns.append(column.cast(pa.string()).to_pylist())
    lines = sorted("|".join(row) for row in zip(*columns) if None not in row)
    return hashlib.md5("\n".join(lines).encode()).hexdigest()


@pytest.mark.parametrize("number", line_numbers())
def test_a_table_as_of_a_time(reference, expected, number):
    line = expected[number]
    with reference.cursor() as cursor:
        if line["as_of"] == "latest":
            cursor.execute(f"SELECT * FROM {line['table']}")
        else:
            cursor.execute(
                f"SELECT * FROM {line['table']} FOR EVENT_TIME AS OF ?",
                parameters=(line["as_of"],),
            )
        table = cursor.fetch_arrow_table()
    assert table.num_rows == line["rows"]
    if "md5" in line:
        assert digest(table) == line["md5"]


def test_the_question_of_the_readme(reference):
    with reference.cursor() as cursor:
        cursor.execute(
            "SELECT key AS symbol, revenue, net_income FROM financials"
            " AT ('2019-01-17T00:00:00.000Z')"
            " WHERE industry IN ('Software') ORDER BY revenue DESC LIMIT 5"
        )
        assert cursor.fetchall() == [
            ("MSFT", 32471000000, 8420000000),
            ("ORCL", 9562000000, 2333000000),
            ("SAP", 8449374000, 1919226000),
            ("CRM", 3603000000, 362000000),
            ("VMW", 3230000000, -270000000),
        ]
