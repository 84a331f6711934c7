package io.azof.storage.merge;

import io.azof.storage.merge.ChosenRows.Run;
import io.azof.storage.model.TableSchema;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Copies runs of rows, column by column, into an empty vector each. */
final class RunCopy {
  private final List<Run> runs;
  private final int rows;

  RunCopy(ChosenRows chosen) {
    this.runs = chosen.runs();
    this.rows = chosen.rows();
  }

  /**
   * Fills a vector with the column at its place; a column of the system with that of its name.
   *
   * @param column its place
   */
  void fill(int column, FieldVector target) {
    if (target instanceof BitVector bits) {
      fillBits(column, bits);
    } else if (target instanceof BaseFixedWidthVector fixed) {
      fillFixed(column, fixed);
    } else if (target instanceof BaseVariableWidthVector variable) {
      fillVariable(column, variable);
    } else {
      throw new IllegalArgumentException("cannot copy a " + target.getClass().getSimpleName());
    }
    target.setValueCount(rows);
  }

  private void fillFixed(int column, BaseFixedWidthVector target) {
    target.allocateNew(rows);
    long width = target.getTypeWidth();
    long to = target.getDataBuffer().memoryAddress();
    int row = 0;
    for (Run run : runs) {
      FieldVector source = source(run, column, target);
      if (source == null) {
        fillSequence((BigIntVector) target, row, run);
      } else {
        MemoryUtil.copyMemory(
            source.getDataBuffer().memoryAddress() + run.start * width,
            to + row * width,
            run.rows() * width);
        copyValidity(source, run, target, row);
      }
      row += run.rows();
    }
  }

  private void fillSequence(BigIntVector target, int row, Run run) {
    for (int i = 0; i < run.rows(); i++) {
      target.set(row + i, run.batch.sourceSequence());
    }
  }

  private void fillVariable(int column, BaseVariableWidthVector target) {
    long bytes = 0;
    for (Run run : runs) {
      ArrowBuf offsets = required(run, column, target).getOffsetBuffer();
      bytes += offset(offsets, run.end) - offset(offsets, run.start);
    }
    target.allocateNew(bytes, rows);
    ArrowBuf toOffsets = target.getOffsetBuffer();
    long toData = target.getDataBuffer().memoryAddress();
    toOffsets.setInt(0, 0);
    int row = 0;
    int written = 0;
    for (Run run : runs) {
      FieldVector source = required(run, column, target);
      ArrowBuf offsets = source.getOffsetBuffer();
      int first = offset(offsets, run.start);
      int shift = written - first;
      for (int i = run.start; i < run.end; i++) {
        row++;
        toOffsets.setInt((long) row * Integer.BYTES, offset(offsets, i + 1) + shift);
      }
      int length = offset(offsets, run.end) - first;
      MemoryUtil.copyMemory(
          source.getDataBuffer().memoryAddress() + first, toData + written, length);
      written += length;
      copyValidity(source, run, target, row - run.rows());
    }
    target.setLastSet(rows - 1);
  }

  private void fillBits(int column, BitVector target) {
    target.allocateNew(rows);
    target.getDataBuffer().setZero(0, BitVectorHelper.getValidityBufferSize(rows));
    int row = 0;
    for (Run run : runs) {
      FieldVector source = source(run, column, target);
      if (source == null) { // no deletes in this one
        setBits(target.getValidityBuffer(), row, run.rows());
      } else {
        copyBits(source.getDataBuffer(), run, target.getDataBuffer(), row);
        copyValidity(source, run, target, row);
      }
      row += run.rows();
    }
  }

  private static void copyValidity(FieldVector source, Run run, FieldVector target, int row) {
    if (!run.batch.hasNulls(source)) {
      setBits(target.getValidityBuffer(), row, run.rows());
    } else {
      copyBits(source.getValidityBuffer(), run, target.getValidityBuffer(), row);
    }
  }

  private static void setBits(ArrowBuf target, int row, int count) {
    int at = row;
    int end = row + count;
    for (; at < end && (at & 7) != 0; at++) {
      BitVectorHelper.setBit(target, at);
    }
    int bytes = (end - at) >> 3;
    target.setOne((long) at >> 3, bytes);
    for (at += bytes << 3; at < end; at++) {
      BitVectorHelper.setBit(target, at);
    }
  }

  private static void copyBits(ArrowBuf source, Run run, ArrowBuf target, int row) {
    int to = row;
    for (int from = run.start; from < run.end; from++, to++) {
      if (BitVectorHelper.get(source, from) != 0) {
        BitVectorHelper.setBit(target, to);
      }
    }
  }

  /** Null where a source leaves out a column of the system: it says the same of all its rows. */
  private static @Nullable FieldVector source(Run run, int column, FieldVector target) {
    String name = target.getName();
    return name.equals(TableSchema.SEQUENCE) || name.equals(TableSchema.DELETED)
        ? run.batch.vector(name)
        : run.batch.vector(column);
  }

  private static FieldVector required(Run run, int column, FieldVector target) {
    return Objects.requireNonNull(source(run, column, target), target.getName());
  }

  private static int offset(ArrowBuf offsets, int row) {
    return offsets.getInt((long) row * Integer.BYTES);
  }
}
