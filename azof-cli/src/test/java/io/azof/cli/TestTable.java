package io.azof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small table of one's own in a folder: a base, a delta, and every type. */
final class TestTable {
  static final String NAME = "readings";

  private static final String SNAPSHOT =
      """
      {
        "schema": {"columns": [
          {"name": "note", "data_type": "String", "nullable": true},
          {"name": "amount", "data_type": "Int", "nullable": true},
          {"name": "good", "data_type": "Boolean", "nullable": true},
          {"name": "due", "data_type": "DateTime", "nullable": true}
        ]},
        "segments": [
          {"id": "2024", "start": "2024-01-01T00:00:00.000Z", "file": "base.parquet",
           "delta": [{"file": "delta.parquet",
                      "start": "2024-02-01T00:00:00.000Z", "end": "2024-03-01T00:00:00.000Z"}]}
        ]
      }
      """;

  private static final String BASE =
      """
      b,2024-01-01T00:00:00.000Z,"one, two",1,true,2024-05-01T00:00:00.000Z
      a,2024-01-01T00:00:00.000Z,"",-2,false,
      c,2024-01-01T00:00:00.000Z,,,,
      """;

  private static final String DELTA =
      """
      b,2024-03-01T00:00:00.000Z,"say ""three\""",3,false,2024-05-02T01:02:03.004Z
      d,2024-02-01T00:00:00.000Z,ünï,4,true,1969-12-31T23:59:59.999Z
      """;

  private final Path lakehouse;

  private TestTable(Path lakehouse) {
    this.lakehouse = lakehouse;
  }

  static TestTable write(Path lakehouse) throws IOException {
    TestTable table = new TestTable(lakehouse);
    Files.createDirectories(table.file(""));
    table.put("version.txt", "1");
    table.put("s1.json", SNAPSHOT);
    table.put("base.csv", BASE);
    table.put("delta.csv", DELTA);
    for (String file : new String[] {"base.csv", "delta.csv"}) {
      Azof.Outcome gen =
          Azof.in(lakehouse)
              .run("gen", "--lakehouse", lakehouse.toString(), "--table", NAME, "--file", file);
      assertThat(gen.err()).isEmpty();
      assertThat(gen.exitCode()).isZero();
    }
    return table;
  }

  Path file(String name) {
    return lakehouse.resolve(NAME).resolve(name);
  }

  void put(String name, String content) throws IOException {
    Files.writeString(file(name), content);
  }

  /** Replaces a text in the snapshot. */
  void change(String text, String other) throws IOException {
    assertThat(SNAPSHOT).contains(text);
    put("s1.json", SNAPSHOT.replace(text, other));
  }
}
