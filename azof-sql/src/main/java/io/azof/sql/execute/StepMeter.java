package io.azof.sql.execute;

import io.azof.storage.model.Traffic;
import java.util.Locale;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** What a step of a run gives and takes. Safe for use by many threads. */
final class StepMeter {
  private boolean hasRows;
  private long rows;
  private long bytes;
  private long nanos;
  private Traffic traffic = Traffic.NONE;

  /** Counts the rows of a batch, and their bytes as columns in memory. */
  synchronized void add(VectorSchemaRoot batch) {
    rows += batch.getRowCount();
    bytes += batch.getFieldVectors().stream().mapToLong(FieldVector::getBufferSize).sum();
  }

  /** Counts time in which rows were waited for. */
  synchronized void add(long waitedNanos) {
    hasRows = true;
    nanos += waitedNanos;
  }

  synchronized void add(Traffic more) {
    traffic = traffic.plus(more);
  }

  @Override
  public synchronized String toString() {
    String given =
        hasRows
            ? String.format(
                Locale.ROOT,
                "%d %s, %d bytes, %.1f ms",
                rows,
                rows == 1 ? "row" : "rows",
                bytes,
                nanos / 1e6)
            : "";
    String taken = traffic.equals(Traffic.NONE) ? "" : traffic.toString();
    return given + (given.isEmpty() || taken.isEmpty() ? "" : "; ") + taken;
  }
}
