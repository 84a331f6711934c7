package io.azof.storage.compact;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.Lakehouse;
import io.azof.storage.fixture.FaultyObjectStore;
import io.azof.storage.fixture.FaultyObjectStore.Call;
import io.azof.storage.fixture.Rows;
import io.azof.storage.merge.VersionRow;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Lineage.Ancestor;
import io.azof.storage.model.Operation;
import io.azof.storage.objectstore.Listing;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.snapshot.SnapshotReader;
import io.azof.storage.snapshot.VersionChain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/**
 * One plan of a table, carried out through a store that fails, and what is looked at afterwards:
 * that what was said is true, now and ever after; that each version at each time is what its rows
 * say; that the deep check finds no fault; that the table can be written to, compacted and swept.
 */
final class FaultyCompaction implements AutoCloseable {
  private static final Set<ErrorCode> HONEST =
      Set.of(ErrorCode.STORE_FAILED, ErrorCode.CONFLICT, ErrorCode.COMMIT_UNKNOWN);

  private final ObjectStore plain;
  private final FaultyObjectStore faulty;
  private final CompactableTable table;
  private final BufferAllocator allocator;
  private final Lakehouse lakehouse;
  private final Lakehouse others;
  private final Set<Integer> seen;
  private final long versionBefore;

  /**
   * @param plain holds the table; is given to nobody else
   * @param table what is in it; others may commit to it by {@link #others}
   * @param seen the states of stores that were found to be right; added to
   */
  FaultyCompaction(
      ObjectStore plain, CompactableTable table, BufferAllocator allocator, Set<Integer> seen) {
    this.plain = plain;
    this.faulty = new FaultyObjectStore(plain);
    this.table = table;
    this.allocator = allocator;
    this.seen = seen;
    this.lakehouse = CompactableTable.openTried(faulty, "c");
    faulty.heal();
    this.others = CompactableTable.open(plain, "o");
    this.versionBefore = others.table(CompactableTable.NAME).version();
  }

  /** Told to fail before {@link #run}. */
  FaultyObjectStore store() {
    return faulty;
  }

  /** Another process at the same table. */
  Lakehouse others() {
    return others;
  }

  CompactableTable table() {
    return table;
  }

  /**
   * Carries one plan out, and looks at all that has to hold.
   *
   * @param what was made to fail, for messages
   * @return the calls of the store that it took
   */
  List<Call> run(String what) {
    @Nullable ErrorCode said = null;
    try {
      lakehouse.compact(CompactableTable.NAME, allocator, this::isDone);
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
    others.compact(CompactableTable.NAME, allocator);
    assertThat(others.compactionPlan(CompactableTable.NAME).isEmpty()).as(outcome).isTrue();
    others.maintenance().removeGarbage(CompactableTable.NAME, Duration.ZERO);
    requireRight(outcome + ", then all was compacted and swept");
    return calls;
  }

  /** One plan is enough. */
  private boolean isDone() {
    return compactions() > 0;
  }

  private void requireTrue(@Nullable ErrorCode said, String outcome) {
    if (said != ErrorCode.COMMIT_UNKNOWN) {
      assertThat(compactions()).as(outcome).isEqualTo(said == null ? 1 : 0);
    }
  }

  private long compactions() {
    SnapshotReader snapshots = new SnapshotReader(plain);
    String name = CompactableTable.NAME;
    return new VersionChain(snapshots, name, snapshots.current(name))
        .versions()
        .filter(version -> version.version() > versionBefore)
        .filter(version -> version.operation().equals(Operation.COMPACT))
        .count();
  }

  private void requireRight(String outcome) {
    List<Long> versions =
        others.versions(CompactableTable.NAME).versions().map(Ancestor::version).toList();
    for (long millis = 5; millis < 60; millis += 16) {
      requireRight(versions.get(0), AsOf.at(new EventTime(millis)), outcome);
    }
    for (long version : versions) {
      requireRight(version, AsOf.LATEST, outcome);
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

  private void requireRight(long version, AsOf asOf, String outcome) {
    Map<String, VersionRow> winners = new LinkedHashMap<>();
    for (VersionRow row : table.rows()) {
      if (row.sequence() <= version && row.millis() <= asOf.boundMillis()) {
        winners.merge(row.key(), row, (a, b) -> MemoryTable.isNewer(b, a) ? b : a);
      }
    }
    List<List<@Nullable Object>> state = new ArrayList<>();
    try (ArrowReader reader =
        others.table(CompactableTable.NAME, version).scan().asOf(asOf).openReader(allocator)) {
      state.addAll(Rows.read(reader));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(Rows.sorted(state))
        .as("%s: version %s as of %s", outcome, version, asOf)
        .isEqualTo(Rows.sorted(MemoryTable.shown(winners)));
  }

  @Override
  public void close() {
    lakehouse.close();
    others.close();
  }
}
