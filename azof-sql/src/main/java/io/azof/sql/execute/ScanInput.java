package io.azof.sql.execute;

import io.azof.sql.plan.LakehouseScan;
import io.azof.storage.TableRequest;
import io.azof.storage.duckdb.QueryInput;
import io.azof.storage.model.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A scan as the engine reads it: its columns under the names that the plan uses, and its times
 * without a zone, which the engine computes with as milliseconds in UTC.
 *
 * @param traffic is told what it takes to have its files here
 */
record ScanInput(TableRequest scan, Schema schema, Consumer<Traffic> traffic)
    implements QueryInput {

  static ScanInput of(LakehouseScan node, TableRequest scan, Consumer<Traffic> traffic) {
    List<String> names = node.getRowType().getFieldNames();
    List<Field> fields = scan.arrowSchema().getFields();
    List<Field> inputFields = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Field field = fields.get(i);
      FieldType type = new FieldType(field.isNullable(), withoutZone(field.getType()), null);
      inputFields.add(new Field(names.get(i), type, null));
    }
    return new ScanInput(scan, new Schema(inputFields), traffic);
  }

  private static ArrowType withoutZone(ArrowType type) {
    return type instanceof ArrowType.Timestamp
        ? new ArrowType.Timestamp(TimeUnit.MILLISECOND, null)
        : type;
  }

  @Override
  public ArrowReader openReader(BufferAllocator allocator) {
    ArrowReader rows = scan.openReader(allocator, traffic);
    if (schema.getFields().isEmpty()) {
      return new RowCountReader(rows, allocator);
    }
    Schema scanned = scan.arrowSchema();
    return schema.equals(scanned)
        ? rows
        : new RelabelledReader(
            rows, scanned.getFields().stream().map(Field::getType).toList(), schema, allocator);
  }
}
