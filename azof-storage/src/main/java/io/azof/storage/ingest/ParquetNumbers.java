package io.azof.storage.ingest;

import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Values of one vector as numbers; what it holds changes with each batch. Nulls are not asked. */
@FunctionalInterface
interface ParquetNumbers {
  long at(int row);

  /** Integers of any width; one that no long holds is negative, and {@link #isUnsigned}. */
  static ParquetNumbers integers(FieldVector vector) {
    BaseIntVector integers = (BaseIntVector) vector;
    ArrowType.Int type = (ArrowType.Int) vector.getField().getType();
    if (type.getIsSigned() || type.getBitWidth() == 64) {
      return integers::getValueAsLong;
    }
    long mask = (1L << type.getBitWidth()) - 1;
    return row -> integers.getValueAsLong(row) & mask;
  }

  /** Whether integers of the vector have no sign. */
  static boolean isUnsigned(FieldVector vector) {
    return !((ArrowType.Int) vector.getField().getType()).getIsSigned();
  }

  /** Dates as days from 1970-01-01 on. */
  static ParquetNumbers days(FieldVector vector) {
    if (vector instanceof DateMilliVector millis) {
      return row -> Math.floorDiv(millis.get(row), TimeUnit.DAYS.toMillis(1));
    }
    return ((DateDayVector) vector)::get;
  }

  /** Dates and timestamps, with a zone or in UTC, as epoch milliseconds. */
  static ParquetNumbers millis(FieldVector vector) {
    if (vector.getField().getType() instanceof ArrowType.Timestamp type) {
      TimeStampVector times = (TimeStampVector) vector;
      EpochUnit unit =
          switch (type.getUnit()) {
            case SECOND -> EpochUnit.SECONDS;
            case MILLISECOND -> EpochUnit.MILLIS;
            case MICROSECOND -> EpochUnit.MICROS;
            case NANOSECOND -> EpochUnit.NANOS;
          };
      return row -> unit.toMillis(times.get(row));
    }
    ParquetNumbers days = days(vector);
    return row -> TimeUnit.DAYS.toMillis(days.at(row));
  }
}
