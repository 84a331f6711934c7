package io.azof.adbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.adbc.core.AdbcConnection.GetObjectsDepth;
import org.apache.arrow.adbc.core.AdbcStatement;
import org.apache.arrow.adbc.core.BulkIngestMode;
import org.apache.arrow.adbc.driver.testsuite.AbstractConnectionMetadataTest;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metadata. What differs from the suite says why in its place. */
@SuppressWarnings("try") // ADBC declares that closing may be interrupted
final class ConnectionMetadataTest extends AbstractConnectionMetadataTest {
  private static AdbcServer server;

  @BeforeAll
  static void start(@TempDir Path folder) {
    server = AdbcServer.open(folder);
    quirks = new AzofQuirks(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  @Override
  @Disabled("Azof's primary keys are (key), and there are no other constraints")
  public void getObjectsConstraints() {}

  @Test
  @Override
  @Disabled("The driver cannot ask for the types of tables")
  public void getTableTypes() {}

  /** With the columns that every table has, and BIGINT in the place of INT. */
  @Test
  @Override
  public void getTableSchema() throws Exception {
    Schema frame =
        new Schema(
            List.of(
                Field.nullable("INTS", new ArrowType.Int(32, true)),
                Field.nullable("STRS", ArrowType.Utf8.INSTANCE)));
    try (VectorSchemaRoot root = VectorSchemaRoot.create(frame, allocator);
        AdbcStatement statement = connection.bulkIngest(tableName, BulkIngestMode.CREATE)) {
      statement.bind(root);
      assertThat(statement.executeUpdate().getAffectedRows()).isZero();
    }
    assertThat(connection.getTableSchema(null, null, tableName))
        .isEqualTo(
            new Schema(
                List.of(
                    Field.notNullable("key", ArrowType.Utf8.INSTANCE),
                    Field.notNullable(
                        "event_time", new ArrowType.Timestamp(TimeUnit.MILLISECOND, null)),
                    Field.nullable("INTS", new ArrowType.Int(64, true)),
                    Field.nullable("STRS", ArrowType.Utf8.INSTANCE))));
  }

  /** With the columns that every table has. */
  @Test
  @Override
  public void getObjectsColumns() throws Exception {
    util.ingestTableIntsStrs(allocator, connection, tableName);
    try (ArrowReader reader =
        connection.getObjects(GetObjectsDepth.ALL, null, null, tableName, null, null)) {
      assertThat(reader.loadNextBatch()).isTrue();
      FieldVector schemas = reader.getVectorSchemaRoot().getVector("catalog_db_schemas");

      Map<?, ?> schema = only(schemas.getObject(0));
      Map<?, ?> table = only(schema.get("db_schema_tables"));
      List<?> columns = (List<?>) table.get("table_columns");

      assertThat(schema.get("db_schema_name")).hasToString("main");
      assertThat(table.get("table_name")).hasToString(tableName);
      assertThat(columns)
          .map(column -> (Map<?, ?>) column)
          .map(
              column ->
                  column.get("ordinal_position")
                      + " "
                      + column.get("column_name")
                      + " "
                      + column.get("xdbc_type_name"))
          .containsExactly(
              "1 key VARCHAR", "2 event_time TIMESTAMP", "3 INTS BIGINT", "4 STRS VARCHAR");
    }
  }

  private static Map<?, ?> only(Object list) {
    assertThat((List<?>) list).hasSize(1);
    return (Map<?, ?>) ((List<?>) list).get(0);
  }
}
