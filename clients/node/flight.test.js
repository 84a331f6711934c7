// The built jar, asked by the Flight SQL client of arrow-rs through Node.js.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createFlightSqlClient } from "@lakehouse-rs/flight-sql-client";
import { tableFromIPC } from "apache-arrow";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");
const jar = join(root, "azof-cli", "target", "azof.jar");

let folder;
let server;
let port;

before(async () => {
  assert.ok(existsSync(jar), `${jar} is not there; build it with mvn -DskipTests package`);
  folder = mkdtempSync(join(tmpdir(), "azof-"));
  server = spawn("java", ["-jar", jar, "demo", "--port", "0"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: server.stdout })) {
    const found = / on 127\.0\.0\.1:(\d+) /.exec(line);
    if (found) {
      port = Number(found[1]);
      break;
    }
  }
  assert.ok(port, "the server said no port");
  server.stdout.resume();
  await warm(5);
});

/** A cold server on a busy machine may need longer for its first query than this client waits. */
async function warm(attempts) {
  try {
    await (await connect()).query("SELECT count(*) FROM financials");
  } catch (error) {
    if (attempts <= 1) {
      throw error;
    }
    await warm(attempts - 1);
  }
}

after(async () => {
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  await ended;
  rmSync(folder, { recursive: true });
});

function connect(options = {}) {
  return createFlightSqlClient({ host: "127.0.0.1", port, tls: false, headers: [], ...options });
}

async function rows(client, sql) {
  const table = tableFromIPC(await client.query(sql));
  return table.toArray().map((row) => Object.values(row.toJSON()));
}

test("the question of the README", async () => {
  const client = await connect();
  const answer = await rows(
    client,
    "SELECT key AS symbol, revenue FROM financials AT ('2019-01-17')" +
      " WHERE industry IN ('Software') ORDER BY revenue DESC LIMIT 2",
  );
  assert.deepEqual(answer, [
    ["MSFT", 32471000000n],
    ["ORCL", 9562000000n],
  ]);
});

test("catalogs, schemas and tables", async () => {
  const client = await connect();
  assert.deepEqual(
    tableFromIPC(await client.getCatalogs()).toArray().map((row) => row.catalog_name),
    ["azof"],
  );
  assert.deepEqual(
    tableFromIPC(await client.getDbSchemas({})).toArray().map((row) => row.db_schema_name),
    ["main"],
  );
  const tables = tableFromIPC(await client.getTables({ tableNameFilterPattern: "fin%" }));
  assert.deepEqual(tables.toArray().map((row) => row.table_name), ["financials"]);
});

test("changes run once, and their answer is the number of rows", async () => {
  const client = await connect();
  await client.query("CREATE TABLE t (n BIGINT)");
  const sql = "INSERT INTO t (key, event_time, n) VALUES ('a', '2024-01-01', 1), ('b', '2024-01-01', 2)";
  assert.deepEqual(await rows(client, sql), [[2n]]);
  assert.deepEqual(await rows(client, "SELECT count(*), sum(n) FROM t"), [[2n, 3n]]);
  await client.query("DROP TABLE t");
});

test("a header looks at all tables as of a time", async () => {
  const client = await connect({ headers: [{ key: "as_of", value: "2018-01-17" }] });
  assert.deepEqual(await rows(client, "SHOW as_of"), [
    ["2018-01-17T00:00:00.000Z", "connection"],
  ]);
});

test("a login has a session of its own", async () => {
  const [one, other] = await Promise.all(
    [1, 2].map(() => connect({ username: "ada", password: "secret" })),
  );
  await one.query("SET as_of = '2018-01-17'");
  assert.equal((await rows(one, "SHOW as_of"))[0][0], "2018-01-17T00:00:00.000Z");
  assert.equal((await rows(other, "SHOW as_of"))[0][0], "latest");
});

test("a mistake is an error, of which this client tells nothing more", async () => {
  const client = await connect();
  await assert.rejects(client.query("SELECT nothing FROM financials"), /failed to prepare/);
  assert.deepEqual(await rows(client, "VALUES (1)"), [[1]]);
});
