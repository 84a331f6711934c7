package io.azof.server.flight.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.memory.OutOfMemoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class CallErrorsTest {
  private final CallErrors errors = new CallErrors(() -> "id-1");

  @ParameterizedTest
  @CsvSource({
    "SQL_INVALID, INVALID_ARGUMENT",
    "TABLE_NOT_FOUND, NOT_FOUND",
    "UNSUPPORTED, UNIMPLEMENTED",
    "DATA_FILE_MISSING, INTERNAL",
    "METADATA_CORRUPT, INTERNAL",
    "STORE_FAILED, UNAVAILABLE",
    "CONFLICT, UNAVAILABLE",
    "LIMIT_REACHED, RESOURCE_EXHAUSTED",
    "CANCELLED, CANCELLED"
  })
  void theSentenceArrivesUnderItsCode(ErrorCode code, FlightStatusCode expected) {
    FlightRuntimeException translated = errors.translate(new AzofException(code, "A sentence"));

    assertThat(translated.status().code()).isEqualTo(expected);
    assertThat(translated.status().description()).isEqualTo("A sentence");
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyCodeHasAStatus(ErrorCode code) {
    assertThat(errors.translate(new AzofException(code, "x")).status().code())
        .isNotIn(FlightStatusCode.OK, FlightStatusCode.UNKNOWN);
  }

  @Test
  void faultsShowAnIdAndNothingElse() {
    String shown = "Internal error id-1; this is a fault of the server, whose log has the details";

    assertThat(errors.translate(new IllegalStateException("secret")).getMessage())
        .startsWith(shown)
        .doesNotContain("secret");
    assertThat(errors.translate(new AzofException(ErrorCode.INTERNAL, "secret")).getMessage())
        .startsWith(shown);
  }

  @Test
  void runningOutOfMemoryIsALimit() {
    assertThat(errors.translate(new OutOfMemoryException("x")).status().code())
        .isEqualTo(FlightStatusCode.RESOURCE_EXHAUSTED);
  }

  @Test
  void whoRunsOutOfMemoryIsToldAtWhatAndWhichSettingBoundsIt() {
    OutOfMemoryException cause = new OutOfMemoryException("x");
    AzofException error =
        new AzofException(ErrorCode.LIMIT_REACHED, "Reading a file", new IOException(cause));

    assertThat(errors.translate(error).status().description())
        .isEqualTo("Reading a file; ask for less, try again later, or raise arrow.memory");
  }

  @Test
  void aStatusStaysWhatItIs() {
    FlightRuntimeException status = CallStatus.UNAUTHENTICATED.toRuntimeException();

    assertThat(errors.translate(status)).isSameAs(status);
  }

  @Test
  void aLongMessageIsCutSoThatItFitsIntoAHeader() {
    String cut =
        errors
            .translate(new AzofException(ErrorCode.SQL_INVALID, "ğ😀".repeat(5_000)))
            .status()
            .description();

    assertThat(cut).endsWith("ğ…").hasSizeBetween(500, 1_500);
    String whole = "x".repeat(5_900);
    assertThat(
            errors
                .translate(new AzofException(ErrorCode.SQL_INVALID, whole))
                .status()
                .description())
        .isEqualTo(whole);
  }
}
