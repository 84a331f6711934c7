package io.azof.storage.parquet;

import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/** Copies of selected rows of what a filter looks at, which has no nulls in those rows. */
final class SelectedCopy {
  private SelectedCopy() {}

  static void copy(FieldVector from, SelectedRows selected, FieldVector target) {
    if (from instanceof VarCharVector texts) {
      copy(texts, selected, target);
    } else {
      copy((TimeStampMilliTZVector) from, selected, target);
    }
  }

  private static void copy(TimeStampMilliTZVector from, SelectedRows selected, FieldVector target) {
    BufferAllocator allocator = target.getAllocator();
    try (ArrowBuf none = allocator.getEmpty();
        ArrowBuf values = allocator.buffer((long) selected.rows() * Long.BYTES)) {
      long at = 0;
      for (int range = 0; range < selected.ranges(); range++) {
        long start = (long) selected.start(range) * Long.BYTES;
        long bytes = (long) selected.end(range) * Long.BYTES - start;
        values.setBytes(at, from.getDataBuffer(), start, bytes);
        at += bytes;
      }
      target.loadFieldBuffers(new ArrowFieldNode(selected.rows(), 0), List.of(none, values));
    }
  }

  private static void copy(VarCharVector from, SelectedRows selected, FieldVector target) {
    BufferAllocator allocator = target.getAllocator();
    long bytes = 0;
    for (int range = 0; range < selected.ranges(); range++) {
      bytes += start(from, selected.end(range)) - start(from, selected.start(range));
    }
    try (ArrowBuf none = allocator.getEmpty();
        ArrowBuf offsets = allocator.buffer((selected.rows() + 1L) * Integer.BYTES);
        ArrowBuf data = allocator.buffer(bytes)) {
      int row = 0;
      int at = 0;
      offsets.setInt(0, 0);
      for (int range = 0; range < selected.ranges(); range++) {
        int start = start(from, selected.start(range));
        int end = start(from, selected.end(range));
        data.setBytes(at, from.getDataBuffer(), start, end - start);
        for (int i = selected.start(range); i < selected.end(range); i++) {
          row++;
          offsets.setInt((long) row * Integer.BYTES, at + start(from, i + 1) - start);
        }
        at += end - start;
      }
      target.loadFieldBuffers(new ArrowFieldNode(selected.rows(), 0), List.of(none, offsets, data));
    }
  }

  /** Where a row starts, or the one behind the last one would. */
  private static int start(VarCharVector from, int row) {
    return from.getOffsetBuffer().getInt((long) row * Integer.BYTES);
  }
}
