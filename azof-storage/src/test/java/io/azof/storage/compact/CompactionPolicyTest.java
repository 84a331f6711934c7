package io.azof.storage.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CompactionPolicyTest {

  @Test
  void aTableThatSaysNothingHasTheDefaults() {
    assertThat(CompactionPolicy.of(Map.of("retention.days", "7")))
        .isEqualTo(CompactionPolicy.DEFAULT)
        .isEqualTo(new CompactionPolicy(1.0, 8, 64L << 20, 0.10, 4, 100_000));
  }

  @Test
  void everyPropertyIsRead() {
    assertThat(
            CompactionPolicy.of(
                Map.of(
                    "compaction.base-ratio", "2.5",
                    "compaction.delta-files-max", "3",
                    "compaction.delta-bytes", "1048576",
                    "compaction.late-ratio", "0",
                    "compaction.late-files-max", "1",
                    "compaction.era-rows-min", " 10 ")))
        .isEqualTo(new CompactionPolicy(2.5, 3, 1_048_576, 0, 1, 10));
  }

  @Test
  void anUnknownPropertyIsRefusedWithThoseThatThereAre() {
    assertThatThrownBy(() -> CompactionPolicy.of(Map.of("compaction.base-ration", "1")))
        .isInstanceOf(AzofException.class)
        .hasMessage(
            "There is no property \"compaction.base-ration\"; those of compaction are"
                + " compaction.base-ratio, compaction.delta-files-max, compaction.delta-bytes,"
                + " compaction.late-ratio, compaction.late-files-max, compaction.era-rows-min")
        .extracting(e -> ((AzofException) e).code())
        .isEqualTo(ErrorCode.ARGUMENT_INVALID);
  }

  @ParameterizedTest
  @CsvSource({
    "base-ratio, 0, 'is 0.0, but must be above 0'",
    "base-ratio, NaN, 'is NaN, but must be above 0'",
    "base-ratio, Infinity, 'is Infinity, but must be above 0'",
    "base-ratio, half, 'is \"half\", which is not a number of its kind'",
    "delta-files-max, 0, 'is 0, but must be at least 1'",
    "delta-files-max, 1.5, 'is \"1.5\", which is not a number of its kind'",
    "delta-bytes, 64 MiB, 'is \"64 MiB\", which is not a number of its kind'",
    "delta-bytes, 0, 'is 0, but must be at least 1'",
    "late-ratio, -0.1, 'is -0.1, but must be 0 or more'",
    "late-files-max, -1, 'is -1, but must be 0 or more'",
    "era-rows-min, 0, 'is 0, but must be at least 1'",
  })
  void aValueThatMakesNoSenseIsRefused(String name, String value, String reason) {
    assertThatThrownBy(() -> CompactionPolicy.of(Map.of("compaction." + name, value)))
        .isInstanceOf(AzofException.class)
        .hasMessage("The property \"compaction." + name + "\" " + reason)
        .extracting(e -> ((AzofException) e).code())
        .isEqualTo(ErrorCode.ARGUMENT_INVALID);
  }
}
