package io.azof.server.flight.parameter;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ViewVarBinaryVector;
import org.apache.arrow.vector.ViewVarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** One value of any Arrow type that stands for a plain value, as the value that a query takes. */
public final class ParameterValue {
  private ParameterValue() {}

  /**
   * The value at that row, null when it is null. Moments without a zone are UTC.
   *
   * @throws AzofException {@code UNSUPPORTED} for lists, structs, intervals and the like, {@code
   *     ARGUMENT_INVALID} for a date or time outside of all calendars
   */
  public static @Nullable Object of(FieldVector vector, int row) {
    if (vector.isNull(row)) {
      return null;
    }
    try {
      return value(vector, row);
    } catch (DateTimeException e) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "Cannot bind "
              + vector.getObject(row)
              + " of the type "
              + vector.getField().getType()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private static Object value(FieldVector vector, int row) {
    return switch (vector.getMinorType()) {
      case TINYINT -> (long) ((TinyIntVector) vector).get(row);
      case SMALLINT -> (long) ((SmallIntVector) vector).get(row);
      case INT -> (long) ((IntVector) vector).get(row);
      case BIGINT -> ((BigIntVector) vector).get(row);
      case UINT1 -> ((UInt1Vector) vector).getValueAsLong(row);
      case UINT2 -> ((UInt2Vector) vector).getValueAsLong(row);
      case UINT4 -> ((UInt4Vector) vector).getValueAsLong(row);
      case UINT8 -> unsigned(((UInt8Vector) vector).get(row));
      case FLOAT2 -> (double) ((Float2Vector) vector).getValueAsFloat(row);
      case FLOAT4 -> (double) ((Float4Vector) vector).get(row);
      case FLOAT8 -> ((Float8Vector) vector).get(row);
      case DECIMAL -> ((DecimalVector) vector).getObject(row);
      case DECIMAL256 -> ((Decimal256Vector) vector).getObject(row);
      case BIT -> ((BitVector) vector).get(row) == 1;
      case VARCHAR -> text(((VarCharVector) vector).get(row));
      case LARGEVARCHAR -> text(((LargeVarCharVector) vector).get(row));
      case VIEWVARCHAR -> text(((ViewVarCharVector) vector).get(row));
      case VARBINARY -> ((VarBinaryVector) vector).get(row);
      case LARGEVARBINARY -> ((LargeVarBinaryVector) vector).get(row);
      case VIEWVARBINARY -> ((ViewVarBinaryVector) vector).get(row);
      case FIXEDSIZEBINARY -> ((FixedSizeBinaryVector) vector).get(row);
      case DATEDAY -> LocalDate.ofEpochDay(((DateDayVector) vector).get(row));
      case DATEMILLI ->
          LocalDate.ofEpochDay(
              Math.floorDiv(((DateMilliVector) vector).get(row), TimeUnit.DAYS.toMillis(1)));
      case TIMESEC -> time(TimeUnit.SECONDS, ((TimeSecVector) vector).get(row));
      case TIMEMILLI -> time(TimeUnit.MILLISECONDS, ((TimeMilliVector) vector).get(row));
      case TIMEMICRO -> time(TimeUnit.MICROSECONDS, ((TimeMicroVector) vector).get(row));
      case TIMENANO -> time(TimeUnit.NANOSECONDS, ((TimeNanoVector) vector).get(row));
      case TIMESTAMPSEC,
          TIMESTAMPSECTZ,
          TIMESTAMPMILLI,
          TIMESTAMPMILLITZ,
          TIMESTAMPMICRO,
          TIMESTAMPMICROTZ,
          TIMESTAMPNANO,
          TIMESTAMPNANOTZ ->
          moment((TimeStampVector) vector, row);
      case NULL,
          DURATION,
          INTERVALDAY,
          INTERVALMONTHDAYNANO,
          INTERVALYEAR,
          STRUCT,
          LIST,
          LISTVIEW,
          LARGELIST,
          LARGELISTVIEW,
          FIXED_SIZE_LIST,
          UNION,
          DENSEUNION,
          MAP,
          EXTENSIONTYPE,
          RUNENDENCODED ->
          throw new AzofException(
              ErrorCode.UNSUPPORTED,
              "Cannot bind a value of the type "
                  + vector.getField().getType()
                  + "; bind a number, a text, a moment, a date, a time, a boolean or bytes");
    };
  }

  private static Object unsigned(long bits) {
    return bits >= 0 ? (Object) bits : new BigDecimal(new BigInteger(Long.toUnsignedString(bits)));
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static LocalTime time(TimeUnit unit, long sinceMidnight) {
    return LocalTime.ofNanoOfDay(unit.toNanos(sinceMidnight));
  }

  private static Instant moment(TimeStampVector vector, int row) {
    long value = vector.get(row);
    return switch (((ArrowType.Timestamp) vector.getField().getType()).getUnit()) {
      case SECOND -> Instant.ofEpochSecond(value);
      case MILLISECOND -> Instant.ofEpochMilli(value);
      case MICROSECOND -> moment(value, 1_000_000);
      case NANOSECOND -> moment(value, 1_000_000_000);
    };
  }

  private static Instant moment(long value, long unitsPerSecond) {
    return Instant.ofEpochSecond(
        Math.floorDiv(value, unitsPerSecond),
        Math.floorMod(value, unitsPerSecond) * (1_000_000_000 / unitsPerSecond));
  }
}
