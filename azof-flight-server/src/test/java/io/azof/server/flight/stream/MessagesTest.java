package io.azof.server.flight.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MessagesTest {
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.nullable("n", new ArrowType.Int(64, true)),
              Field.nullable("text", ArrowType.Utf8.INSTANCE)));

  @Test
  void aLastingBatchIsNotCopied() {
    try (BufferAllocator root = new RootAllocator();
        BufferAllocator wire = root.newChildAllocator("wire", 0, Long.MAX_VALUE);
        VectorSchemaRoot message = VectorSchemaRoot.create(SCHEMA, wire);
        VectorSchemaRoot batch = batch(root, 1_000)) {
      Messages messages = new Messages(batch, true, message, wire);
      assertThat(messages.next()).isTrue();
      for (int column = 0; column < 2; column++) {
        assertThat(message.getVector(column).getDataBuffer().memoryAddress())
            .isEqualTo(batch.getVector(column).getDataBuffer().memoryAddress());
      }
      assertThat(wire.getAllocatedMemory()).isZero();
    }
  }

  @Test
  void anotherBatchIsCopiedIntoMemoryOfTheNetwork() {
    try (BufferAllocator root = new RootAllocator();
        BufferAllocator wire = root.newChildAllocator("wire", 0, Long.MAX_VALUE);
        VectorSchemaRoot message = VectorSchemaRoot.create(SCHEMA, wire);
        VectorSchemaRoot batch = batch(root, 1_000)) {
      Messages messages = new Messages(batch, false, message, wire);
      assertThat(messages.next()).isTrue();
      for (int column = 0; column < 2; column++) {
        assertThat(message.getVector(column).getDataBuffer().memoryAddress())
            .isNotEqualTo(batch.getVector(column).getDataBuffer().memoryAddress());
      }
      assertThat(wire.getAllocatedMemory()).isGreaterThan(1_000L * Long.BYTES);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMessageIsWholeWhenTheReaderAndItsMemoryAreClosed(boolean isLasting) {
    try (BufferAllocator root = new RootAllocator();
        BufferAllocator wire = root.newChildAllocator("wire", 0, Long.MAX_VALUE);
        VectorSchemaRoot message = VectorSchemaRoot.create(SCHEMA, wire)) {
      try (BufferAllocator reader = root.newChildAllocator("reader", 0, Long.MAX_VALUE);
          VectorSchemaRoot batch = batch(reader, 1_000)) {
        assertThat(new Messages(batch, isLasting, message, wire).next()).isTrue();
      }
      assertThat(numbers(message)).hasSize(1_000).endsWith(999L);
      assertThat(text(message, 999)).isEqualTo("text 999");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLargeBatchIsCutIntoMessagesThatClientsTake(boolean isLasting) {
    int rows = 300_001;
    try (BufferAllocator root = new RootAllocator();
        BufferAllocator wire = root.newChildAllocator("wire", 0, Long.MAX_VALUE);
        VectorSchemaRoot message = VectorSchemaRoot.create(SCHEMA, wire);
        VectorSchemaRoot batch = batch(root, rows)) {
      Messages messages = new Messages(batch, isLasting, message, wire);
      List<Long> numbers = new ArrayList<>();
      while (messages.next()) {
        assertThat(messages.bytes()).isBetween(1L, Messages.BYTES_TARGET);
        assertThat(text(message, 0)).isEqualTo(text(batch, numbers.size()));
        numbers.addAll(numbers(message));
      }
      assertThat(numbers).isEqualTo(numbers(batch));
    }
  }

  /** Numbers from 0 on, of which every seventh is null. */
  private static VectorSchemaRoot batch(BufferAllocator allocator, int rows) {
    VectorSchemaRoot batch = VectorSchemaRoot.create(SCHEMA, allocator);
    BigIntVector numbers = (BigIntVector) batch.getVector(0);
    VarCharVector texts = (VarCharVector) batch.getVector(1);
    for (int row = 0; row < rows; row++) {
      if (row % 7 == 0) {
        numbers.setNull(row);
      } else {
        numbers.setSafe(row, row);
      }
      texts.setSafe(row, ("text " + row).getBytes(StandardCharsets.UTF_8));
    }
    batch.setRowCount(rows);
    return batch;
  }

  /** With -1 for null. */
  private static List<Long> numbers(VectorSchemaRoot root) {
    List<Long> numbers = new ArrayList<>();
    for (int row = 0; row < root.getRowCount(); row++) {
      numbers.add(Objects.requireNonNullElse((Long) root.getVector(0).getObject(row), -1L));
    }
    return numbers;
  }

  private static String text(VectorSchemaRoot root, int row) {
    return String.valueOf(root.getVector(1).getObject(row));
  }
}
