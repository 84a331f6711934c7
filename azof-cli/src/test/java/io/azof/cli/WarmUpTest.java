package io.azof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.sql.QuerySettings;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class WarmUpTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  @Test
  void asksItsQuestionsUntilItIsStopped() throws InterruptedException {
    WarmUp warmUp = WarmUp.start(QuerySettings.defaults(), LONG);
    long lastNanos = System.nanoTime() + LONG.toNanos();
    while (warmUp.askedCount() < 10 && System.nanoTime() - lastNanos < 0) {
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
    warmUp.stop();
    warmUp.awaitEnd();
    assertThat(warmUp.askedCount()).isGreaterThanOrEqualTo(10);
  }

  @Test
  void endsByItself() throws InterruptedException {
    WarmUp warmUp = WarmUp.start(QuerySettings.defaults(), Duration.ZERO);
    warmUp.awaitEnd();
    assertThat(warmUp.askedCount()).isZero();
  }
}
