package io.azof.storage.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.fixture.CountingObjectStore;
import io.azof.storage.model.Traffic;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long a table is taken for current without asking again. */
final class SnapshotAgeTest {
  private static final String SNAPSHOT = "{\"schema\": {\"columns\": []}, \"segments\": []}";

  private final CountingObjectStore store = new CountingObjectStore(new MemoryObjectStore());
  private Instant now = Instant.parse("2024-01-01T00:00:00Z");
  private final SnapshotReader reader =
      new SnapshotReader(store, Duration.ofMillis(500), () -> now);

  @BeforeEach
  void write() {
    store.createIfAbsent("t/s1.json", SNAPSHOT.getBytes(UTF_8));
    store.createIfAbsent("t/s2.json", SNAPSHOT.getBytes(UTF_8));
    store.createIfAbsent("t/version.txt", "1".getBytes(UTF_8));
    store.takeCalls();
  }

  @Test
  void aTableIsTakenForCurrentUntilItIsTooOld() {
    assertThat(reader.recent("t").snapshot().version()).isEqualTo(1);
    assertThat(store.takeCalls()).containsExactly("read t/version.txt", "read t/s1.json");
    commit();
    now = now.plusMillis(499);
    assertThat(reader.recent("t").snapshot().version()).isEqualTo(1);
    assertThat(reader.recent("t").traffic()).isEqualTo(Traffic.NONE);
    assertThat(store.takeCalls()).isEmpty();
    now = now.plusMillis(1);
    assertThat(reader.recent("t").snapshot().version()).isEqualTo(2);
    assertThat(store.takeCalls()).containsExactly("read t/version.txt", "read t/s2.json");
  }

  @Test
  void whoFollowsTheCurrentVersionAlwaysAsks() {
    assertThat(reader.recent("t").snapshot().version()).isEqualTo(1);
    commit();
    assertThat(reader.current("t").version()).isEqualTo(2);
  }

  @Test
  void aClockThatGoesBackMakesNothingYounger() {
    assertThat(reader.recent("t").snapshot().version()).isEqualTo(1);
    commit();
    now = now.minusSeconds(3600);
    assertThat(reader.recent("t").snapshot().version()).isEqualTo(2);
  }

  private void commit() {
    String tag = store.read("t/version.txt").orElseThrow().tag();
    assertThat(store.replaceIfMatch("t/version.txt", "2".getBytes(UTF_8), tag)).isPresent();
    store.takeCalls();
  }
}
