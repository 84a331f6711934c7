package io.azof.storage.scan;

import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/**
 * A choice of the rows of a batch, as runs of neighbours, so that they are copied run by run and
 * not row by row. Reusable: {@link #clear} and fill again.
 */
public final class RowRuns {
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private int runs;
  private int rows;

  public void clear() {
    runs = 0;
    rows = 0;
  }

  /** Adds a row; rows come in ascending order. */
  public void add(int row) {
    add(row, row + 1);
  }

  /** Adds the rows {@code [start, end)}; runs come in ascending order. */
  public void add(int start, int end) {
    if (start >= end) {
      return;
    }
    rows += end - start;
    if (runs > 0 && ends[runs - 1] == start) {
      ends[runs - 1] = end;
      return;
    }
    if (runs == starts.length) {
      starts = Arrays.copyOf(starts, runs * 2);
      ends = Arrays.copyOf(ends, runs * 2);
    }
    starts[runs] = start;
    ends[runs++] = end;
  }

  public int rows() {
    return rows;
  }

  /** Whether all rows of a batch are chosen. */
  public boolean isAllOf(int batchRows) {
    return rows == batchRows;
  }

  /**
   * Gives the rows to an empty vector that are chosen of another one: its buffers, when that is all
   * of them, else copies.
   *
   * @param source stays as it is
   */
  public void take(FieldVector source, FieldVector target) {
    if (isAllOf(source.getValueCount())) {
      target.loadFieldBuffers(
          new ArrowFieldNode(rows, source.getNullCount()), source.getFieldBuffers());
    } else {
      copy(source, target);
    }
  }

  /** Copies the chosen rows of {@code source} into {@code target}, an empty vector of its type. */
  public void copy(FieldVector source, FieldVector target) {
    if (source instanceof BitVector bits) {
      copyBits(bits, (BitVector) target);
    } else if (source instanceof BaseFixedWidthVector fixed) {
      copyFixed(fixed, (BaseFixedWidthVector) target);
    } else if (source instanceof BaseVariableWidthVector variable) {
      copyVariable(variable, (BaseVariableWidthVector) target);
    } else {
      throw new IllegalArgumentException("cannot copy a " + source.getClass().getSimpleName());
    }
    target.setValueCount(rows);
  }

  private void copyFixed(BaseFixedWidthVector source, BaseFixedWidthVector target) {
    target.allocateNew(rows);
    long width = source.getTypeWidth();
    long from = source.getDataBuffer().memoryAddress();
    long to = target.getDataBuffer().memoryAddress();
    for (int i = 0; i < runs; i++) {
      long bytes = (ends[i] - starts[i]) * width;
      MemoryUtil.copyMemory(from + starts[i] * width, to, bytes);
      to += bytes;
    }
    copyValidity(source, target);
  }

  private void copyVariable(BaseVariableWidthVector source, BaseVariableWidthVector target) {
    long fromOffsets = source.getOffsetBuffer().memoryAddress();
    long bytes = 0;
    for (int i = 0; i < runs; i++) {
      bytes += offset(fromOffsets, ends[i]) - offset(fromOffsets, starts[i]);
    }
    target.allocateNew(bytes, rows);
    IntBuffer toOffsets =
        target
            .getOffsetBuffer()
            .nioBuffer(0, (rows + 1) * Integer.BYTES)
            .order(ByteOrder.nativeOrder())
            .asIntBuffer();
    long fromData = source.getDataBuffer().memoryAddress();
    long toData = target.getDataBuffer().memoryAddress();
    int written = 0;
    toOffsets.put(0);
    for (int i = 0; i < runs; i++) {
      int first = offset(fromOffsets, starts[i]);
      int shift = written - first;
      for (int row = starts[i]; row < ends[i]; row++) {
        toOffsets.put(offset(fromOffsets, row + 1) + shift);
      }
      int length = offset(fromOffsets, ends[i]) - first;
      MemoryUtil.copyMemory(fromData + first, toData + written, length);
      written += length;
    }
    target.setLastSet(rows - 1);
    copyValidity(source, target);
  }

  private void copyBits(BitVector source, BitVector target) {
    target.allocateNew(rows);
    copyBits(source.getDataBuffer(), target.getDataBuffer());
    copyValidity(source, target);
  }

  private void copyValidity(FieldVector source, FieldVector target) {
    if (source.getNullCount() == 0) {
      target.getValidityBuffer().setOne(0L, BitVectorHelper.getValidityBufferSize(rows));
    } else {
      copyBits(source.getValidityBuffer(), target.getValidityBuffer());
    }
  }

  private void copyBits(ArrowBuf source, ArrowBuf target) {
    target.setZero(0, BitVectorHelper.getValidityBufferSize(rows));
    int to = 0;
    for (int i = 0; i < runs; i++) {
      for (int row = starts[i]; row < ends[i]; row++, to++) {
        if (BitVectorHelper.get(source, row) != 0) {
          BitVectorHelper.setBit(target, to);
        }
      }
    }
  }

  private static int offset(long offsets, int row) {
    return MemoryUtil.getInt(offsets + (long) row * Integer.BYTES);
  }
}
