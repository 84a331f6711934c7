package io.azof.server.flight.metadata;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.DenseUnionVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/** Writes plain values into the vectors that metadata results consist of. */
final class Cell {
  private Cell() {}

  /** Sets one value; rows must come in order. Null where nothing is known. */
  static void set(FieldVector vector, int row, @Nullable Object value) {
    if (value == null) {
      vector.setNull(row);
    } else if (vector instanceof VarCharVector text) {
      text.setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
    } else if (vector instanceof VarBinaryVector bytes) {
      bytes.setSafe(row, (byte[]) value);
    } else if (vector instanceof IntVector number) {
      number.setSafe(row, (int) value);
    } else if (vector instanceof UInt4Vector number) {
      number.setSafe(row, (int) value);
    } else if (vector instanceof BigIntVector number) {
      number.setSafe(row, (long) value);
    } else if (vector instanceof BitVector flag) {
      flag.setSafe(row, (boolean) value ? 1 : 0);
    } else if (vector instanceof MapVector map) {
      setMap(map, row, (Map<?, ?>) value);
    } else if (vector instanceof ListVector list) {
      setList(list, row, (List<?>) value);
    } else if (vector instanceof DenseUnionVector union) {
      setUnion(union, row, (InfoValue) value);
    } else {
      throw new IllegalArgumentException("no cell in " + vector.getField());
    }
  }

  private static void setList(ListVector list, int row, List<?> values) {
    int first = list.startNewValue(row);
    for (int i = 0; i < values.size(); i++) {
      set(list.getDataVector(), first + i, values.get(i));
    }
    list.endValue(row, values.size());
  }

  private static void setMap(MapVector map, int row, Map<?, ?> entries) {
    int first = map.startNewValue(row);
    StructVector struct = (StructVector) map.getDataVector();
    int index = first;
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      struct.setIndexDefined(index);
      set(struct.getChildrenFromFields().get(0), index, entry.getKey());
      set(struct.getChildrenFromFields().get(1), index, entry.getValue());
      index++;
    }
    map.endValue(row, entries.size());
  }

  private static void setUnion(DenseUnionVector union, int row, InfoValue value) {
    byte child = value.unionChild();
    FieldVector vector = union.getChildrenFromFields().get(child);
    int index = vector.getValueCount();
    while (row >= union.getValueCapacity()) {
      union.reAlloc();
    }
    union.setTypeId(row, child);
    union.getOffsetBuffer().setInt((long) row * DenseUnionVector.OFFSET_WIDTH, index);
    set(vector, index, value.value());
    vector.setValueCount(index + 1);
  }
}
