package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.sql.testing.SampleTables;
import io.azof.sql.testing.SqlTestCase;
import io.azof.sql.testing.SqlTestFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The server as the ADBC driver in Go meets it. */
@SuppressWarnings("try") // Flight declares that closing may be interrupted
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GoClientTest {
  private RunningServer server;
  private BufferAllocator memory;
  private GoClient client;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    memory = new RootAllocator();
    SampleTables.write(memory, folder);
    server = RunningServer.over(folder);
    client = new GoClient(memory, server.server().port());
  }

  @AfterAll
  void stop() throws Exception {
    client.close();
    server.close();
    memory.close();
  }

  /** The driver calls any difference an inconsistent schema. */
  @Test
  void everyQueryHasOneSchemaInAllAnswers() throws Exception {
    List<SqlTestCase> queries =
        SqlTestFile.readingCases()
            .filter(test -> test.error().isEmpty() && test.parameters().isEmpty())
            .toList();
    List<String> inconsistent = new ArrayList<>();
    for (SqlTestCase query : queries) {
      GoClient.Prepared prepared = client.prepare(query.sql());
      Schema promised = prepared.datasetSchema().orElseThrow();
      FlightInfo info = client.execute(prepared);
      List<Schema> schemas = new ArrayList<>();
      schemas.add(info.getSchemaOptional().orElseThrow());
      schemas.add(client.schema(prepared));
      try (FlightStream stream = client.openStream(info)) {
        schemas.add(stream.getSchema());
        while (stream.next()) {
          schemas.add(stream.getRoot().getSchema());
        }
      }
      client.closeStatement(prepared);
      if (!schemas.stream().allMatch(promised::equals) || prepared.isUpdate()) {
        inconsistent.add(query + ": " + promised + " " + schemas);
      }
    }
    assertThat(queries).hasSizeGreaterThan(200);
    assertThat(inconsistent).isEmpty();
  }

  @Test
  void whatChangesATableRunsOnceWhenItsFlightInfoIsAskedFor() throws Exception {
    run("CREATE TABLE once (n BIGINT)");
    GoClient.Prepared insert =
        client.prepare("INSERT INTO once (key, event_time, n) VALUES ('a', '2024-01-01', 1)");
    assertThat(insert.isUpdate()).isTrue();
    assertThat(insert.datasetSchema()).isEmpty();
    FlightInfo info = client.execute(insert);
    assertThat(count("SELECT count(*) FROM once")).isEqualTo(1);
    for (int i = 0; i < 3; i++) {
      assertThat(count(info)).isEqualTo(1);
    }
    client.closeStatement(insert);
    client.closeStatement(insert);
    assertThat(count("SELECT count(*) FROM \"once$snapshots\"")).isEqualTo(2);
    run("DROP TABLE once");
  }

  @Test
  void aLoginWithoutPaddingGivesATokenThatTheSessionHangsOn() throws Exception {
    try (GoClient one = new GoClient(memory, server.server().port());
        GoClient other = new GoClient(memory, server.server().port())) {
      for (GoClient each : List.of(one, other)) {
        each.logIn("ada", "pass");
        assertThat(each.authorization().orElseThrow()).startsWith("Bearer ");
      }
      assertThat(one.authorization()).isNotEqualTo(other.authorization());
      one.execute(one.prepare("SET as_of = '2019-01-17'"));
      assertThat(text(one, "SHOW as_of")).isEqualTo("2019-01-17T00:00:00.000Z");
      assertThat(text(other, "SHOW as_of")).isEqualTo("latest");
    }
  }

  @Test
  void aParameterHasATypeAndMayBeNull() throws Exception {
    GoClient.Prepared prepared = client.prepare("SELECT ? + 1, CAST(? AS VARCHAR)");
    assertThat(prepared.parameterSchema().getFields())
        .hasSize(2)
        .allMatch(field -> field.isNullable());
    client.closeStatement(prepared);
  }

  @Test
  void aMistakeIsToldWhenTheStatementIsPrepared() {
    assertThatThrownBy(() -> client.prepare("SELECT nothing FROM nowhere"))
        .isInstanceOf(FlightRuntimeException.class)
        .hasMessageContaining("line 1, column");
  }

  private void run(String sql) throws Exception {
    client.execute(client.prepare(sql));
  }

  private long count(String sql) throws Exception {
    return count(client.execute(client.prepare(sql)));
  }

  private long count(FlightInfo info) throws Exception {
    try (FlightStream stream = client.openStream(info)) {
      assertThat(stream.next()).isTrue();
      return ((BigIntVector) stream.getRoot().getVector(0)).get(0);
    }
  }

  private static String text(GoClient asking, String sql) throws Exception {
    try (FlightStream stream = asking.openStream(asking.execute(asking.prepare(sql)))) {
      assertThat(stream.next()).isTrue();
      return String.valueOf(stream.getRoot().getVector(0).getObject(0));
    }
  }
}
