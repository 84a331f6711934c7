"""Servers to test against: the built jar, started the way a person starts it."""

import os
import re
import subprocess
from pathlib import Path

import adbc_driver_flightsql.dbapi as flight
import pytest

ROOT = Path(__file__).resolve().parents[2]
JAR = ROOT / "azof-cli" / "target" / "azof.jar"
SERVES = re.compile(r" on 127\.0\.0\.1:(\d+) ")


class Server:
    """A running `azof` command that serves on a port of its own choice."""

    def __init__(self, folder, *arguments):
        assert JAR.is_file(), f"{JAR} is not there; build it with mvn -DskipTests package"
        environment = {k: v for k, v in os.environ.items() if not k.startswith("AZOF_")}
        self.process = subprocess.Popen(
            ["java", "-jar", str(JAR), *arguments, "--port", "0"],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.output = []
        self.port = self._port()

    def _port(self):
        for line in self.process.stdout:
            self.output.append(line)
            found = SERVES.search(line)
            if found:
                return int(found.group(1))
        raise AssertionError("the server said no port: " + "".join(self.output))

    def connect(self):
        return flight.connect(f"grpc://127.0.0.1:{self.port}", autocommit=True)

    def stop(self):
        """Ends the server as Ctrl-C does and gives the rest of what it said."""
        self.process.terminate()
        rest, _ = self.process.communicate(timeout=60)
        return rest


@pytest.fixture(scope="session")
def demo_server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("demo"), "demo")
    yield server
    server.stop()


@pytest.fixture()
def demo(demo_server):
    with demo_server.connect() as connection:
        yield connection


@pytest.fixture(scope="session")
def testdata():
    """The reference tables of the Rust implementation and their right answers."""
    given = os.environ.get("AZOF_TESTDATA")
    places = [parent / "shared" / "testdata" for parent in ROOT.parents]
    for folder in [Path(given)] if given else places:
        if (folder / "expected-as-of.jsonl").is_file():
            return folder
    pytest.skip("the reference tables are not here; set AZOF_TESTDATA to their folder")


@pytest.fixture(scope="session")
def reference_server(testdata, tmp_path_factory):
    server = Server(
        tmp_path_factory.mktemp("reference"),
        "serve",
        "--lakehouse",
        str(testdata / "reference-tables"),
    )
    yield server
    server.stop()


@pytest.fixture()
def reference(reference_server):
    with reference_server.connect() as connection:
        yield connection
