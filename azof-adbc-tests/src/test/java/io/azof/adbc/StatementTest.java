package io.azof.adbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.adbc.core.AdbcException;
import org.apache.arrow.adbc.core.AdbcStatement;
import org.apache.arrow.adbc.core.BulkIngestMode;
import org.apache.arrow.adbc.driver.testsuite.AbstractStatementTest;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements and bulk ingest. What differs from the suite says why in its place. */
@SuppressWarnings("try") // ADBC declares that closing may be interrupted
final class StatementTest extends AbstractStatementTest {
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

  /** The suite wants all rows in the first batch; here each commit's rows are one. */
  @Test
  @Override
  public void bulkIngestAppend() throws Exception {
    ingest(BulkIngestMode.CREATE, numbersAndTexts());
    assertThat(rows("SELECT * FROM " + tableName)).containsExactlyElementsOf(numbersAndTexts());

    ingest(BulkIngestMode.APPEND, numbersAndTexts());
    List<List<@Nullable Object>> twice = new ArrayList<>(numbersAndTexts());
    twice.addAll(numbersAndTexts());
    assertThat(rows("SELECT * FROM " + tableName)).containsExactlyInAnyOrderElementsOf(twice);
  }

  /**
   * The suite appends a null as a text, which goes into any column, in fewer columns than the table
   * has, which get their defaults as in PostgreSQL; here it is a text that is no number.
   */
  @Test
  @Override
  public void bulkIngestAppendConflict() throws Exception {
    ingest(BulkIngestMode.CREATE, numbersAndTexts());
    Schema texts = new Schema(List.of(Field.nullable("INTS", ArrowType.Utf8.INSTANCE)));
    try (VectorSchemaRoot root = VectorSchemaRoot.create(texts, allocator);
        AdbcStatement statement = connection.bulkIngest(tableName, BulkIngestMode.APPEND)) {
      ((VarCharVector) root.getVector(0)).setSafe(0, "x".getBytes(StandardCharsets.UTF_8));
      root.setRowCount(1);
      statement.bind(root);
      assertThatThrownBy(statement::executeUpdate).isInstanceOf(AdbcException.class);
    }
    assertThat(rows("SELECT * FROM " + tableName)).hasSize(4);
  }

  /** The suite wants INTS as INT; Azof keeps whole numbers as BIGINT. */
  @Test
  @Override
  public void prepareQueryWithParameters() throws Exception {
    util.ingestTableIntsStrs(allocator, connection, tableName);
    Schema parameters = new Schema(List.of(Field.nullable("INTS", new ArrowType.Int(32, true))));
    try (AdbcStatement statement = connection.createStatement();
        VectorSchemaRoot root = VectorSchemaRoot.create(parameters, allocator)) {
      statement.setSqlQuery("SELECT * FROM " + tableName + " WHERE INTS = ?");
      statement.prepare();
      statement.bind(root);
      IntVector number = (IntVector) root.getVector(0);
      number.setSafe(0, 1);
      number.setSafe(1, 2);
      root.setRowCount(2);
      assertThat(rows(statement)).containsExactly(row(1L, "foo"), row(2L, ""));

      number.setSafe(0, 0);
      root.setRowCount(1);
      assertThat(rows(statement)).containsExactly(row(0L, null));
    }
  }

  private static List<List<@Nullable Object>> numbersAndTexts() {
    return List.of(row(0L, null), row(1L, "foo"), row(2L, ""), row(null, "asdf"));
  }

  private static List<@Nullable Object> row(@Nullable Long number, @Nullable String text) {
    List<@Nullable Object> row = new ArrayList<>();
    row.add(number);
    row.add(text);
    return row;
  }

  private void ingest(BulkIngestMode mode, List<List<@Nullable Object>> rows) throws Exception {
    Schema schema =
        new Schema(
            List.of(
                Field.nullable("INTS", new ArrowType.Int(64, true)),
                Field.nullable("STRS", ArrowType.Utf8.INSTANCE)));
    try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
        AdbcStatement statement = connection.bulkIngest(tableName, mode)) {
      for (int i = 0; i < rows.size(); i++) {
        if (rows.get(i).get(0) instanceof Long number) {
          ((BigIntVector) root.getVector(0)).setSafe(i, number);
        }
        if (rows.get(i).get(1) instanceof String text) {
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          ((VarCharVector) root.getVector(1)).setSafe(i, bytes);
        }
      }
      root.setRowCount(rows.size());
      statement.bind(root);
      assertThat(statement.executeUpdate().getAffectedRows()).isEqualTo(rows.size());
    }
  }

  private List<List<@Nullable Object>> rows(String sql) throws Exception {
    try (AdbcStatement statement = connection.createStatement()) {
      statement.setSqlQuery(sql);
      return rows(statement);
    }
  }

  /** Of a whole number and a text each. */
  private static List<List<@Nullable Object>> rows(AdbcStatement statement) throws Exception {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (AdbcStatement.QueryResult result = statement.executeQuery()) {
      ArrowReader reader = result.getReader();
      while (reader.loadNextBatch()) {
        VectorSchemaRoot batch = reader.getVectorSchemaRoot();
        for (int i = 0; i < batch.getRowCount(); i++) {
          Object text = batch.getVector(1).getObject(i);
          rows.add(
              row((Long) batch.getVector(0).getObject(i), text == null ? null : text.toString()));
        }
      }
    }
    return rows;
  }
}
