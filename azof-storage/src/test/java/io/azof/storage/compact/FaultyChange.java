package io.azof.storage.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.Lakehouse;
import io.azof.storage.fixture.FaultyObjectStore;
import io.azof.storage.fixture.FaultyObjectStore.Call;
import io.azof.storage.fixture.Rows;
import io.azof.storage.merge.VersionRow;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Lineage;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Snapshot;
import io.azof.storage.objectstore.Listing;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.snapshot.SnapshotReader;
import io.azof.storage.snapshot.VersionChain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/**
 * One change of a table, carried out through a store that fails, and what is looked at afterwards:
 * that what was said is true, now and ever after; that each version at each time is what its rows
 * say; that the deep check finds no fault; that the table can be written to, compacted and swept.
 */
public final class FaultyChange implements AutoCloseable {
  private static final Set<ErrorCode> HONEST =
      Set.of(
          ErrorCode.STORE_FAILED,
          ErrorCode.CONFLICT,
          ErrorCode.COMMIT_UNKNOWN,
          ErrorCode.VERSION_NOT_FOUND); // of a rollback to what others have let go of

  /** What the commits of the change go by, and those of others do not. */
  private static final String IDS = "c";

  private final ObjectStore plain;
  private final FaultyObjectStore faulty;
  private final CompactableTable table;
  private final TableChange change;
  private final BufferAllocator allocator;
  private final Lakehouse lakehouse;
  private final Lakehouse others;
  private final Set<Integer> seen;

  /**
   * @param plain holds the table; is given to nobody else
   * @param table what is in it; others may commit to it by {@link #others}
   * @param change what is carried out, in one commit
   * @param seen the states of stores that were found to be right; added to
   */
  FaultyChange(
      ObjectStore plain,
      CompactableTable table,
      TableChange change,
      BufferAllocator allocator,
      Set<Integer> seen) {
    this.plain = plain;
    this.faulty = new FaultyObjectStore(plain);
    this.table = table;
    this.change = change;
    this.allocator = allocator;
    this.seen = seen;
    this.lakehouse = CompactableTable.openTried(faulty, IDS);
    faulty.heal();
    this.others = CompactableTable.open(plain, "o");
  }

  /** Told to fail before {@link #run}. */
  public FaultyObjectStore store() {
    return faulty;
  }

  /** Another process at the same table. */
  public Lakehouse others() {
    return others;
  }

  public CompactableTable table() {
    return table;
  }

  /**
   * Carries the change out, and looks at all that has to hold.
   *
   * @param what was made to fail, for messages
   * @return the calls of the store that it took
   */
  List<Call> run(String what) {
    @Nullable ErrorCode said = null;
    try {
      change.make(lakehouse, allocator, () -> commits() > 0);
    } catch (AzofException e) {
      said = e.code();
      assertThat(HONEST).as(what + ": " + e.getMessage()).contains(said);
    }
    List<Call> calls = faulty.calls();
    faulty.heal();
    String outcome = what + ", " + (said == null ? "committed" : said);
    requireTrue(said, outcome);
    if (!seen.add(state()) && !faulty.hasDelayed()) {
      return calls; // ids are given in order: what has the same bytes went the same way
    }
    table.append(others, allocator, 40, 3);
    requireTrue(said, outcome + ", then somebody else committed");
    faulty.arrive();
    requireTrue(said, outcome + ", then what was late arrived");
    requireRight(outcome);
    others.compactor().compact(CompactableTable.NAME, allocator);
    assertThat(others.compactor().plan(CompactableTable.NAME).isEmpty()).as(outcome).isTrue();
    others.maintenance().removeGarbage(CompactableTable.NAME, Duration.ZERO);
    requireRight(outcome + ", then all was compacted and swept");
    return calls;
  }

  private void requireTrue(@Nullable ErrorCode said, String outcome) {
    if (said != ErrorCode.COMMIT_UNKNOWN) {
      assertThat(commits()).as(outcome).isEqualTo(said == null ? 1 : 0);
    }
  }

  /** How often the change was committed. */
  private long commits() {
    return versions().filter(version -> lineage(version).commitId().startsWith(IDS)).count();
  }

  private Stream<Snapshot> versions() {
    SnapshotReader snapshots = new SnapshotReader(plain);
    String name = CompactableTable.NAME;
    return new VersionChain(snapshots, name, snapshots.current(name)).snapshots();
  }

  private static Lineage lineage(Snapshot version) {
    return Objects.requireNonNull(version.lineage());
  }

  private void requireRight(String outcome) {
    List<Snapshot> versions = versions().toList();
    List<Lineage> rollbacks =
        versions.stream()
            .map(FaultyChange::lineage)
            .filter(lineage -> lineage.operation().equals(Operation.ROLLBACK))
            .toList();
    for (long millis = 5; millis < 60; millis += 16) {
      requireRight(versions.get(0), AsOf.at(new EventTime(millis)), rollbacks, outcome);
    }
    for (Snapshot version : versions) {
      requireRight(version, AsOf.LATEST, rollbacks, outcome);
    }
    assertThat(others.maintenance().checkDeep(CompactableTable.NAME, allocator).faults())
        .as(outcome)
        .isEmpty();
  }

  private int state() {
    int state = table.rows().hashCode();
    for (Listing.Entry object : plain.list(CompactableTable.NAME).objects()) {
      String key = CompactableTable.NAME + "/" + object.name();
      byte[] content = plain.read(key).orElseThrow().content();
      state = 31 * (31 * state + key.hashCode()) + Arrays.hashCode(content);
    }
    return state;
  }

  private void requireRight(Snapshot version, AsOf asOf, List<Lineage> rollbacks, String outcome) {
    String what = "%s: version %s as of %s".formatted(outcome, version.version(), asOf);
    EventTime floor = version.eventTimeFloor();
    if (floor != null && asOf.boundMillis() < floor.epochMillis()) {
      assertThatThrownBy(() -> state(version, asOf))
          .as(what)
          .isInstanceOfSatisfying(
              AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.HISTORY_EXPIRED));
      return;
    }
    Map<String, VersionRow> winners = new LinkedHashMap<>();
    for (VersionRow row : table.rows()) {
      if (isOf(version, row, rollbacks) && row.millis() <= asOf.boundMillis()) {
        winners.merge(row.key(), row, (a, b) -> MemoryTable.isNewer(b, a) ? b : a);
      }
    }
    assertThat(Rows.sorted(state(version, asOf)))
        .as(what)
        .isEqualTo(Rows.sorted(MemoryTable.shown(winners)));
  }

  /** Whether a version has a row: all that were committed until then, but for those taken back. */
  private static boolean isOf(Snapshot version, VersionRow row, List<Lineage> rollbacks) {
    return row.sequence() <= version.version()
        && rollbacks.stream()
            .filter(rollback -> rollback.parent() < version.version())
            .noneMatch(rollback -> takesBack(rollback, row));
  }

  private static boolean takesBack(Lineage rollback, VersionRow row) {
    long target = Long.parseLong(rollback.summary().getOrDefault("to_version", ""));
    return row.sequence() > target && row.sequence() <= rollback.parent();
  }

  private List<List<@Nullable Object>> state(Snapshot version, AsOf asOf) {
    try (ArrowReader reader =
        others
            .table(CompactableTable.NAME, version.version())
            .scan()
            .asOf(asOf)
            .openReader(allocator)) {
      return Rows.read(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    lakehouse.close();
    others.close();
  }
}
