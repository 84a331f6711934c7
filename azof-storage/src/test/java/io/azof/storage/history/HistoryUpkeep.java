package io.azof.storage.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.Lakehouse;
import io.azof.storage.maintain.CheckReport;
import io.azof.storage.maintain.Garbage;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Lineage;
import io.azof.storage.model.Snapshot;
import io.azof.storage.objectstore.Listing;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.write.TableWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Lets the table of a history go of what is old, and looks after what it still has. */
final class HistoryUpkeep {
  private static final int GRACE_MILLIS_MAX = 60;

  /** Somebody who began to read a version, and what may be read until the end. */
  private record Reader(long sinceMillis, Set<String> objects) {}

  private final Random random;
  private final RandomHistory history;
  private final ObjectStore store;
  private final BufferAllocator allocator;
  private final List<Reader> readers = new ArrayList<>();
  private int strays;

  HistoryUpkeep(
      Random random, RandomHistory history, ObjectStore store, BufferAllocator allocator) {
    this.random = random;
    this.history = history;
    this.store = store;
    this.allocator = allocator;
  }

  /**
   * One random step.
   *
   * @return what was done
   */
  String step(Lakehouse lakehouse) {
    return switch (random.nextInt(6)) {
      case 0 -> expireVersions(lakehouse);
      case 1 -> expireHistory(lakehouse);
      case 2 -> leaveStray(lakehouse);
      case 3 -> check(lakehouse);
      case 4 -> leaveStray(lakehouse) + ", " + sweep(lakehouse);
      default -> sweep(lakehouse);
    };
  }

  private String expireVersions(Lakehouse lakehouse) {
    beginToRead(lakehouse);
    List<Long> retained = history.retained();
    Instant olderThan = committedAt(lakehouse, any(retained)).plusMillis(random.nextInt(3) - 1);
    long oldest = retained.get(retained.size() - 1);
    for (int i = retained.size() - 2; i >= 0; i--) {
      if (!committedAt(lakehouse, oldest).isBefore(olderThan)
          && !committedAt(lakehouse, retained.get(i)).isBefore(olderThan)) {
        oldest = retained.get(i);
      }
    }
    Optional<Snapshot> expired =
        lakehouse.maintenance().expireVersions(HistoryRun.TABLE, olderThan);
    assertThat(expired.isPresent())
        .as("whether versions before %s expire", oldest)
        .isEqualTo(oldest > retained.get(0));
    if (expired.isPresent()) {
      history.expired(expired.get().version(), oldest);
    }
    requireOnlyRetained(lakehouse);
    return "expire the versions before " + oldest + ": " + expired.map(Snapshot::version);
  }

  private void requireOnlyRetained(Lakehouse lakehouse) {
    assertThat(
            lakehouse.versions(HistoryRun.TABLE).versions().map(Lineage.Ancestor::version).sorted())
        .isEqualTo(history.retained());
    for (long version : history.expired()) {
      refused(
          ErrorCode.VERSION_NOT_FOUND,
          "does not retain version " + version,
          () -> lakehouse.table(HistoryRun.TABLE, version));
    }
  }

  private String expireHistory(Lakehouse lakehouse) {
    beginToRead(lakehouse);
    long before = lakehouse.table(HistoryRun.TABLE).version();
    long millis = newFloorMillis(lakehouse);
    if (millis > history.nowMillis() || millis < history.floorMillis()) {
      refused(
          ErrorCode.ARGUMENT_INVALID,
          millis < history.floorMillis() ? "has expired already" : "cannot expire yet",
          () -> lakehouse.maintenance().expireHistory(HistoryRun.TABLE, new EventTime(millis)));
      assertThat(lakehouse.table(HistoryRun.TABLE).version()).isEqualTo(before);
      return "refuse to expire the history before " + millis;
    }
    Optional<Snapshot> expired =
        lakehouse.maintenance().expireHistory(HistoryRun.TABLE, new EventTime(millis));
    assertThat(expired.isPresent())
        .as("whether the history before %s expires", millis)
        .isEqualTo(millis > history.floorMillis());
    if (expired.isPresent()) {
      history.floored(expired.get().version(), millis);
      requireNoRowsBefore(lakehouse, millis);
    }
    return "expire the history before " + millis + ": " + expired.map(Snapshot::version);
  }

  /** Near a row, or where a segment ends. */
  private long newFloorMillis(Lakehouse lakehouse) {
    List<Long> ends =
        lakehouse
            .table(HistoryRun.TABLE)
            .snapshot()
            .allSegments()
            .flatMap(segment -> Stream.ofNullable(segment.range().end()))
            .map(EventTime::epochMillis)
            .toList();
    return ends.isEmpty() || random.nextBoolean()
        ? history.moment().boundMillis()
        : any(ends) + random.nextInt(2);
  }

