package io.azof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.Lakehouse;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import io.azof.storage.write.TableWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompactCommandTest {
  @TempDir private Path folder;

  @Test
  void aDryRunSaysWhatWouldBeDoneAndChangesNothing() {
    write(Map.of("compaction.delta-files-max", "2"));
    assertThat(compact("--dry-run").succeeded().out())
        .startsWith("compaction of version 4\n  merge 3 deltas of segment \"era-1\" with 3 rows")
        .contains("now: 3 rows in 3 files", "then at most: 3 rows in 1 file");
    assertThat(version()).isEqualTo(4);
  }

  @Test
  void whatWasDoneIsSaidAndThenThereIsNothingToDo() {
    write(Map.of("compaction.delta-files-max", "2"));
    assertThat(compact().succeeded().out()).contains("merge 3 deltas");
    assertThat(version()).isEqualTo(5);
    assertThat(compact().succeeded().out())
        .startsWith("compaction of version 5\n  nothing to do\n  now: 3 rows in 1 file");
    assertThat(version()).isEqualTo(5);
  }

  @Test
  void aMissingTableIsNamed() {
    Azof.in(folder)
        .run("compact", "--lakehouse", folder.toString(), "--table", "nothing")
        .failed(3, "There is no table \"nothing\"");
  }

  private void write(Map<String, String> properties) {
    TableSchema schema = new TableSchema(List.of(new Column("a", ColumnType.INT, true)));
    try (BufferAllocator allocator = new RootAllocator();
        Lakehouse lakehouse = Lakehouse.open(folder.toString())) {
      lakehouse.createTable("t", schema, properties);
      for (int commit = 1; commit <= 3; commit++) {
        try (TableWriter writer = lakehouse.openWriter("t", allocator)) {
          writer.put("k", new EventTime(commit), Map.of("a", (long) commit));
          writer.commit();
        }
      }
    }
  }

  private long version() {
    try (Lakehouse lakehouse = Lakehouse.open(folder.toString())) {
      return lakehouse.table("t").version();
    }
  }

  private Azof.Outcome compact(String... options) {
    String[] arguments = new String[5 + options.length];
    System.arraycopy(
        new String[] {"compact", "--lakehouse", folder.toString(), "--table", "t"},
        0,
        arguments,
        0,
        5);
    System.arraycopy(options, 0, arguments, 5, options.length);
    return Azof.in(folder).run(arguments);
  }
}
