"""The sample lakehouse, asked through Python ADBC."""

from datetime import datetime, timezone

import adbc_driver_manager
import pyarrow as pa
import pytest

QUESTION = (
    "SELECT key AS symbol, revenue, net_income FROM financials AT ({time}) "
    "WHERE industry IN ('Software') ORDER BY revenue DESC LIMIT 5"
)
ANSWER = [
    ("MSFT", 32471000000, 8420000000),
    ("ORCL", 9562000000, 2333000000),
    ("SAP", 8449374000, 1919226000),
    ("CRM", 3603000000, 362000000),
    ("VMW", 3230000000, -270000000),
]


def test_the_question_of_the_readme(demo):
    with demo.cursor() as cursor:
        cursor.execute(QUESTION.format(time="'2019-01-17T00:00:00.000Z'"))
        assert cursor.fetchall() == ANSWER


@pytest.mark.parametrize(
    "time",
    ["2019-01-17T00:00:00.000Z", "2019-01-17", datetime(2019, 1, 17, tzinfo=timezone.utc)],
    ids=["text", "date as text", "timestamp"],
)
def test_the_time_can_be_a_parameter(demo, time):
    with demo.cursor() as cursor:
        cursor.execute(QUESTION.format(time="?"), parameters=(time,))
        assert cursor.fetchall() == ANSWER


def test_values_can_be_parameters(demo):
    with demo.cursor() as cursor:
        cursor.execute(
            "SELECT key FROM financials AT ('2019-01-17') WHERE industry = ? AND revenue > ?"
            " ORDER BY key",
            parameters=("Software", 5_000_000_000),
        )
        assert cursor.fetchall() == [("MSFT",), ("ORCL",), ("SAP",)]


def test_the_arrow_schema_is_what_the_table_promises(demo):
    with demo.cursor() as cursor:
        cursor.execute("SELECT * FROM financials AT ('2019-01-17')")
        table = cursor.fetch_arrow_table()
    assert table.schema == pa.schema(
        [
            pa.field("key", pa.string(), nullable=False),
            pa.field("event_time", pa.timestamp("ms", tz="UTC"), nullable=False),
            pa.field("industry", pa.string()),
            pa.field("revenue", pa.int64()),
            pa.field("shares_diluted", pa.int64()),
            pa.field("net_income", pa.int64()),
        ]
    )
    table.validate(full=True)
    assert 100 < table.num_rows <= 132  # some companies had no figures yet


def test_computed_columns_keep_the_schema_that_was_promised(demo):
    with demo.cursor() as cursor:
        cursor.execute(
            "SELECT industry, COUNT(*) AS companies, SUM(revenue) AS revenue, MAX(event_time) AS t"
            " FROM financials AT ('2019-01-17') GROUP BY industry ORDER BY companies DESC"
        )
        promised = [(c[0], c[1]) for c in cursor.description]
        table = cursor.fetch_arrow_table()
    assert [(f.name, f.type) for f in table.schema] == promised
    assert table.schema.field("companies").type == pa.int64()
    assert table.schema.field("t").type == pa.timestamp("ms", tz="UTC")
    table.validate(full=True)


def test_an_empty_result_has_its_schema(demo):
    with demo.cursor() as cursor:
        cursor.execute("SELECT key, revenue FROM financials AT ('1999-01-01')")
        table = cursor.fetch_arrow_table()
    assert table.num_rows == 0
    assert table.schema.names == ["key", "revenue"]


def test_the_catalog_tree_holds_the_table_and_its_columns(demo):
    catalogs = demo.adbc_get_objects(depth="all").read_all().to_pylist()
    tables = [
        table
        for catalog in catalogs
        for schema in catalog["catalog_db_schemas"]
        for table in schema["db_schema_tables"]
    ]
    financials = [table for table in tables if table["table_name"] == "financials"]
    assert len(financials) == 1
    assert [column["column_name"] for column in financials[0]["table_columns"]] == [
        "key",
        "event_time",
        "industry",
        "revenue",
        "shares_diluted",
        "net_income",
    ]


def test_a_table_name_filter_is_a_pattern(demo):
    def names(pattern):
        catalogs = demo.adbc_get_objects(depth="tables", table_name_filter=pattern).read_all()
        return [
            table["table_name"]
            for catalog in catalogs.to_pylist()
            for schema in catalog["catalog_db_schemas"] or []
            for table in schema["db_schema_tables"] or []
        ]

    assert names("fin%") == ["financials"]
    assert names("nothing%") == []


def test_the_table_schema_is_that_of_a_scan(demo):
    schema = demo.adbc_get_table_schema("financials")
    with demo.cursor() as cursor:
        cursor.execute("SELECT * FROM financials")
        scanned = cursor.fetch_arrow_table().schema
    assert [(f.name, f.type, f.nullable) for f in schema] == [
        (f.name, f.type, f.nullable) for f in scanned
    ]


def test_table_types(demo):
    assert "TABLE" in demo.adbc_get_table_types()


def test_the_server_names_itself(demo):
    info = demo.adbc_get_info()
    assert "azof" in info["vendor_name"].lower()
    assert info["vendor_version"]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELEC 1", "line 1, column 1"),
        ("SELECT nothing FROM financials", "nothing"),
        ("SELECT * FROM nowhere", "nowhere"),
        ("SELECT * FROM financials AT ('last tuesday')", "last tuesday"),
    ],
)
def test_a_mistake_is_an_error_that_names_it(demo, sql, said):
    with demo.cursor() as cursor:
        with pytest.raises(adbc_driver_manager.Error) as raised:
            cursor.execute(sql)
            cursor.fetchall()
    assert said.lower() in str(raised.value).lower()
    assert "Exception" not in str(raised.value)
    assert "io.azof" not in str(raised.value)


def test_a_connection_is_good_after_an_error(demo):
    with demo.cursor() as cursor:
        with pytest.raises(adbc_driver_manager.Error):
            cursor.execute("SELEC 1")
        cursor.execute("SELECT COUNT(*) FROM financials")
        assert cursor.fetchone() == (132,)


def test_a_result_can_be_left_midway(demo):
    for _ in range(20):
        with demo.cursor() as cursor:
            cursor.execute("SELECT * FROM financials")
            cursor.fetchone()
