package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.azof.storage.Lakehouse;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.CloseSessionRequest;
import org.apache.arrow.flight.CloseSessionResult;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.GetSessionOptionsRequest;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.SessionOptionValueFactory;
import org.apache.arrow.flight.SetSessionOptionsRequest;
import org.apache.arrow.flight.SetSessionOptionsResult;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.flight.sql.FlightSqlProducer.Schemas;
import org.apache.arrow.flight.sql.FlightSqlUtils;
import org.apache.arrow.flight.sql.impl.FlightSql;
import org.apache.arrow.flight.sql.util.TableRef;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The commands of Flight SQL, as clients other than JDBC send them. */
@SuppressWarnings("try") // Flight declares that closing may be interrupted
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProtocolTest {
  private static final Schema RESULT =
      new Schema(List.of(Field.notNullable("n", new ArrowType.Int(64, true))));

  private Lakehouse lakehouse;
  private RunningServer server;
  private BufferAllocator memory;
  private FlightClient flight;
  private FlightSqlClient client;

  @BeforeAll
  void start() {
    MemoryObjectStore store = new MemoryObjectStore();
    TestLakehouse.addEmptyTable(store, "prices", "price Int null");
    lakehouse = Lakehouse.open(store);
    server =
        RunningServer.over(lakehouse, sql -> new GeneratedQuery(RESULT, (root, number) -> false));
    memory = new RootAllocator();
    flight =
        FlightClient.builder(memory, Location.forGrpcInsecure("127.0.0.1", server.server().port()))
            .build();
    client = new FlightSqlClient(flight);
  }

  @AfterAll
  void stop() throws Exception {
    client.close();
    server.close();
    lakehouse.close();
    memory.close();
  }

  @Test
  void metadataStreamsHaveTheSchemasThatWerePromised() throws Exception {
    requireSchema(Schemas.GET_CATALOGS_SCHEMA, client.getCatalogs());
    requireSchema(Schemas.GET_SCHEMAS_SCHEMA, client.getSchemas(null, null));
    requireSchema(
        Schemas.GET_TABLES_SCHEMA_NO_SCHEMA, client.getTables(null, null, null, null, false));
    requireSchema(Schemas.GET_TABLES_SCHEMA, client.getTables(null, null, null, null, true));
    requireSchema(Schemas.GET_TABLE_TYPES_SCHEMA, client.getTableTypes());
    TableRef prices = TableRef.of(null, null, "prices");
    requireSchema(Schemas.GET_PRIMARY_KEYS_SCHEMA, client.getPrimaryKeys(prices));
    requireSchema(Schemas.GET_IMPORTED_KEYS_SCHEMA, client.getImportedKeys(prices));
    requireSchema(Schemas.GET_EXPORTED_KEYS_SCHEMA, client.getExportedKeys(prices));
    requireSchema(Schemas.GET_CROSS_REFERENCE_SCHEMA, client.getCrossReference(prices, prices));
    requireSchema(Schemas.GET_SQL_INFO_SCHEMA, client.getSqlInfo());
    requireSchema(Schemas.GET_TYPE_INFO_SCHEMA, client.getXdbcTypeInfo());
  }

  private void requireSchema(Schema expected, FlightInfo info) throws Exception {
    assertThat(info.getSchemaOptional()).isEqualTo(Optional.of(expected));
    assertThat(flight.getSchema(info.getDescriptor()).getSchema()).isEqualTo(expected);
    try (FlightStream stream = client.getStream(info.getEndpoints().get(0).getTicket())) {
      assertThat(stream.getSchema()).isEqualTo(expected);
      while (stream.next()) {
        assertThat(stream.getRoot().getSchema()).isEqualTo(expected);
      }
    }
  }

  @Test
  void aStatementHasOneSchemaInAllAnswers() throws Exception {
    requireSchema(RESULT, client.execute("q"));
    assertThat(client.getExecuteSchema("q").getSchema()).isEqualTo(RESULT);
    try (FlightSqlClient.PreparedStatement statement = client.prepare("q")) {
      assertThat(statement.getResultSetSchema()).isEqualTo(RESULT);
      assertThat(statement.fetchSchema().getSchema()).isEqualTo(RESULT);
      requireSchema(RESULT, statement.execute());
    }
  }

  @Test
  void everyInfoThatJdbcReadsIsThereOnce() throws Exception {
    List<Integer> ids = infoIds(client.getSqlInfo());

    assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(80);
    assertThat(ids).allMatch(id -> FlightSql.SqlInfo.forNumber(id) != null);
    TreeSet<Integer> missing = new TreeSet<>();
    for (FlightSql.SqlInfo info : FlightSql.SqlInfo.values()) {
      if (info != FlightSql.SqlInfo.UNRECOGNIZED && !ids.contains(info.getNumber())) {
        missing.add(info.getNumber());
      }
    }
    // the versions of Substrait, which is not supported, and what old drivers do not know
    assertThat(missing).containsExactly(6, 7, 10, 11);
  }

  @Test
  void infosThatAreNotKnownAreLeftOut() throws Exception {
    assertThat(
            infoIds(
                client.getSqlInfo(
                    FlightSql.SqlInfo.FLIGHT_SQL_SERVER_NAME,
                    FlightSql.SqlInfo.FLIGHT_SQL_SERVER_SUBSTRAIT_MIN_VERSION,
                    FlightSql.SqlInfo.FLIGHT_SQL_SERVER_TRANSACTION)))
        .containsExactly(0, 8);
    FlightSql.CommandGetSqlInfo unknown =
        FlightSql.CommandGetSqlInfo.newBuilder().addInfo(123_456).addInfo(4).build();
    assertThat(infoIds(flight.getInfo(descriptor(unknown)))).containsExactly(4);
  }

  private List<Integer> infoIds(FlightInfo info) throws Exception {
    List<Integer> ids = new ArrayList<>();
    try (FlightStream stream = client.getStream(info.getEndpoints().get(0).getTicket())) {
      while (stream.next()) {
        UInt4Vector names = (UInt4Vector) stream.getRoot().getVector("info_name");
        for (int i = 0; i < stream.getRoot().getRowCount(); i++) {
          ids.add(names.get(i));
          assertThat(stream.getRoot().getVector("value").getObject(i)).isNotNull();
        }
      }
    }
    return ids;
  }

  @Test
  void typesCanBeAskedForByTheirNumber() throws Exception {
    assertThat(typeNames(client.getXdbcTypeInfo()))
        .contains("VARCHAR", "BIGINT", "BOOLEAN", "TIMESTAMP", "DOUBLE", "DECIMAL");
    assertThat(typeNames(client.getXdbcTypeInfo(12))).containsExactly("VARCHAR");
    assertThat(typeNames(client.getXdbcTypeInfo(999))).isEmpty();
  }

  private List<String> typeNames(FlightInfo info) throws Exception {
    List<String> names = new ArrayList<>();
    try (FlightStream stream = client.getStream(info.getEndpoints().get(0).getTicket())) {
      while (stream.next()) {
        VarCharVector vector = (VarCharVector) stream.getRoot().getVector("type_name");
        for (int i = 0; i < stream.getRoot().getRowCount(); i++) {
          names.add(String.valueOf(vector.getObject(i)));
        }
      }
    }
    return names;
  }

  @Test
  void aHandshakeGivesABearerToken() {
    assertThat(flight.authenticateBasicToken("anybody", "anything")).isPresent();
    flight.handshake();
  }

  @Test
  void thereAreNoTransactions() {
    assertStatus(
        client::beginTransaction, FlightStatusCode.UNIMPLEMENTED, "Azof has no transactions");
  }

  @Test
  void closingAPreparedStatementTwiceIsFine() {
    byte[] handle = "never seen".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    Action close =
        new Action(
            FlightSqlUtils.FLIGHT_SQL_CLOSE_PREPARED_STATEMENT.getType(),
            Any.pack(
                    FlightSql.ActionClosePreparedStatementRequest.newBuilder()
                        .setPreparedStatementHandle(ByteString.copyFrom(handle))
                        .build())
                .toByteArray());

    assertThat(flight.doAction(close)).isExhausted();
  }

  @Test
  void aClosedStatementCannotBeRun() {
    FlightSqlClient.PreparedStatement statement = client.prepare("q");
    FlightInfo info = statement.execute();
    statement.close();

    assertStatus(
        () -> {
          try (FlightStream stream = client.getStream(info.getEndpoints().get(0).getTicket())) {
            stream.next();
          }
        },
        FlightStatusCode.INVALID_ARGUMENT,
        "prepare it again");
  }

  @Test
  void whatIsNotATicketOrACommandIsRefusedInWords() {
    Ticket forged =
        new Ticket(
            Any.pack(
                    FlightSql.TicketStatementQuery.newBuilder()
                        .setStatementHandle(ByteString.copyFromUtf8("SELECT 1"))
                        .build())
                .toByteArray());
    assertStatus(
        () -> {
          try (FlightStream stream = client.getStream(forged)) {
            stream.next();
          }
        },
        FlightStatusCode.INVALID_ARGUMENT,
        "The ticket is not one of this server");
    assertStatus(
        () -> flight.getInfo(FlightDescriptor.command(new byte[] {1, 2, 3})),
        FlightStatusCode.INVALID_ARGUMENT,
        "");
    assertStatus(
        () -> flight.getInfo(FlightDescriptor.path("a", "b")),
        FlightStatusCode.INVALID_ARGUMENT,
        "");
  }

  @Test
  void theCatalogAndTheSchemaCanBeSetToWhatTheyAre() {
    SetSessionOptionsResult result =
        client.setSessionOptions(
            new SetSessionOptionsRequest(
                Map.of(
                    "catalog", SessionOptionValueFactory.makeSessionOptionValue("azof"),
                    "schema", SessionOptionValueFactory.makeSessionOptionValue("other"),
                    "color", SessionOptionValueFactory.makeSessionOptionValue(true))));

    assertThat(result.getErrors())
        .containsOnlyKeys("schema", "color")
        .containsEntry(
            "schema",
            new SetSessionOptionsResult.Error(SetSessionOptionsResult.ErrorValue.INVALID_VALUE))
        .containsEntry(
            "color",
            new SetSessionOptionsResult.Error(SetSessionOptionsResult.ErrorValue.INVALID_NAME));
    assertThat(client.getSessionOptions(new GetSessionOptionsRequest()).getSessionOptions())
        .containsOnlyKeys("catalog", "schema", "as_of", "version")
        .containsEntry("catalog", SessionOptionValueFactory.makeSessionOptionValue("azof"));
    assertThat(client.closeSession(new CloseSessionRequest()).getStatus())
        .isEqualTo(CloseSessionResult.Status.CLOSED);
  }

  @Test
  void actionsAreListed() {
    Iterator<?> actions = flight.listActions().iterator();

    assertThat(actions).hasNext();
  }

  private static FlightDescriptor descriptor(Message command) {
    return FlightDescriptor.command(Any.pack(command).toByteArray());
  }

  private static void assertStatus(
      ThrowingCallable call, FlightStatusCode code, String description) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            FlightRuntimeException.class,
            e -> {
              assertThat(e.status().code()).isEqualTo(code);
              assertThat(e.status().description()).contains(description);
              assertThat(e.status().description())
                  .doesNotContain("There was an error servicing your request");
            });
  }
}
