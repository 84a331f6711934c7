package io.azof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.Lakehouse;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.TableSchema;
import io.azof.storage.write.TableWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that look after a table: history, check, rollback, expire, orphans. */
final class MaintenanceCommandsTest {
  @TempDir private Path lakehouse;

  /** Version 1 without rows, then three commits of one row each, all of key "k". */
  @BeforeEach
  void write() {
    TableSchema schema = new TableSchema(List.of(new Column("a", ColumnType.INT, true)));
    try (BufferAllocator allocator = new RootAllocator();
        Lakehouse opened = Lakehouse.open(lakehouse.toString())) {
      opened.createTable("t", schema, Map.of());
      for (int commit = 1; commit <= 3; commit++) {
        try (TableWriter writer = opened.openWriter("t", allocator)) {
          writer.put("k", new EventTime(commit), Map.of("a", (long) commit));
          writer.commit();
        }
      }
    }
  }

  @Test
  void historyListsTheVersionsTheCurrentOneFirst() {
    List<String> lines = azof("history", "--format", "csv").succeeded().out().lines().toList();
    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).isEqualTo("version,committed_at,operation,summary");
    assertThat(lines.get(1)).matches("4,\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z,append,\".*rows=1.*\"");
    assertThat(lines.get(4)).matches("1,[^,]+,create,\"\"");
    assertThat(azof("history", "--limit", "1", "--format", "json").succeeded().out())
        .startsWith("{\"version\":4,\"committed_at\":\"")
        .hasLineCount(1);
  }

  @Test
  void historyOfATableOfVersion1IsItsNumber() throws IOException {
    TestTable.write(lakehouse);
    assertThat(
            Azof.in(lakehouse)
                .run(
                    "history",
                    "--lakehouse",
                    lakehouse.toString(),
                    "--table",
                    TestTable.NAME,
                    "--format",
                    "csv")
                .succeeded()
                .out())
        .isEqualTo("version,committed_at,operation,summary\n1,,,\n");
  }

  @Test
  void aCheckWithoutFaultsSaysWhatWasLookedAt() {
    assertThat(azof("check").succeeded().out())
        .isEqualTo("table t at version 4: no faults in 4 versions, 3 files\n");
    assertThat(azof("check", "--deep").succeeded().out())
        .isEqualTo("table t at version 4: no faults in 4 versions, 3 files, 3 rows\n");
    assertThat(azof("check", "--format", "json").succeeded().out()).isEmpty();
  }

  @Test
  void faultsAreListedAndTheExitCodeSaysSo() throws IOException {
    Files.delete(lakehouse.resolve("t/s2.json"));
    Azof.Outcome outcome = azof("check");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .contains("snapshot-missing", "t/s2.json", "The snapshot of version 2")
        .endsWith("table t at version 4: 1 faults in 3 versions, 3 files\n");
    assertThat(azof("check", "--deep", "--format", "json").out())
        .startsWith("{\"fault\":\"snapshot-missing\",\"version\":2,\"object\":\"t/s2.json\",")
        .hasLineCount(1);
  }

  @Test
  void rollbackBringsAnOlderVersionBackAsANewOne() {
    assertThat(azof("rollback", "--to", "2").succeeded().out())
        .isEqualTo("committed version 5, which is as version 2\n");
    assertThat(azof("scan", "--columns", "a", "--format", "csv").succeeded().out())
        .isEqualTo("a\n1\n");
    assertThat(azof("check", "--deep").succeeded().out()).contains("version 5: no faults");
    azof("rollback", "--to", "77").failed(3, "77");
    azof("rollback", "--to", "5").failed(2, "is at version 5 already");
  }

  @Test
  void expiredVersionsAreRemovedOnceTheGraceIsOver() throws IOException {
    azof("rollback", "--to", "1").succeeded();
    assertThat(azof("expire", "--versions-older-than", "PT0S").succeeded().out())
        .isEqualTo(
            """
            committed version 6: versions from 5 on are kept
            removed 0 objects (0 bytes)
            later, %d objects (%d bytes)
              when the grace of PT10M is over: azof orphans --delete
            """
                .formatted(7, bytes("s1.json", "s2.json", "s3.json", "s4.json") + dataBytes()));
    assertThat(azof("orphans", "--format", "csv").succeeded().out().lines())
        .hasSize(8)
        .contains("later," + bytes("s1.json") + ",s1.json");

    assertThat(azof("orphans", "--delete", "--grace", "PT0S", "--format", "csv").out())
        .contains("removed,", ",s4.json", ".parquet");
    assertThat(objects()).containsExactly("s5.json", "s6.json", "version.txt");
    assertThat(azof("orphans").succeeded().out()).isEqualTo("no orphans\n");
    assertThat(azof("check", "--deep").succeeded().out()).contains("no faults in 2 versions");
  }

  @Test
  void whenNothingIsOldEnoughNothingIsCommitted() {
    assertThat(azof("expire", "--versions-older-than", "2001-02-03").succeeded().out())
        .isEqualTo("nothing to expire; nothing was committed\nremoved 0 objects (0 bytes)\n");
  }

  @Test
  void stateBeforeTheFloorCannotBeAskedForAnyMore() {
    String floor = "1970-01-01T00:00:00.002Z";
    assertThat(azof("expire", "--history-before", floor).succeeded().out())
        .startsWith("committed version 5: states from " + floor + " on are kept\n");
    azof("scan", "--as-of", "1970-01-01T00:00:00.001Z").failed(2, "t", "has expired", floor);
    assertThat(azof("scan", "--as-of", floor, "--format", "csv", "--columns", "a").out())
        .isEqualTo("a\n2\n");
  }

  @Test
  void whatIsWrongWithAnOptionIsSaid() {
    azof("expire", "--versions-older-than", "P1M").failed(2, "\"P1M\"", "P7D");
    azof("expire", "--versions-older-than", "PT-1H").failed(2, "\"PT-1H\"");
    azof("expire", "--versions-older-than", "soon").failed(2, "\"soon\"");
    azof("expire", "--history-before", "9999-01-01").failed(2, "cannot expire yet");
    azof("orphans", "--grace", "10").failed(2, "\"10\"");
    assertThat(azof("expire").exitCode()).isEqualTo(2);
    assertThat(
            azof("expire", "--history-before", "2001-01-01", "--versions-older-than", "P1D")
                .exitCode())
        .isEqualTo(2);
  }

  private Azof.Outcome azof(String command, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of(command, "--lakehouse", lakehouse.toString(), "--table", "t"));
    arguments.addAll(List.of(more));
    return Azof.in(lakehouse).run(arguments.toArray(String[]::new));
  }

  private List<String> objects() throws IOException {
    try (Stream<Path> files = Files.list(lakehouse.resolve("t"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith(".azof-"))
          .sorted()
          .toList();
    }
  }

  private long bytes(String... names) throws IOException {
    long bytes = 0;
    for (String name : names) {
      bytes += Files.size(lakehouse.resolve("t").resolve(name));
    }
    return bytes;
  }

  private long dataBytes() throws IOException {
    return bytes(objects().stream().filter(n -> n.endsWith(".parquet")).toArray(String[]::new));
  }
}
