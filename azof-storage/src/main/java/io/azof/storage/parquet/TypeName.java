package io.azof.storage.parquet;

import java.util.Locale;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimestampType;

/** Parquet types in words, such as {@code INT64} or {@code TIMESTAMP(MILLIS,UTC)}. */
final class TypeName {
  private TypeName() {}

  /** The type of an element of a schema that says how often it is there. */
  static String of(SchemaElement element) {
    if (element.getRepetition_type() == FieldRepetitionType.REPEATED) {
      return "REPEATED " + singleType(element);
    }
    return singleType(element);
  }

  private static String singleType(SchemaElement element) {
    if (!element.isSetType()) {
      return "GROUP";
    }
    LogicalType logical = element.isSetLogicalType() ? element.getLogicalType() : null;
    if (logical != null && logical.isSetTIMESTAMP()) {
      TimestampType timestamp = logical.getTIMESTAMP();
      String unit = timestamp.getUnit().getSetField().name().toUpperCase(Locale.ROOT);
      return "TIMESTAMP(" + unit + (timestamp.isIsAdjustedToUTC() ? ",UTC)" : ",LOCAL)");
    }
    if (logical != null && logical.isSetDECIMAL()) {
      DecimalType decimal = logical.getDECIMAL();
      return "DECIMAL(" + decimal.getPrecision() + "," + decimal.getScale() + ")";
    }
    if (logical != null) {
      String name = logical.getSetField().name().toUpperCase(Locale.ROOT);
      return name.equals("INTEGER") ? integerType(element, logical) : name;
    }
    if (!element.isSetConverted_type()) {
      return element.getType().name();
    }
    return switch (element.getConverted_type()) {
      case UTF8 -> "STRING";
      case TIMESTAMP_MILLIS -> "TIMESTAMP(MILLIS,UTC)";
      case INT_64 -> "INT64";
      case DECIMAL -> "DECIMAL(" + element.getPrecision() + "," + element.getScale() + ")";
      default -> element.getConverted_type().name();
    };
  }

  private static String integerType(SchemaElement element, LogicalType logical) {
    return logical.getINTEGER().getBitWidth() == 64 && logical.getINTEGER().isIsSigned()
        ? "INT64"
        : element.getType().name() + " as " + logical.getINTEGER();
  }
}
