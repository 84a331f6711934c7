package io.azof.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.storage.fixture.FixtureColumn;
import io.azof.storage.fixture.FixtureColumn.Kind;
import io.azof.storage.fixture.LakehouseFixture;
import io.azof.storage.fixture.ParquetFixture;
import io.azof.storage.fixture.ReadRule;
import io.azof.storage.fixture.Rows;
import io.azof.storage.fixture.SmallTable;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files of other writers, which are right by their Parquet types but say more: Arrow writers note
 * the Arrow type that they had, and the native reader gives that type back.
 */
final class ForeignWriterTest {
  private static final ArrowType UTC = new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC");

  @TempDir private Path folder;

  static Stream<Schema> notes() {
    return Stream.of(
        schema(ArrowType.Utf8.INSTANCE, UTC, ArrowType.Utf8.INSTANCE),
        schema(ArrowType.LargeUtf8.INSTANCE, UTC, ArrowType.LargeUtf8.INSTANCE),
        schema(ArrowType.Utf8.INSTANCE, UTC, ArrowType.LargeUtf8.INSTANCE),
        schema(ArrowType.Utf8View.INSTANCE, UTC, ArrowType.Utf8View.INSTANCE),
        schema(
            ArrowType.Utf8.INSTANCE,
            new ArrowType.Timestamp(TimeUnit.MILLISECOND, "Europe/Berlin"),
            ArrowType.Utf8.INSTANCE),
        schema(
            ArrowType.Utf8.INSTANCE,
            new ArrowType.Timestamp(TimeUnit.MILLISECOND, "+00:00"),
            ArrowType.Utf8.INSTANCE),
        schema(
            ArrowType.Utf8.INSTANCE,
            new ArrowType.Timestamp(TimeUnit.SECOND, "UTC"),
            ArrowType.Utf8.INSTANCE),
        new Schema(
            List.of(
                dictionary("key"),
                Field.nullable("event_time", UTC),
                Field.nullable("n", new ArrowType.Int(64, true)),
                dictionary("s"))));
  }

  private static Schema schema(ArrowType key, ArrowType eventTime, ArrowType text) {
    return new Schema(
        List.of(
            Field.nullable("key", key),
            Field.nullable("event_time", eventTime),
            Field.nullable("n", new ArrowType.Int(64, true)),
            Field.nullable("s", text)));
  }

  private static Field dictionary(String name) {
    DictionaryEncoding encoding = new DictionaryEncoding(1, false, new ArrowType.Int(32, true));
    return new Field(name, new FieldType(true, ArrowType.Utf8.INSTANCE, encoding), List.of());
  }

  @ParameterizedTest
  @MethodSource("notes")
  void theArrowTypeThatAWriterNotedDoesNotMatter(Schema noted) throws IOException {
    SmallTable table = new SmallTable(new LakehouseFixture(folder));
    String note = Base64.getEncoder().encodeToString(noted.serializeAsMessage());
    for (boolean inBase : new boolean[] {true, false}) {
      ParquetFixture base = ParquetFixture.of(SmallTable.COLUMNS, SmallTable.baseRows());
      ParquetFixture delta = ParquetFixture.of(SmallTable.COLUMNS, SmallTable.deltaRows());
      (inBase ? base : delta).metadata("ARROW:schema", note);
      table.base(base);
      table.delta(delta);
      for (AsOf asOf :
          List.of(AsOf.LATEST, AsOf.at(new EventTime(20)), AsOf.at(new EventTime(5)))) {
        assertThat(Rows.sorted(read(asOf)))
            .as("as of %s, noted in the base: %s", asOf, inBase)
            .isEqualTo(Rows.sorted(ReadRule.state(SmallTable.SNAPSHOT, SmallTable.rows(), asOf)));
      }
    }
  }

  @Test
  void aSecondColumnOfTheSameNameIsRefused() {
    List<FixtureColumn> columns = new ArrayList<>(SmallTable.COLUMNS);
    columns.add(FixtureColumn.optional("n", Kind.INT64));
    List<List<@Nullable Object>> rows = SmallTable.baseRows();
    rows.replaceAll(
        row -> {
          List<@Nullable Object> longer = new ArrayList<>(row);
          longer.add(-1L);
          return longer;
        });
    SmallTable table = new SmallTable(new LakehouseFixture(folder));
    table.base(ParquetFixture.of(columns, rows));
    assertThatThrownBy(() -> read(AsOf.LATEST))
        .isInstanceOf(AzofException.class)
        .hasMessage(
            "Cannot read data file \"t/base.parquet\": Can't unify schema with duplicate field"
                + " names.");
  }

  private List<List<@Nullable Object>> read(AsOf asOf) throws IOException {
    try (RootAllocator allocator = new RootAllocator();
        Lakehouse lakehouse = Lakehouse.open(folder.toString());
        ArrowReader reader = lakehouse.table("t").scan().asOf(asOf).openReader(allocator)) {
      List<List<@Nullable Object>> rows = Rows.read(reader);
      assertThat(reader.getVectorSchemaRoot().getSchema())
          .isEqualTo(lakehouse.table("t").scan().arrowSchema());
      return rows;
    }
  }
}
