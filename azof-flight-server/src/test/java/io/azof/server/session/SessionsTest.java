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
  private static final SessionState NEW = SessionState.NEW;

  private static final SessionSettings THEN =
      SessionSettings.NONE.with(SessionSetting.AS_OF, "2019-01-17", Origin.SESSION);

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final Sessions sessions = new Sessions(2, Duration.ofMinutes(30), now::get);

  @Test
  void onlySessionsThatSetSomethingAreKept() {
    assertThat(sessions.settings("a", NEW)).isEqualTo(SessionSettings.NONE);
    sessions.change("a", NEW, settings -> settings);
    assertThat(sessions.size()).isZero();
    sessions.change("a", NEW, settings -> THEN);
    assertThat(sessions.settings("a", NEW)).isEqualTo(THEN);
    assertThat(sessions.settings("b", NEW)).isEqualTo(SessionSettings.NONE);
    sessions.change("a", NEW, settings -> settings.without(SessionSetting.AS_OF));
    assertThat(sessions.size()).isZero();
  }

  @Test
  void closingForgetsASessionAndCanBeRepeated() {
    sessions.change("a", NEW, settings -> THEN);
    sessions.close("a", NEW);
    sessions.close("a", NEW);
    assertThat(sessions.settings("a", NEW)).isEqualTo(SessionSettings.NONE);
  }

  @Test
  void anIdleSessionIsDroppedAndItsClientIsToldUntilItSetsAgain() {
    sessions.change("a", NEW, settings -> THEN);
    sessions.change("b", NEW, settings -> THEN);
    passes(20);
    assertThat(sessions.settings("b", NEW)).isEqualTo(THEN);
    passes(20);
    assertThat(sessions.settings("b", NEW)).isEqualTo(THEN);
    assertThatThrownBy(() -> sessions.settings("a", NEW))
        .hasMessage(
            "The session was not used for 30 minutes, and what it had set is gone; set it again,"
                + " or RESET it");
    sessions.change("a", NEW, settings -> settings.without(SessionSetting.AS_OF));
    assertThat(sessions.settings("a", NEW)).isEqualTo(SessionSettings.NONE);
    assertThat(sessions.size()).isEqualTo(1);
  }

  @Test
  void thereAreNoMoreThanTheLimit() {
    sessions.change("a", NEW, settings -> THEN);
    sessions.change("b", NEW, settings -> THEN);
    assertThatThrownBy(() -> sessions.change("c", NEW, settings -> THEN))
        .hasMessageContaining("2 sessions with settings")
        .hasMessageContaining("server.sessions");
    sessions.change("b", NEW, settings -> THEN);
    sessions.close("a", NEW);
    sessions.change("c", NEW, settings -> THEN);
    assertThat(sessions.size()).isEqualTo(2);
  }

  private void passes(long minutes) {
    now.updateAndGet(before -> before.plus(Duration.ofMinutes(minutes)));
  }

  @Test
  void aServerThatDoesNotKnowASessionTakesItFromItsClient() {
    SessionState told =
        new Sessions(2, Duration.ofMinutes(30), now::get).change("a", NEW, s -> THEN);
    assertThat(told).isEqualTo(new SessionState(1, THEN));

    assertThat(sessions.settings("a", told)).isEqualTo(THEN);
    assertThat(sessions.size()).isOne();
    passes(40);
    assertThat(sessions.settings("a", told)).isEqualTo(THEN);
  }

  @Test
  void theStateOfMoreChangesHoldsWhereverTheyWereMade() {
    Sessions other = new Sessions(2, Duration.ofMinutes(30), now::get);
    SessionState set = sessions.change("a", NEW, settings -> THEN);
    SessionState reset = other.change("a", set, s -> s.without(SessionSetting.AS_OF));
    assertThat(reset).isEqualTo(new SessionState(2, SessionSettings.NONE));

    assertThat(sessions.settings("a", reset)).isEqualTo(SessionSettings.NONE);
    SessionState again = sessions.change("a", reset, settings -> THEN);
    assertThat(other.close("a", again).revision()).isEqualTo(4);
    assertThat(sessions.settings("a", set)).isEqualTo(THEN);
  }

  @Test
  void moreSessionsThanAreKeptAreStillAnsweredFromWhatTheirClientsWereTold() {
    sessions.change("a", NEW, settings -> THEN);
    sessions.change("b", NEW, settings -> THEN);
    assertThat(sessions.settings("c", new SessionState(1, THEN))).isEqualTo(THEN);
    assertThat(sessions.size()).isEqualTo(2);
  }
}
