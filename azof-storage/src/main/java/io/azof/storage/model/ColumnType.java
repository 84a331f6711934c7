package io.azof.storage.model;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of a value column.
 *
 * @param precision of a decimal, its digits, 1 to 38; else 0
 * @param scale of a decimal, its digits after the point, 0 to {@code precision}; else 0
 */
public record ColumnType(Kind kind, int precision, int scale) {
  /** UTF-8 text. */
  public static final ColumnType STRING = new ColumnType(Kind.STRING, 0, 0);

  /** A signed integer of 64 bits. */
  public static final ColumnType INT = new ColumnType(Kind.INT, 0, 0);

  public static final ColumnType BOOLEAN = new ColumnType(Kind.BOOLEAN, 0, 0);

  /** A moment in UTC, to the millisecond. */
  public static final ColumnType DATE_TIME = new ColumnType(Kind.DATE_TIME, 0, 0);

  /** A binary floating-point number of 64 bits. */
  public static final ColumnType DOUBLE = new ColumnType(Kind.DOUBLE, 0, 0);

  /** A day of the calendar. */
  public static final ColumnType DATE = new ColumnType(Kind.DATE, 0, 0);

  /** Bytes. */
  public static final ColumnType BINARY = new ColumnType(Kind.BINARY, 0, 0);

  public static final int PRECISION_MAX = 38;

  /** The decimal digits that every integer of 64 bits fits in. */
  private static final int INT_DIGITS = 19;

  private static final Pattern DECIMAL = Pattern.compile("Decimal\\((\\d{1,2}),\\s?(\\d{1,2})\\)");

  /** The kinds of types; the first four are those of version 1 of the format. */
  public enum Kind {
    STRING("String"),
    INT("Int"),
    BOOLEAN("Boolean"),
    DATE_TIME("DateTime"),
    DOUBLE("Double"),
    DECIMAL("Decimal"),
    DATE("Date"),
    BINARY("Binary");

    private final String formatName;

    Kind(String formatName) {
      this.formatName = formatName;
    }

    /** Whether readers of version 1 of the format know it. */
    public boolean isOfVersion1() {
      return compareTo(DATE_TIME) <= 0;
    }

    /** The name of the kind in a snapshot. */
    public String formatName() {
      return formatName;
    }
  }

  public ColumnType {
    if (kind == Kind.DECIMAL) {
      if (precision < 1 || precision > PRECISION_MAX || scale < 0 || scale > precision) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "Decimal(%d,%d) is no type: the precision is 1 to %d, the scale 0 to the precision",
                precision,
                scale,
                PRECISION_MAX));
      }
    } else if (precision != 0 || scale != 0) {
      throw new IllegalArgumentException(kind + " has no precision");
    }
  }

  /**
   * A decimal number of up to {@code precision} digits, {@code scale} of them after the point.
   *
   * @throws IllegalArgumentException when there is no such type
   */
  public static ColumnType decimal(int precision, int scale) {
    return new ColumnType(Kind.DECIMAL, precision, scale);
  }

  /** The type of that name in a snapshot; empty when none has it. */
  public static Optional<ColumnType> ofFormatName(String name) {
    Matcher decimal = DECIMAL.matcher(name);
    if (decimal.matches()) {
      try {
        return Optional.of(
            decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2))));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    for (Kind kind : Kind.values()) {
      if (kind != Kind.DECIMAL && kind.formatName().equals(name)) {
        return Optional.of(new ColumnType(kind, 0, 0));
      }
    }
    return Optional.empty();
  }

  /** The name of the type in a snapshot, such as {@code Int} or {@code Decimal(18,4)}. */
  public String formatName() {
    return kind == Kind.DECIMAL
        ? kind.formatName() + "(" + precision + "," + scale + ")"
        : kind.formatName();
  }

  /**
   * Whether every value of this type is one of {@code wider} too, so that a column may become it
   * without its files being written anew: the same type, an integer as a double or as a decimal
   * that has room for it, a decimal with more digits before the point and as many or more after it.
   * (A double holds integers beyond 2^53 only roughly; that is the one loss, and a known one.)
   */
  public boolean widensTo(ColumnType wider) {
    if (equals(wider)) {
      return true;
    }
    return switch (kind) {
      case INT ->
          wider.kind == Kind.DOUBLE
              || (wider.kind == Kind.DECIMAL && wider.precision - wider.scale >= INT_DIGITS);
      case DECIMAL ->
          wider.kind == Kind.DECIMAL
              && wider.scale >= scale
              && wider.precision - wider.scale >= precision - scale;
      default -> false;
    };
  }

  @Override
  public String toString() {
    return formatName();
  }
}
