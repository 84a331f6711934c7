package io.azof.server.security;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LoginPauseTest {
  private static final Peer HERE = new Peer("10.0.0.1", Optional.empty());
  private static final Peer THERE = new Peer("10.0.0.2", Optional.empty());

  private Instant now = Instant.parse("2024-01-01T00:00:00Z");
  private final LoginPause pause = new LoginPause(() -> now);

  @Test
  void eachFailureDoublesThePauseUpToAMinute() {
    fail("ann", HERE, 5);
    assertOver("ann", HERE);
    for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      fail("ann", HERE, 1);
      now = now.plusSeconds(seconds).minusMillis(1);
      assertThatThrownBy(() -> pause.requireOver("ann", HERE)).hasMessageContaining("in 1 s");
      now = now.plusMillis(1);
      assertOver("ann", HERE);
    }
  }

  @Test
  void othersAndOtherAddressesDoNotWait() {
    fail("ann", HERE, 10);

    assertOver("bob", HERE);
    assertOver("ann", THERE);
  }

  @Test
  void anAddressThatTriesManyNamesWaits() {
    for (int i = 0; i < 51; i++) {
      fail("user " + i, HERE, 1);
    }
    assertThatThrownBy(() -> pause.requireOver("another", HERE)).hasMessageContaining("Too many");
    assertOver("another", THERE);
  }

  @Test
  void successOrTimeForgives() {
    fail("ann", HERE, 5);
    pause.succeeded("ann", HERE);
    fail("ann", HERE, 1);
    assertOver("ann", HERE);

    fail("bob", HERE, 9);
    now = now.plus(Duration.ofMinutes(15));
    fail("bob", HERE, 1);
    assertOver("bob", HERE);
  }

  @Test
  void itForgetsTheOldestRatherThanGrowWithoutBound() {
    fail("ann", THERE, 9);
    for (int i = 0; i < 10_000; i++) {
      pause.failed("user " + i, new Peer("10.1." + i, Optional.empty()));
    }
    assertOver("ann", THERE);
  }

  private void fail(String user, Peer peer, int times) {
    for (int i = 0; i < times; i++) {
      pause.failed(user, peer);
    }
  }

  private void assertOver(String user, Peer peer) {
    assertThatCode(() -> pause.requireOver(user, peer)).doesNotThrowAnyException();
  }
}
