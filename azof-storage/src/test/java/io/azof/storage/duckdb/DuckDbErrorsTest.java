package io.azof.storage.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.apache.arrow.memory.OutOfMemoryException;
import org.junit.jupiter.api.Test;

final class DuckDbErrorsTest {
  private static final DuckDbSettings SETTINGS =
      DuckDbSettings.ofQueries(64 << 20, 1, Path.of("spill"));

  @Test
  void aWriteThatFailsOnAnotherThreadNamesTheFileAndTheReason() {
    requireStoreFailed(
        "IO Error: Async write failed for range [offset=27, size=80813]:"
            + " {\"exception_type\":\"IO\",\"exception_message\":\"Could not write file"
            + " \\\"/data/x.parquet\\\": File too large\",\"errno\":\"27\"}",
        "Could not write file \"/data/x.parquet\": File too large");
  }

  @Test
  void whatFollowsAReasonIsLeftOut() {
    requireStoreFailed(
        "IO Error: Cannot open file \"/data/x.parquet\": Permission denied {\"errno\":\"13\"}",
        "Cannot open file \"/data/x.parquet\": Permission denied");
  }

  @Test
  void memoryThatIsNotThereIsALimitAlsoWhereArrowNamesTheField() {
    OutOfMemoryException none = new OutOfMemoryException("Unable to allocate buffer of size 8");
    IOException error =
        new IOException(new IllegalArgumentException("Could not load buffers for field c0", none));

    AzofException limit = DuckDbErrors.of(error, SETTINGS);

    assertThat(limit.code()).isEqualTo(ErrorCode.LIMIT_REACHED);
    assertThat(limit)
        .hasMessage(
            "The query's result needs more memory than it may have: Unable to allocate buffer of"
                + " size 8");
  }

  private static void requireStoreFailed(String message, String reason) {
    AzofException error = DuckDbErrors.of(new SQLException(message), SETTINGS);
    assertThat(error.code()).isEqualTo(ErrorCode.STORE_FAILED);
    assertThat(error).hasMessage("A file of this machine could not be written or read: " + reason);
  }
}
