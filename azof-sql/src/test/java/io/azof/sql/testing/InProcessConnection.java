package io.azof.sql.testing;

import io.azof.error.AzofException;
import io.azof.sql.PlannedStatement;
import io.azof.sql.PreparedQuery;
import io.azof.sql.PreparedUpdate;
import io.azof.sql.QueryEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** The engine itself. Requires that every batch has the schema that was promised. */
public final class InProcessConnection implements SqlTestConnection {
  private final QueryEngine engine;
  private final BufferAllocator allocator;

  public InProcessConnection(QueryEngine engine, BufferAllocator allocator) {
    this.engine = engine;
    this.allocator = allocator;
  }

  @Override
  public SqlTestResult run(String sql, List<@Nullable Object> parameters) throws SqlTestFailure {
    try {
      PlannedStatement statement = engine.prepare(sql);
      return statement instanceof PreparedQuery query
          ? read(query, parameters)
          : SqlTestResult.ofUpdate(((PreparedUpdate) statement).execute(allocator, parameters));
    } catch (AzofException e) {
      throw new SqlTestFailure(e.code() + " " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SqlTestResult read(PreparedQuery query, List<@Nullable Object> parameters)
      throws IOException {
    List<List<String>> rows = new ArrayList<>();
    try (ArrowReader reader = query.openReader(allocator, parameters)) {
      VectorSchemaRoot batch = reader.getVectorSchemaRoot();
      while (reader.loadNextBatch()) {
        if (!batch.getSchema().equals(query.schema())) {
          throw new IllegalStateException(
              "promised " + query.schema() + " but delivered " + batch.getSchema());
        }
        for (int row = 0; row < batch.getRowCount(); row++) {
          rows.add(row(batch, row));
        }
      }
    }
    List<Field> fields = query.schema().getFields();
    return new SqlTestResult(
        fields.stream().map(Field::getName).toList(),
        fields.stream().map(SqlTestText::type).toList(),
        rows);
  }

  private static List<String> row(VectorSchemaRoot batch, int row) {
    return batch.getFieldVectors().stream()
        .map(vector -> SqlTestText.value(value(vector, row)))
        .toList();
  }

  private static @Nullable Object value(FieldVector vector, int row) {
    if (vector.isNull(row)) {
      return null;
    }
    if (vector instanceof VarCharVector texts) {
      return new String(texts.get(row), StandardCharsets.UTF_8);
    }
    if (vector instanceof TimeStampVector timestamps) {
      return Instant.ofEpochMilli(timestamps.get(row));
    }
    if (vector instanceof DateDayVector dates) {
      return LocalDate.ofEpochDay(dates.get(row));
    }
    if (vector instanceof TimeMilliVector times) {
      return LocalTime.ofNanoOfDay(times.get(row) * 1_000_000L);
    }
    return vector.getObject(row);
  }
}
