package io.azof.storage.parquet;

import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.ValueText;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampVector;
import org.jspecify.annotations.Nullable;

/** The same value in every row. */
public final class ConstantColumn {
  private ConstantColumn() {}

  /**
   * Fills a vector, whatever it had in it before.
   *
   * @param vector of the Arrow type of {@code type}
   * @param text the value in the form that CSV files have; null for null
   * @throws IllegalArgumentException when the text is no value of the type
   */
  public static void fill(FieldVector vector, ColumnType type, @Nullable String text, int rows) {
    if (text == null || rows == 0) {
      allocate(vector, 0, rows);
    } else {
      fill(vector, ValueText.parse(type, text), rows);
    }
    vector.setValueCount(rows);
  }

  private static void fill(FieldVector vector, Object value, int rows) {
    if (vector instanceof BaseVariableWidthVector variable) {
      byte[] bytes =
          value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) value;
      allocate(vector, (long) bytes.length * rows, rows);
      for (int row = 0; row < rows; row++) {
        variable.set(row, bytes);
      }
      return;
    }
    allocate(vector, 0, rows);
    int validityBytes = BitVectorHelper.getValidityBufferSize(rows);
    if (vector instanceof BitVector bits) {
      if ((Boolean) value) {
        bits.getDataBuffer().setOne(0L, validityBytes);
      } else {
        bits.getDataBuffer().setZero(0L, validityBytes);
      }
    } else {
      setFirst(vector, value);
      repeatFirst(vector.getDataBuffer(), ((BaseFixedWidthVector) vector).getTypeWidth(), rows);
    }
    vector.getValidityBuffer().setOne(0L, validityBytes);
  }

  private static void setFirst(FieldVector vector, Object value) {
    if (vector instanceof BigIntVector integers) {
      integers.set(0, (Long) value);
    } else if (vector instanceof TimeStampVector times) {
      times.set(0, ((EventTime) value).epochMillis());
    } else if (vector instanceof Float8Vector doubles) {
      doubles.set(0, (Double) value);
    } else if (vector instanceof DecimalVector decimals) {
      decimals.set(0, (BigDecimal) value);
    } else {
      ((DateDayVector) vector).set(0, Math.toIntExact(((LocalDate) value).toEpochDay()));
    }
  }

  /** Copies what is there behind itself until there is enough. */
  private static void repeatFirst(ArrowBuf values, int width, int rows) {
    long bytes = (long) rows * width;
    for (long filled = width; filled < bytes; filled *= 2) {
      values.setBytes(filled, values, 0, Math.min(filled, bytes - filled));
    }
  }

  private static void allocate(FieldVector vector, long bytes, int rows) {
    if (vector instanceof BaseVariableWidthVector variable) {
      variable.allocateNew(bytes, rows);
    } else {
      ((BaseFixedWidthVector) vector).allocateNew(rows);
    }
  }
}