  private void requireNoRowsBefore(Lakehouse lakehouse, long millis) {
    refused(
        ErrorCode.ARGUMENT_INVALID,
        "the earliest that the table keeps",
        () -> {
          try (TableWriter writer = lakehouse.openWriter(HistoryRun.TABLE, allocator)) {
            writer.delete("k0", new EventTime(millis - 1));
            writer.commit();
          }
        });
  }

  private void beginToRead(Lakehouse lakehouse) {
    Snapshot snapshot = lakehouse.table(HistoryRun.TABLE, any(history.retained())).snapshot();
    readers.add(new Reader(history.nowMillis(), objects(snapshot)));
  }

  /** What a writer leaves that is killed before it has committed, or what somebody put there. */
  private String leaveStray(Lakehouse lakehouse) {
    long current = lakehouse.table(HistoryRun.TABLE).version();
    String name =
        switch (random.nextInt(4)) {
          case 0 -> "s" + (current + 1) + ".json";
          case 1 -> "notes" + strays++ + ".parquet";
          default -> "delta-b" + current + "-stray" + strays++ + ".parquet";
        };
    byte[] content =
        store.read(HistoryRun.TABLE + "/s" + current + ".json").orElseThrow().content();
    store.createIfAbsent(HistoryRun.TABLE + "/" + name, content);
    return "leave " + name;
  }

  /** Removes garbage: what is needed stays, and nothing else but what may still be. */
  private String sweep(Lakehouse lakehouse) {
    long graceMillis = random.nextBoolean() ? 0 : random.nextInt(GRACE_MILLIS_MAX);
    Set<String> before = stored();
    Garbage garbage =
        lakehouse.maintenance().removeGarbage(HistoryRun.TABLE, Duration.ofMillis(graceMillis));
    Set<String> needed = new TreeSet<>(Set.of("version.txt"));
    for (long version : history.retained()) {
      needed.addAll(objects(lakehouse.table(HistoryRun.TABLE, version).snapshot()));
    }
    Set<String> after = stored();
    assertThat(after).as("what is there after a sweep").containsAll(needed);
    for (Reader reader : readers) {
      if (history.nowMillis() - reader.sinceMillis() < graceMillis) {
        assertThat(after).as("what a reader may look at").containsAll(reader.objects());
      }
    }
    readers.removeIf(reader -> !after.containsAll(reader.objects()));
    long current = lakehouse.table(HistoryRun.TABLE).version();
    boolean isClockAhead =
        !committedAt(lakehouse, current).isAfter(Instant.ofEpochMilli(history.nowMillis()));
    if (graceMillis == 0 && isClockAhead) {
      after.removeAll(needed);
      assertThat(after)
          .as("what is left of what is not needed at version %s", current)
          .allMatch(name -> name.startsWith("notes") || number(name) >= current);
    }
    before.removeAll(stored());
    assertThat(before)
        .as("what was removed at version %s", current)
        .isEqualTo(names(garbage.removable()))
        .allMatch(name -> !name.startsWith("notes") && number(name) < current);
    return "sweep with a grace of " + graceMillis + " ms: " + before;
  }

  private static long number(String name) {
    String digits = name.replaceFirst("^(s|delta-b|base-b)(\\d+)[-.].*$", "$2");
    return Long.parseLong(digits);
  }

  /** Looks for faults in all that there is. */
  String check(Lakehouse lakehouse) {
    CheckReport report = lakehouse.maintenance().checkDeep(HistoryRun.TABLE, allocator);
    assertThat(report.faults()).as("faults").isEmpty();
    assertThat(report.versions()).as("checked versions").isEqualTo(history.retained().size());
    return "check";
  }

  private static Set<String> objects(Snapshot snapshot) {
    Set<String> names = new HashSet<>(Set.of("s" + snapshot.version() + ".json"));
    snapshot.files().map(DataFile::name).forEach(names::add);
    return names;
  }

  private Set<String> stored() {
    return names(store.list(HistoryRun.TABLE).objects());
  }

  private static Set<String> names(List<Listing.Entry> objects) {
    Set<String> names = new TreeSet<>();
    objects.forEach(object -> names.add(object.name()));
    return names;
  }

  private static Instant committedAt(Lakehouse lakehouse, long version) {
    Snapshot snapshot = lakehouse.table(HistoryRun.TABLE, version).snapshot();
    return Objects.requireNonNull(snapshot.lineage()).committedAt();
  }

  private long any(List<Long> numbers) {
    return numbers.get(random.nextInt(numbers.size()));
  }

  private static void refused(ErrorCode code, String words, ThrowingCallable call) {
    assertThatThrownBy(call)
        .hasMessageContaining(words)
        .isInstanceOfSatisfying(AzofException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
