package io.azof.server.flight.parameter;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.jspecify.annotations.Nullable;

/** Reads the values that a client binds, whatever Arrow types it chose for them. */
public final class ParameterRows {
  /** How many runs of a statement can be asked for at once. */
  static final int ROWS_MAX = 10_000;

  private ParameterRows() {}

  /**
   * Reads the stream to its end.
   *
   * @param count how many parameters the statement has
   * @return one list of values per row, of the types that {@link
   *     io.azof.sql.PreparedQuery#openReader} takes; empty when there is no batch at all, as when a
   *     client has nothing to bind
   * @throws AzofException {@code ARGUMENT_INVALID} for another number of values, {@code
   *     UNSUPPORTED} for a type that cannot be bound, {@code LIMIT_REACHED} for too many rows
   */
  public static Optional<List<List<@Nullable Object>>> read(FlightStream stream, int count) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    boolean isBound = false;
    while (stream.next()) {
      if (stream.hasRoot()) {
        addRows(rows, stream, count);
        isBound = true;
      }
    }
    return isBound ? Optional.of(rows) : Optional.empty();
  }

  private static void addRows(List<List<@Nullable Object>> rows, FlightStream stream, int count) {
    VectorSchemaRoot batch = stream.getRoot();
    if (batch.getFieldVectors().size() != count) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "The statement has "
              + count
              + " parameters, but "
              + batch.getFieldVectors().size()
              + " values are bound");
    }
    if (rows.size() + batch.getRowCount() > ROWS_MAX) {
      throw new AzofException(
          ErrorCode.LIMIT_REACHED,
          "More than "
              + ROWS_MAX
              + " rows of parameters are bound to one statement; bind fewer at once");
    }
    int first = rows.size();
    for (int row = 0; row < batch.getRowCount(); row++) {
      rows.add(new ArrayList<>(count));
    }
    for (FieldVector vector : batch.getFieldVectors()) {
      addValues(rows.subList(first, rows.size()), vector, stream);
    }
  }

  private static void addValues(
      List<List<@Nullable Object>> rows, FieldVector vector, FlightStream stream) {
    DictionaryEncoding encoding = vector.getField().getDictionary();
    if (encoding == null) {
      addValues(rows, vector);
      return;
    }
    Dictionary dictionary = stream.getDictionaryProvider().lookup(encoding.getId());
    try (FieldVector decoded = (FieldVector) DictionaryEncoder.decode(vector, dictionary)) {
      addValues(rows, decoded);
    }
  }

  private static void addValues(List<List<@Nullable Object>> rows, FieldVector vector) {
    for (int row = 0; row < rows.size(); row++) {
      rows.get(row).add(ParameterValue.of(vector, row));
    }
  }
}
