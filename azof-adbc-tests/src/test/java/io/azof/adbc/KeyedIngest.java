package io.azof.adbc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.adbc.core.AdbcException;
import org.apache.arrow.adbc.core.AdbcStatement;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMilliVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Ingests a frame with two columns before its own: {@code key}, a number that no other row has, and
 * {@code event_time}, one day for all.
 */
@SuppressWarnings("try") // ADBC declares that closing may be interrupted
final class KeyedIngest implements AdbcStatement {
  private static final long EVENT_TIME_MILLIS = 1_577_836_800_000L;

  /** So that keys are ordered as texts as they are as numbers. */
  private static final AtomicInteger LAST_KEY = new AtomicInteger(1_000_000);

  private final AdbcStatement driver;
  private @Nullable VectorSchemaRoot frame;

  KeyedIngest(AdbcStatement driver) {
    this.driver = driver;
  }

  @Override
  public void bind(VectorSchemaRoot root) {
    frame = root;
  }

  @Override
  public UpdateResult executeUpdate() throws AdbcException {
    if (frame == null) {
      return driver.executeUpdate();
    }
    int rows = frame.getRowCount();
    try (BufferAllocator allocator = new RootAllocator();
        VarCharVector keys = new VarCharVector("key", allocator);
        TimeStampMilliVector times = new TimeStampMilliVector("event_time", allocator)) {
      for (int row = 0; row < rows; row++) {
        byte[] key = Integer.toString(LAST_KEY.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
        keys.setSafe(row, key);
        times.setSafe(row, EVENT_TIME_MILLIS);
      }
      keys.setValueCount(rows);
      times.setValueCount(rows);
      List<FieldVector> columns = new ArrayList<>(List.of(keys, times));
      columns.addAll(frame.getFieldVectors());
      driver.bind(new VectorSchemaRoot(columns));
      return driver.executeUpdate();
    }
  }

  @Override
  public QueryResult executeQuery() throws AdbcException {
    return driver.executeQuery();
  }

  @Override
  public void prepare() throws AdbcException {
    driver.prepare();
  }

  @Override
  public void close() throws Exception {
    driver.close();
  }
}
