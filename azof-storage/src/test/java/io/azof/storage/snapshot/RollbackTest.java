package io.azof.storage.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.Lineage;
import io.azof.storage.model.Operation;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TableSchema;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class RollbackTest {
  private final MemoryObjectStore memory = new MemoryObjectStore();
  private final SnapshotReader reader = new SnapshotReader(memory);
  private final Commits commits = new Commits(memory, "a");

  @Test
  void anOlderVersionComesBackAsANewOne() {
    commits.create();
    Snapshot second = commits.append("x");
    commits.append("y");
    Snapshot back = rollBack(2);
    assertThat(back.version()).isEqualTo(4);
    assertThat(back.segments()).isEqualTo(second.segments());
    assertThat(back.schema()).isEqualTo(second.schema());
    Lineage lineage = Objects.requireNonNull(back.lineage());
    assertThat(lineage.operation()).isEqualTo(Operation.ROLLBACK);
    assertThat(lineage.summary()).isEqualTo(Map.of("to_version", "2"));
    assertThat(lineage.parent()).isEqualTo(3);
  }

  @Test
  void aRollbackCanBeRolledBack() {
    commits.create();
    commits.append("x");
    commits.append("y");
    rollBack(1);
    assertThat(Commits.rows(rollBack(3))).containsExactly("x", "y");
    assertThat(Commits.rows(commits.append("z"))).containsExactly("x", "y", "z");
  }

  @Test
  void olderColumnsComeBackUnderANewSchemaId() {
    commits.create();
    Column added = new Column(5, "m", ColumnType.INT, true, "m", 2, null, null);
    TableSchema wider = new TableSchema(2, 5, List.of(Commits.SCHEMA.columns().get(0), added));
    commits
        .committer()
        .commit(
            "t",
            current -> {
              Draft same = Draft.of(current, current.segments(), Operation.ALTER, Map.of());
              return Commits.prepared(
                  version ->
                      new Draft(
                          wider,
                          same.segments(),
                          same.properties(),
                          null,
                          same.retainedFrom(),
                          same.operation(),
                          same.summary()));
            });
    Snapshot back = rollBack(1);
    assertThat(back.schema()).isEqualTo(new TableSchema(3, 5, Commits.SCHEMA.columns()));
  }

  @Test
  void onlyRetainedVersionsComeBack() {
    commits.create();
    commits.append("x");
    Committer committer = commits.committer();
    committer.commit("t", commits.appending("y", retainedFrom -> 2));
    fails(
        ErrorCode.VERSION_NOT_FOUND,
        "Table \"t\" does not retain version 1; the oldest that it retains is 2",
        1);
    assertThat(Commits.rows(rollBack(2))).containsExactly("x");
  }

  @Test
  void theCurrentVersionIsNoTarget() {
    commits.create();
    fails(ErrorCode.ARGUMENT_INVALID, "Table \"t\" is at version 1 already", 1);
    fails(ErrorCode.VERSION_NOT_FOUND, "Table \"t\" has no version 2; it is at version 1", 2);
    assertThat(reader.current("t").version()).isEqualTo(1);
  }

  private Snapshot rollBack(long target) {
    return commits.committer().commit("t", new Rollback(reader, "t", target));
  }

  private void fails(ErrorCode code, String message, long target) {
    assertThatThrownBy(() -> rollBack(target))
        .hasMessage(message)
        .isInstanceOfSatisfying(AzofException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
