package io.azof.storage.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DecodedAheadTest {
  private static final int MAX = 65_536;

  @Test
  void batchesOfNarrowRowsAreAsLargeAsTheyMayBe() {
    assertThat(DecodedAhead.batchRows(60, MAX, 1)).isEqualTo(MAX);
  }

  @Test
  void batchesOfWideRowsAreSmaller() {
    assertThat(DecodedAhead.batchRows(1 << 10, MAX, 1)).isEqualTo(4_096);
    assertThat(DecodedAhead.batchRows(1 << 20, MAX, 1)).isEqualTo(2_048);
  }

  @Test
  void manyReadersShareWhatMayBeDecodedAhead() {
    assertThat(DecodedAhead.batchRows(64, MAX, 4)).isEqualTo(MAX);
    assertThat(DecodedAhead.batchRows(64, MAX, 32)).isEqualTo(8_192);
    assertThat(DecodedAhead.batchRows(64, MAX, 10_000)).isEqualTo(2_048);
  }

  @Test
  void aColumnIsTakenForNoLessThanANumber() {
    ColumnSizes sizes = new ColumnSizes(10, Map.of("key", 300L, "dictionary", 1L));
    assertThat(sizes.rowBytes(List.of("key", "dictionary", "unknown"))).isEqualTo(30 + 8 + 8);
    assertThat(new ColumnSizes(0, Map.of()).rowBytes(List.of("key"))).isEqualTo(8);
  }
}
