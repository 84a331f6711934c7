package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.storage.Lakehouse;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.flight.sql.FlightSqlClient.ExecuteIngestOptions;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementIngest.TableDefinitionOptions;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementIngest.TableDefinitionOptions.TableExistsOption;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandStatementIngest.TableDefinitionOptions.TableNotExistOption;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows in bulk, by the command that is meant for them. */
@SuppressWarnings("try") // Flight declares that closing may be interrupted
final class IngestTest {
  private static final long DAY_MICROS = 86_400_000_000L;
  private static final Schema SALES =
      new Schema(
          List.of(
              Field.nullable("key", ArrowType.Utf8.INSTANCE),
              Field.nullable("event_time", new ArrowType.Timestamp(TimeUnit.MICROSECOND, null)),
              Field.nullable("shop", ArrowType.LargeUtf8.INSTANCE),
              Field.nullable("units", new ArrowType.Int(32, true)),
              Field.nullable("weight", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
              Field.nullable("paid", ArrowType.Bool.INSTANCE),
              Field.nullable("due", new ArrowType.Date(DateUnit.DAY)),
              Field.nullable("amount", new ArrowType.Decimal(10, 2, 128))));

  private BufferAllocator memory;
  private RunningServer server;
  private FlightSqlClient client;

  @BeforeEach
  void start(@TempDir Path folder) {
    Lakehouse.openOrCreate(folder.toString()).close();
    server = RunningServer.over(folder);
    memory = new RootAllocator();
    client = server.openClient(memory);
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
    memory.close();
  }

  @Test
  void createMakesATableOfTheTypesThatAreSentInOneCommit() throws Exception {
    assertThat(ingest("sales", create(), 1, 3)).isEqualTo(3);

    assertThat(rows("SELECT key, shop, units, weight, paid, due, amount FROM sales ORDER BY key"))
        .containsExactly(
            "k1 shop 1 1 1.5 false 1970-01-02 1.25",
            "k2 null 2 2.5 true 1970-01-03 2.25",
            "k3 shop 3 3 3.5 false 1970-01-04 3.25");
    assertThat(rows("SELECT event_time FROM sales WHERE key = 'k2'"))
        .containsExactly("1970-01-03 00:00:00.0");
    assertThat(rows("SELECT column_name || ' ' || data_type FROM \"sales$columns\""))
        .contains("units BIGINT", "paid BOOLEAN", "due DATE", "amount DECIMAL(10, 2)");
    assertThat(rows("SELECT count(*) FROM \"sales$snapshots\"")).containsExactly("1");
    assertRefused(() -> ingest("sales", create(), 1, 1), "There is a table \"sales\" already");
  }

  @Test
  void appendAddsToTheTableThatThereIs() throws Exception {
    assertRefused(() -> ingest("sales", append(), 1, 1), "There is no table \"sales\"");
    ingest("sales", createAppend(), 1, 2);
    assertThat(ingest("SALES", append(), 2, 4)).isEqualTo(3);
    assertThat(ingest("sales", createAppend(), 5, 5)).isEqualTo(1);

    assertThat(rows("SELECT key FROM sales ORDER BY key"))
        .containsExactly("k1", "k2", "k3", "k4", "k5");
    assertThat(rows("SELECT count(*) FROM sales FOR ALL EVENT_TIME")).containsExactly("5");
  }

  @Test
  void replaceLeavesOnlyWhatIsSent() throws Exception {
    assertThat(ingest("sales", replace(), 1, 3)).isEqualTo(3);
    assertThat(ingest("sales", replace(), 4, 4)).isEqualTo(1);
    assertThat(rows("SELECT key FROM sales")).containsExactly("k4");
  }

  @Test
  void aBadRowRefusesAllAndLeavesEverythingAsItWas() throws Exception {
    ingest("sales", create(), 1, 2);
    for (TableDefinitionOptions mode : List.of(append(), replace(), createAppend())) {
      assertRefused(
          () -> send(SALES, root -> fill(root, 3, 4, 3), mode, Map.of(), "sales"),
          "Row 2 has no key (table \"sales\")");
      assertThat(rows("SELECT count(*) FROM sales")).containsExactly("2");
    }
    assertRefused(
        () -> send(SALES, root -> fill(root, 1, 2, 1), create(), Map.of(), "other"), "has no key");
    assertThat(rows("SHOW TABLES")).containsExactly("sales");
  }

  @Test
  void theColumnsOfKeyAndEventTimeCanBeNamedByOptionsAndByHeaders() throws Exception {
    Schema quotes =
        new Schema(
            List.of(
                Field.nullable("id", new ArrowType.Int(32, true)),
                Field.nullable("day", new ArrowType.Date(DateUnit.DAY)),
                Field.nullable("price", new ArrowType.Int(32, true))));
    Filling filling =
        root -> {
          ((IntVector) root.getVector("id")).setSafe(0, 7);
          ((DateDayVector) root.getVector("day")).setSafe(0, 1);
          ((IntVector) root.getVector("price")).setSafe(0, 42);
          root.setRowCount(1);
        };
    assertRefused(
        () -> send(quotes, filling, create(), Map.of(), "quotes"),
        "The rows for table \"quotes\" have no column \"key\"; say which one is the key by the"
            + " option key or the header ingest-key; they have id, day, price");

    send(quotes, filling, create(), Map.of("key", "id", "event_time", "day"), "quotes");
    CallHeaders headers = new FlightCallHeaders();
    headers.insert("ingest-key", "id");
    headers.insert("ingest-event-time", "day");
    send(quotes, filling, create(), Map.of(), "more", new HeaderCallOption(headers));

    for (String table : List.of("quotes", "more")) {
      assertThat(rows("SELECT * FROM " + table)).containsExactly("7 1970-01-02 00:00:00.0 42");
    }
  }

  @Test
  void numbersThatCameAsDoublesBecomeWholeWhereNothingIsLost() throws Exception {
    ingest("sales", create(), 1, 1);
    Schema units =
        new Schema(
            List.of(
                SALES.findField("key"),
                SALES.findField("event_time"),
                Field.nullable(
                    "UNITS", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE))));
    send(units, root -> units(root, 12.0), append(), Map.of(), "sales");
    assertThat(rows("SELECT units FROM sales WHERE key = 'u'")).containsExactly("12");
    assertRefused(
        () -> send(units, root -> units(root, 12.5), append(), Map.of(), "sales"),
        "Row 1 has in column \"units\" the value 12.5, which is no Int(64, true)");
  }

