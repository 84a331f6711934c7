package io.azof.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.sql.catalog.SessionSetting;
import io.azof.sql.catalog.SessionSettings;
import io.azof.sql.catalog.SessionSettings.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class SessionsTest {
  private static final SessionSettings THEN =
      SessionSettings.NONE.with(SessionSetting.AS_OF, "2019-01-17", Origin.SESSION);

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final Sessions sessions = new Sessions(2, Duration.ofMinutes(30), now::get);

  @Test
  void onlySessionsThatSetSomethingAreKept() {
    assertThat(sessions.settings("a")).isEqualTo(SessionSettings.NONE);
    sessions.change("a", settings -> settings);
    assertThat(sessions.size()).isZero();
    sessions.change("a", settings -> THEN);
    assertThat(sessions.settings("a")).isEqualTo(THEN);
    assertThat(sessions.settings("b")).isEqualTo(SessionSettings.NONE);
    sessions.change("a", settings -> settings.without(SessionSetting.AS_OF));
    assertThat(sessions.size()).isZero();
  }

  @Test
  void closingForgetsASessionAndCanBeRepeated() {
    sessions.change("a", settings -> THEN);
    sessions.close("a");
    sessions.close("a");
    assertThat(sessions.settings("a")).isEqualTo(SessionSettings.NONE);
  }

  @Test
  void anIdleSessionIsDroppedAndItsClientIsToldUntilItSetsAgain() {
    sessions.change("a", settings -> THEN);
    sessions.change("b", settings -> THEN);
    passes(20);
    assertThat(sessions.settings("b")).isEqualTo(THEN);
    passes(20);
    assertThat(sessions.settings("b")).isEqualTo(THEN);
    assertThatThrownBy(() -> sessions.settings("a"))
        .hasMessage(
            "The session was not used for 30 minutes, and what it had set is gone; set it again,"
                + " or RESET it");
    sessions.change("a", settings -> settings.without(SessionSetting.AS_OF));
    assertThat(sessions.settings("a")).isEqualTo(SessionSettings.NONE);
    assertThat(sessions.size()).isEqualTo(1);
  }

  @Test
  void thereAreNoMoreThanTheLimit() {
    sessions.change("a", settings -> THEN);
    sessions.change("b", settings -> THEN);
    assertThatThrownBy(() -> sessions.change("c", settings -> THEN))
        .hasMessageContaining("2 sessions with settings")
        .hasMessageContaining("server.sessions");
    sessions.change("b", settings -> THEN);
    sessions.close("a");
    sessions.change("c", settings -> THEN);
    assertThat(sessions.size()).isEqualTo(2);
  }

  private void passes(long minutes) {
    now.updateAndGet(before -> before.plus(Duration.ofMinutes(minutes)));
  }
}
