package io.azof.cli.query;

import io.azof.cli.output.OutputColumn;
import io.azof.cli.output.Rows;
import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** The rows of an Arrow reader. Closing it closes the reader. */
public final class ArrowRows implements Rows {
  private final ArrowReader reader;
  private final List<OutputColumn> columns;
  private final List<ArrowCell> cells;
  private final VectorSchemaRoot batch;
  private int row = -1;
  private int rowCount;

  private ArrowRows(ArrowReader reader, VectorSchemaRoot batch) {
    this.reader = reader;
    this.batch = batch;
    this.columns = batch.getSchema().getFields().stream().map(ArrowRows::column).toList();
    this.cells = batch.getFieldVectors().stream().map(ArrowCell::of).toList();
  }

  /**
   * Takes the reader over; the receiver closes the rows.
   *
   * @throws AzofException when the reader fails; it is closed then
   */
  public static ArrowRows open(ArrowReader reader) {
    try {
      return new ArrowRows(reader, reader.getVectorSchemaRoot());
    } catch (IOException e) {
      AzofException failure = failed(e);
      try {
        reader.close();
      } catch (IOException suppressed) {
        failure.addSuppressed(suppressed);
      }
      throw failure;
    } catch (RuntimeException e) {
      try (reader) {
        throw e;
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
        throw e;
      }
    }
  }

  private static OutputColumn column(Field field) {
    ArrowType type = field.getType();
    boolean numeric =
        type instanceof ArrowType.Int
            || type instanceof ArrowType.FloatingPoint
            || type instanceof ArrowType.Decimal;
    return new OutputColumn(field.getName(), numeric);
  }

  @Override
  public List<OutputColumn> columns() {
    return columns;
  }

  @Override
  public boolean next() {
    row++;
    try {
      while (row >= rowCount) {
        if (!reader.loadNextBatch()) {
          return false;
        }
        row = 0;
        rowCount = batch.getRowCount();
      }
    } catch (IOException e) {
      throw failed(e);
    }
    return true;
  }

  @Override
  public @Nullable Object value(int column) {
    return cells.get(column).value(row);
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static AzofException failed(IOException e) {
    return new AzofException(ErrorCode.INTERNAL, "Cannot read the result: " + e.getMessage(), e);
  }
}