  private static void units(VectorSchemaRoot root, double units) {
    ((VarCharVector) root.getVector("key")).setSafe(0, utf8("u"));
    ((TimeStampMicroVector) root.getVector("event_time")).setSafe(0, DAY_MICROS);
    ((Float8Vector) root.getVector("UNITS")).setSafe(0, units);
    root.setRowCount(1);
  }

  @Test
  void whatATableCannotHaveIsRefusedByName() {
    Schema nested =
        new Schema(
            List.of(
                SALES.findField("key"),
                SALES.findField("event_time"),
                Field.nullable("took", new ArrowType.Duration(TimeUnit.SECOND))));
    assertRefused(
        () -> send(nested, root -> root.setRowCount(0), create(), Map.of(), "t"),
        "Column \"took\" of the rows for table \"t\" is of the Arrow type Duration(SECOND)");
    assertRefused(
        () ->
            client.executeIngest(
                VectorSchemaRoot.of(),
                new ExecuteIngestOptions("t", create(), true, null, null, Map.of())),
        "Azof has no temporary tables");
    assertRefused(
        () ->
            client.executeIngest(
                VectorSchemaRoot.of(),
                new ExecuteIngestOptions("t", create(), false, null, "other", Map.of())),
        "There is no schema \"other\"");
  }

