package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.storage.Lakehouse;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.TimeStampMilliVector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.TimeStampSecVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.Text;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients may bind to a question mark: any Arrow type that stands for a plain value. */
@SuppressWarnings("try") // Flight declares that closing may be interrupted
final class ParameterTest {
  private static final Schema NUMBERS =
      new Schema(List.of(Field.nullable("n", new ArrowType.Int(64, true))));
  private static final Instant MOMENT = Instant.parse("1969-12-31T23:59:59.001Z");

  private Lakehouse lakehouse;
  private BufferAllocator memory;
  private GeneratedQuery query;
  private RunningServer server;
  private FlightSqlClient client;

  @BeforeEach
  void open() {
    lakehouse = Lakehouse.open(new MemoryObjectStore());
    memory = new RootAllocator();
    query =
        new GeneratedQuery(
            NUMBERS,
            new Schema(List.of(Field.nullable("0", ArrowType.Utf8.INSTANCE))),
            (root, number) -> {
              ((BigIntVector) root.getVector(0)).setSafe(0, number);
              root.setRowCount(1);
              return number == 0;
            });
    server = RunningServer.over(lakehouse, sql -> query);
    client = server.openClient(memory);
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    server.close();
    lakehouse.close();
    memory.close();
  }

  @Test
  void integersOfAllWidths() throws Exception {
    assertThat(bound(TinyIntVector::new, v -> v.setSafe(0, -7))).isEqualTo(-7L);
    assertThat(bound(SmallIntVector::new, v -> v.setSafe(0, -7))).isEqualTo(-7L);
    assertThat(bound(IntVector::new, v -> v.setSafe(0, -7))).isEqualTo(-7L);
    assertThat(bound(BigIntVector::new, v -> v.setSafe(0, Long.MIN_VALUE)))
        .isEqualTo(Long.MIN_VALUE);
    assertThat(bound(UInt1Vector::new, v -> v.setSafe(0, 200))).isEqualTo(200L);
    assertThat(bound(UInt2Vector::new, v -> v.setSafe(0, 60_000))).isEqualTo(60_000L);
    assertThat(bound(UInt4Vector::new, v -> v.setSafe(0, -1))).isEqualTo(4_294_967_295L);
    assertThat(bound(UInt8Vector::new, v -> v.setSafe(0, 7))).isEqualTo(7L);
    assertThat(bound(UInt8Vector::new, v -> v.setSafe(0, -1)))
        .isEqualTo(new BigDecimal("18446744073709551615"));
  }

  @Test
  void otherNumbersAndBooleans() throws Exception {
    assertThat(bound(Float4Vector::new, v -> v.setSafe(0, 0.5f))).isEqualTo(0.5);
    assertThat(bound(Float8Vector::new, v -> v.setSafe(0, 0.1))).isEqualTo(0.1);
    BigDecimal decimal = new BigDecimal("-12.34");
    assertThat(bound((n, m) -> new DecimalVector(n, m, 10, 2), v -> v.setSafe(0, decimal)))
        .isEqualTo(decimal);
    assertThat(bound((n, m) -> new Decimal256Vector(n, m, 50, 2), v -> v.setSafe(0, decimal)))
        .isEqualTo(decimal);
    assertThat(bound(BitVector::new, v -> v.setSafe(0, 1))).isEqualTo(true);
  }

  @Test
  void textsAndBytes() throws Exception {
    byte[] bytes = "Iğdır".getBytes(StandardCharsets.UTF_8);
    assertThat(bound(VarCharVector::new, v -> v.setSafe(0, bytes))).isEqualTo("Iğdır");
    assertThat(bound(LargeVarCharVector::new, v -> v.setSafe(0, bytes))).isEqualTo("Iğdır");
    assertThat(bound(VarBinaryVector::new, v -> v.setSafe(0, bytes))).isEqualTo(bytes);
    assertThat(bound(LargeVarBinaryVector::new, v -> v.setSafe(0, bytes))).isEqualTo(bytes);
    assertThat(
            bound(
                (n, m) -> new FixedSizeBinaryVector(n, m, bytes.length), v -> v.setSafe(0, bytes)))
        .isEqualTo(bytes);
  }

  @Test
  void momentsOfAllUnitsAndZones() throws Exception {
    assertThat(bound(TimeStampSecVector::new, v -> v.setSafe(0, -1)))
        .isEqualTo(Instant.ofEpochSecond(-1));
    assertThat(bound(TimeStampMilliVector::new, v -> v.setSafe(0, -999))).isEqualTo(MOMENT);
    assertThat(
            bound(
                (n, m) -> new TimeStampMilliTZVector(n, m, "America/New_York"),
                v -> v.setSafe(0, -999)))
        .isEqualTo(MOMENT);
    assertThat(
            bound(
                (n, m) -> new TimeStampMicroTZVector(n, m, "+02:00"), v -> v.setSafe(0, -999_000)))
        .isEqualTo(MOMENT);
    assertThat(bound(TimeStampNanoVector::new, v -> v.setSafe(0, -999_000_000))).isEqualTo(MOMENT);
  }

