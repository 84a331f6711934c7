package io.azof.storage.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs in a far time zone and a Turkish locale, neither of which may matter. */
final class EventTimeTest {

  @ParameterizedTest
  @CsvSource({
    "2019-01-17, 2019-01-17T00:00:00.000Z",
    "2019-01-17T08:30, 2019-01-17T08:30:00.000Z",
    "2019-01-17 08:30, 2019-01-17T08:30:00.000Z",
    "2019-01-17T08:30:15, 2019-01-17T08:30:15.000Z",
    "2019-01-17T08:30:15Z, 2019-01-17T08:30:15.000Z",
    "2019-01-17t08:30:15z, 2019-01-17T08:30:15.000Z",
    "2019-01-17T08:30:15.5Z, 2019-01-17T08:30:15.500Z",
    "2019-01-17T08:30:15.123Z, 2019-01-17T08:30:15.123Z",
    "2019-01-17 08:30:15.123, 2019-01-17T08:30:15.123Z",
    "2019-01-17T08:30Z, 2019-01-17T08:30:00.000Z",
    "2019-01-17T08:00:00+01:00, 2019-01-17T07:00:00.000Z",
    "2019-01-17 08:00:00-05:30, 2019-01-17T13:30:00.000Z",
    "2019-01-17 08:00:00 +01:00, 2019-01-17T07:00:00.000Z",
    "2019-01-17T08:00:00+00:00, 2019-01-17T08:00:00.000Z",
    "2019-01-17T00:00:00+14:00, 2019-01-16T10:00:00.000Z",
    "' 2019-01-17 ', 2019-01-17T00:00:00.000Z",
    "2020-02-29, 2020-02-29T00:00:00.000Z",
    "0001-01-01, 0001-01-01T00:00:00.000Z",
    "0000-01-01, 0000-01-01T00:00:00.000Z",
    "-0044-03-15, -0044-03-15T00:00:00.000Z",
    "+12019-01-17T08:00:00Z, +12019-01-17T08:00:00.000Z",
  })
  void readsIsoTexts(String text, String expected) {
    assertThat(EventTime.parse(text)).hasToString(expected);
    assertThat(EventTime.parse(expected)).isEqualTo(EventTime.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "2019-01-17T08:00:00.123999999Z, 1547712000123",
    "2019-01-17T08:00:00.000999Z, 1547712000000",
    "1970-01-01T00:00:00.0009Z, 0",
    "1969-12-31T23:59:59.999999999Z, -1",
    "1969-12-31T23:59:59.9991Z, -1",
    "1969-12-31T23:59:59.998999Z, -2",
    "1969-12-31T23:59:59.9999+00:00, -1",
  })
  void floorsBelowTheMillisecond(String text, long expectedMillis) {
    assertThat(EventTime.parse(text).epochMillis()).isEqualTo(expectedMillis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "now",
        "tomorrow",
        "17.01.2019",
        "01/17/2019",
        "2019",
        "2019-01",
        "2019-1-17",
        "19-01-17",
        "20190117",
        "1547683200000",
        "2019-02-29",
        "2019-02-30",
        "2019-13-01",
        "2019-00-10",
        "2019-01-00",
        "2019-01-17T",
        "2019-01-17Z",
        "2019-01-17+01:00",
        "2019-01-17T08",
        "2019-01-17T8:00",
        "2019-01-17T24:00:00Z",
        "2019-01-17T08:60:00Z",
        "2019-01-17T08:00:60Z",
        "2019-02-29T08:00:00.000Z",
        "2019-01-17T24:00:00.000Z",
        "2019-01-17T08:60:00.000Z",
        "2019-01-17T08:00:60.000Z",
        "2019-01-17T08:00:00.Z",
        "2019-01-17T08:00:00.1234567890Z",
        "2019-01-17T08:00:00,5Z",
        "2019-01-17T08:00:00+25:00",
        "2019-01-17T08:00:00 Europe/Berlin",
        "2019-01-17T08:00:00[UTC]",
        "2019-01-17T08:00:00Z tail",
        "2019-01-1708:00",
        "2019-01-17T 08:00",
        "2019-01-17  08:00",
        "٢٠١٩-٠١-١٧",
        "2019-01-17\n2020-01-01",
      })
  void refusesOtherTextsByName(String text) {
    assertThatThrownBy(() -> EventTime.parse(text))
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARGUMENT_INVALID))
        .hasMessage(
            "Cannot read \""
                + text
                + "\" as a time; write an ISO-8601 time such as 2019-01-17 or"
                + " 2019-01-17T08:00:00.000Z");
  }

  @Test
  void reachesAsFarAsMillisecondsDo() {
    assertThat(EventTime.parse("+292278994-08-17T07:12:55.807Z").epochMillis())
        .isEqualTo(Long.MAX_VALUE);
    assertThat(EventTime.parse("-292275055-05-16T16:47:04.192Z").epochMillis())
        .isEqualTo(Long.MIN_VALUE);
    assertThat(new EventTime(Long.MIN_VALUE)).hasToString("-292275055-05-16T16:47:04.192Z");
    assertThat(new EventTime(Long.MAX_VALUE)).hasToString("+292278994-08-17T07:12:55.807Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+292278994-08-17T07:12:55.808Z",
        "-292275055-05-16T16:47:04.191Z",
        "+999999999-12-31"
      })
  void refusesTimesThatMillisecondsCannotSay(String text) {
    assertThatThrownBy(() -> EventTime.parse(text))
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARGUMENT_INVALID))
        .hasMessageEndingWith("is outside the supported range");
  }

  @Test
  void isOrderedByTime() {
    assertThat(EventTime.parse("1969-12-31")).isLessThan(EventTime.parse("1970-01-01"));
    assertThat(new EventTime(Long.MIN_VALUE)).isLessThan(new EventTime(Long.MAX_VALUE));
    assertThat(EventTime.of(Instant.EPOCH)).isEqualTo(new EventTime(0));
  }

  @Test
  void thePlainFormIsReadAndWrittenAsTheGeneralOneIs() {
    DateTimeFormatter general =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    Random random = new Random(17);
    for (int i = 0; i < 20_000; i++) {
      long millis = random.nextLong() >> random.nextInt(64);
      if (i < 4) {
        millis = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli() + i - 2;
      } else if (i < 8) {
        millis = Instant.parse("+10000-01-01T00:00:00Z").toEpochMilli() + i - 6;
      }
      String text = general.format(Instant.ofEpochMilli(millis));
      assertThat(new EventTime(millis)).hasToString(text);
      assertThat(EventTime.parse(text).epochMillis()).isEqualTo(millis);
    }
  }
}
