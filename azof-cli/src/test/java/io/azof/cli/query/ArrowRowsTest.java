package io.azof.cli.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.cli.output.OutputColumn;
import io.azof.error.AzofException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ArrowRowsTest {
  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void everythingIsGivenBack() {
    allocator.close();
  }

  @Test
  void everyTypeReadsAsItsJavaValue() throws IOException {
    byte[] stream;
    try (VarCharVector text = new VarCharVector("text", allocator);
        BigIntVector whole = new BigIntVector("whole", allocator);
        Float8Vector real = new Float8Vector("real", allocator);
        BitVector bit = new BitVector("bit", allocator);
        DecimalVector decimal = new DecimalVector("decimal", allocator, 38, 2);
        TimeStampMilliTZVector millis = new TimeStampMilliTZVector("millis", allocator, "UTC");
        TimeStampMicroTZVector micros = new TimeStampMicroTZVector("micros", allocator, "UTC");
        DateDayVector date = new DateDayVector("date", allocator);
        TimeMicroVector time = new TimeMicroVector("time", allocator);
        VarBinaryVector bytes = new VarBinaryVector("bytes", allocator)) {
      text.setSafe(0, "ä".getBytes(StandardCharsets.UTF_8));
      whole.setSafe(0, -7);
      real.setSafe(0, 0.5);
      bit.setSafe(0, 1);
      decimal.setSafe(0, new BigDecimal("12.30"));
      millis.setSafe(0, -1);
      micros.setSafe(0, -1);
      date.setSafe(0, 17_913);
      time.setSafe(0, 1_000_000);
      bytes.setSafe(0, new byte[] {1, 2});
      stream = stream(1, text, whole, real, bit, decimal, millis, micros, date, time, bytes);
    }
    try (ArrowRows rows = open(stream)) {
      assertThat(rows.next()).isTrue();
      assertThat(row(rows))
          .containsExactly(
              "ä",
              -7L,
              0.5,
              true,
              new BigDecimal("12.30"),
              Instant.ofEpochMilli(-1),
              Instant.parse("1969-12-31T23:59:59.999999Z"),
              LocalDate.of(2019, 1, 17),
              LocalTime.of(0, 0, 1),
              new byte[] {1, 2});
      assertThat(rows.columns().stream().filter(OutputColumn::numeric).map(OutputColumn::name))
          .containsExactly("whole", "real", "decimal");
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void nullsAreNull() throws IOException {
    byte[] stream;
    try (VarCharVector text = new VarCharVector("text", allocator)) {
      text.setNull(0);
      stream = stream(1, text);
    }
    try (ArrowRows rows = open(stream)) {
      assertThat(rows.next()).isTrue();
      assertThat(row(rows)).containsExactly((Object) null);
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void aSourceThatBreaksOffIsAnError() throws IOException {
    byte[] stream;
    try (BigIntVector whole = new BigIntVector("whole", allocator)) {
      whole.setSafe(0, 1);
      stream = stream(1, whole);
    }
    try (ArrowRows rows = open(Arrays.copyOf(stream, stream.length - 60))) {
      assertThatThrownBy(rows::next)
          .isInstanceOf(AzofException.class)
          .hasMessageStartingWith("Cannot read the result: ");
    }
  }

  private static byte[] stream(int rows, FieldVector... vectors) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (VectorSchemaRoot root = VectorSchemaRoot.of(vectors);
        ArrowStreamWriter writer = new ArrowStreamWriter(root, null, bytes)) {
      root.setRowCount(rows);
      writer.writeBatch();
    }
    return bytes.toByteArray();
  }

  private ArrowRows open(byte[] stream) {
    return ArrowRows.open(new ArrowStreamReader(new ByteArrayInputStream(stream), allocator));
  }

  private static List<@Nullable Object> row(ArrowRows rows) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < rows.columns().size(); i++) {
      values.add(rows.value(i));
    }
    return values;
  }
}