  @Test
  void datesAndTimesOfDay() throws Exception {
    LocalDate date = LocalDate.of(1969, 12, 30);
    assertThat(bound(DateDayVector::new, v -> v.setSafe(0, -2))).isEqualTo(date);
    assertThat(bound(DateMilliVector::new, v -> v.setSafe(0, -2 * 86_400_000L))).isEqualTo(date);
    LocalTime time = LocalTime.of(0, 0, 3);
    assertThat(bound(TimeSecVector::new, v -> v.setSafe(0, 3))).isEqualTo(time);
    assertThat(bound(TimeMilliVector::new, v -> v.setSafe(0, 3_000))).isEqualTo(time);
    assertThat(bound(TimeMicroVector::new, v -> v.setSafe(0, 3_000_000))).isEqualTo(time);
    assertThat(bound(TimeNanoVector::new, v -> v.setSafe(0, 3_000_000_000L))).isEqualTo(time);
  }

  @Test
  void nullsOfAnyType() throws Exception {
    assertThat(bound((n, m) -> new NullVector(n), v -> v.setNull(0))).isNull();
    assertThat(bound(BigIntVector::new, v -> v.setNull(0))).isNull();
    assertThat(bound(VarCharVector::new, v -> v.setNull(0))).isNull();
  }

  @Test
  void dictionaries() throws Exception {
    DictionaryEncoding encoding = new DictionaryEncoding(1, false, new ArrowType.Int(8, true));
    try (VarCharVector values = new VarCharVector("values", memory);
        VarCharVector plain =
            new VarCharVector(
                "0", new FieldType(true, ArrowType.Utf8.INSTANCE, encoding), memory)) {
      values.setSafe(0, new Text("first"));
      values.setSafe(1, new Text("second"));
      values.setValueCount(2);
      plain.setSafe(0, new Text("second"));
      plain.setValueCount(1);
      Dictionary dictionary = new Dictionary(values, encoding);
      DictionaryProvider provider = new DictionaryProvider.MapDictionaryProvider(dictionary);
      try (FieldVector encoded = (FieldVector) DictionaryEncoder.encode(plain, dictionary);
          VectorSchemaRoot root = VectorSchemaRoot.of(encoded);
          RawStatement statement = RawStatement.prepare(server, memory)) {
        root.setRowCount(1);
        statement.bind(root, provider);
        statement.run();
      }
    }
    assertThat(query.runs()).containsExactly(List.of("second"));
  }

  @Test
  void eachRowIsARunAndTheResultsFollowEachOther() throws Exception {
    try (FlightSqlClient.PreparedStatement statement = client.prepare("q");
        BigIntVector values = new BigIntVector("0", memory);
        VectorSchemaRoot root = VectorSchemaRoot.of(values)) {
      for (int i = 0; i < 3; i++) {
        values.setSafe(i, i * 10L);
      }
      root.setRowCount(3);
      statement.setParameters(root);

      assertThat(rowCount(statement.execute())).isEqualTo(3);
      statement.clearParameters();
    }
    assertThat(query.runs()).containsExactly(List.of(0L), List.of(10L), List.of(20L));
  }

  @Test
  void anotherNumberOfValuesIsAnError() throws Exception {
    try (FlightSqlClient.PreparedStatement statement = client.prepare("q");
        VectorSchemaRoot root =
            VectorSchemaRoot.of(new BigIntVector("0", memory), new BigIntVector("1", memory))) {
      root.setRowCount(1);
      statement.setParameters(root);

      assertThatThrownBy(statement::execute)
          .hasStackTraceContaining("The statement has 1 parameters, but 2 values are bound");
    }
  }

  @Test
  void aTypeWithoutAPlainValueIsAnError() {
    assertThatThrownBy(
            () ->
                bound(
                    (n, m) ->
                        new DurationVector(
                            n, FieldType.nullable(new ArrowType.Duration(TimeUnit.SECOND)), m),
                    v -> v.setSafe(0, 1)))
        .hasStackTraceContaining("Cannot bind a value of the type Duration(SECOND)");
    assertThatThrownBy(() -> bound(TimeSecVector::new, v -> v.setSafe(0, 1_000_000)))
        .hasStackTraceContaining("Cannot bind")
        .hasStackTraceContaining("Time(SECOND, 32)");
  }

  @Test
  void nothingBoundIsAnError() throws Exception {
    try (FlightSqlClient.PreparedStatement statement = client.prepare("q")) {
      FlightInfo info = statement.execute();
      assertThatThrownBy(() -> rowCount(info))
          .hasMessage("The statement has 1 parameter, which is not set");
      FlightInfo unprepared = client.execute("q");
      assertThatThrownBy(() -> rowCount(unprepared)).hasMessageContaining("prepare it");
    }
  }

  private interface Maker<V> {
    V make(String name, BufferAllocator memory);
  }

  private interface Setter<V> {
    void set(V vector);
  }

  private <V extends FieldVector> @Nullable Object bound(Maker<V> maker, Setter<V> setter)
      throws Exception {
    int before = query.runs().size();
    try (FlightSqlClient.PreparedStatement statement = client.prepare("q");
        V vector = maker.make("0", memory);
        VectorSchemaRoot root = VectorSchemaRoot.of(vector)) {
      setter.set(vector);
      root.setRowCount(1);
      statement.setParameters(root);
      assertThat(rowCount(statement.execute())).isEqualTo(1);
    }
    return query.runs().get(before).get(0);
  }

  private int rowCount(FlightInfo info) throws Exception {
    int rows = 0;
    try (FlightStream stream = client.getStream(info.getEndpoints().get(0).getTicket())) {
      while (stream.next()) {
        rows += stream.getRoot().getRowCount();
      }
    }
    return rows;
  }
}
