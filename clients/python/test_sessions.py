"""What a connection sets holds for it, and for no other one."""

import adbc_driver_flightsql.dbapi as flight
import adbc_driver_manager
import pytest

LOGIN = {"username": "ada", "password": "secret"}
COOKIES = {"adbc.flight.sql.rpc.with_cookie_middleware": "true"}


def connect(server, options):
    return flight.connect(f"grpc://127.0.0.1:{server.port}", db_kwargs=options, autocommit=True)


def run(connection, sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


@pytest.mark.parametrize("options", [LOGIN, COOKIES], ids=["by login", "by cookie"])
def test_set_holds_for_its_connection_only(demo_server, options):
    question = "SELECT max(event_time) < TIMESTAMP '2018-01-18 00:00:00' FROM financials"
    with connect(demo_server, options) as one, connect(demo_server, options) as other:
        run(one, "SET as_of = '2018-01-17'")
        assert run(one, "SHOW as_of") == [("2018-01-17T00:00:00.000Z", "session")]
        assert run(one, question) == [(True,)]
        assert run(other, "SHOW as_of") == [("latest", "default")]
        assert run(other, question) == [(False,)]
        run(one, "RESET as_of")
        assert run(one, question) == [(False,)]


def test_options_of_the_session_are_the_same_settings(demo_server):
    with connect(demo_server, LOGIN) as connection:
        assert connection.adbc_current_catalog == "azof"
        assert connection.adbc_current_db_schema == "main"
        option = "adbc.flight.sql.session.option.as_of"
        connection.adbc_connection.set_options(**{option: "2018-01-17"})
        assert connection.adbc_connection.get_option(option) == "2018-01-17T00:00:00.000Z"
        assert run(connection, "SHOW as_of") == [("2018-01-17T00:00:00.000Z", "session")]


def test_a_connection_that_has_no_session_is_told_what_to_do(demo):
    with pytest.raises(adbc_driver_manager.NotSupportedError, match="log in with a user name"):
        run(demo, "SET as_of = '2018-01-17'")


def test_a_header_needs_no_session(demo_server):
    header = {"adbc.flight.sql.rpc.call_header.as_of": "2018-01-17"}
    with connect(demo_server, header) as connection:
        assert run(connection, "SHOW as_of") == [("2018-01-17T00:00:00.000Z", "connection")]