  @Test
  void aFrameWithoutRowsMakesATableWithoutRows() throws Exception {
    assertThat(send(SALES, root -> root.setRowCount(0), create(), Map.of(), "sales")).isZero();
    assertThat(rows("SELECT count(*) FROM sales")).containsExactly("0");
    assertThat(send(SALES, root -> root.setRowCount(0), append(), Map.of(), "sales")).isZero();
    assertThat(rows("SELECT count(*) FROM \"sales$snapshots\"")).containsExactly("1");
  }

  private interface Filling {
    void fill(VectorSchemaRoot root);
  }

  private long ingest(String table, TableDefinitionOptions mode, int first, int last) {
    return send(SALES, root -> fill(root, first, last, -1), mode, Map.of(), table);
  }

  private static void fill(VectorSchemaRoot root, int first, int last, int nullKeyRow) {
    for (int row = 0; row <= last - first; row++) {
      int n = first + row;
      if (n != nullKeyRow + 1 || nullKeyRow < 0) {
        ((VarCharVector) root.getVector("key")).setSafe(row, utf8("k" + n));
      }
      ((TimeStampMicroVector) root.getVector("event_time")).setSafe(row, n * DAY_MICROS + 5);
      if (n % 2 == 1) {
        ((LargeVarCharVector) root.getVector("shop")).setSafe(row, utf8("shop " + n));
      }
      ((IntVector) root.getVector("units")).setSafe(row, n);
      ((Float8Vector) root.getVector("weight")).setSafe(row, n + 0.5);
      ((BitVector) root.getVector("paid")).setSafe(row, n % 2 == 0 ? 1 : 0);
      ((DateDayVector) root.getVector("due")).setSafe(row, n);
      ((DecimalVector) root.getVector("amount")).setSafe(row, new BigDecimal(n + ".25"));
    }
    root.setRowCount(last - first + 1);
  }

  private long send(
      Schema schema,
      Filling filling,
      TableDefinitionOptions mode,
      Map<String, String> options,
      String table,
      CallOption... call) {
    try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, memory)) {
      root.getFieldVectors().forEach(FieldVector::allocateNew);
      filling.fill(root);
      return client.executeIngest(
          root, new ExecuteIngestOptions(table, mode, null, null, options), call);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static TableDefinitionOptions create() {
    return mode(
        TableNotExistOption.TABLE_NOT_EXIST_OPTION_CREATE,
        TableExistsOption.TABLE_EXISTS_OPTION_FAIL);
  }

  private static TableDefinitionOptions append() {
    return mode(
        TableNotExistOption.TABLE_NOT_EXIST_OPTION_FAIL,
        TableExistsOption.TABLE_EXISTS_OPTION_APPEND);
  }

  private static TableDefinitionOptions createAppend() {
    return mode(
        TableNotExistOption.TABLE_NOT_EXIST_OPTION_CREATE,
        TableExistsOption.TABLE_EXISTS_OPTION_APPEND);
  }

  private static TableDefinitionOptions replace() {
    return mode(
        TableNotExistOption.TABLE_NOT_EXIST_OPTION_CREATE,
        TableExistsOption.TABLE_EXISTS_OPTION_REPLACE);
  }

  private static TableDefinitionOptions mode(
      TableNotExistOption ifNotExist, TableExistsOption ifExists) {
    return TableDefinitionOptions.newBuilder()
        .setIfNotExist(ifNotExist)
        .setIfExists(ifExists)
        .build();
  }

  /** The Java client wraps what the server says of an upload. */
  private static void assertRefused(ThrowingCallable call, String sentence) {
    assertThatThrownBy(call).hasStackTraceContaining(sentence);
  }

  private List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = server.openJdbc();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          values.add(result.getString(i));
        }
        rows.add(String.join(" ", values));
      }
    }
    return rows;
  }
}
