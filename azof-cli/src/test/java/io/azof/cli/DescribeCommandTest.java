package io.azof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DescribeCommandTest {
  @TempDir private Path lakehouse;

  @Test
  void aTableIsShownWithItsVersionItsColumnsAndItsTree() throws IOException {
    Path table = Files.createDirectory(lakehouse.resolve("t"));
    Files.writeString(table.resolve("version.txt"), "12");
    Files.writeString(
        table.resolve("s12.json"),
        """
        {
          "schema": {"columns": [
            {"name": "amount", "data_type": "Int", "nullable": true},
            {"name": "due", "data_type": "DateTime", "nullable": false}]},
          "segments": [
            {"id": "old", "start": "2023-01-01T00:00:00Z", "end": "2023-12-31T23:59:59.999Z",
             "file": "old.parquet",
             "segments": [{"id": "old q1", "start": "2023-01-01T00:00:00Z",
                           "end": "2023-03-31T23:59:59.999Z",
                           "delta": [{"file": "d1.parquet", "start": "2023-01-01T00:00:00Z",
                                      "end": "2023-01-31T00:00:00Z"}]}]},
            {"id": "new", "start": "2024-01-01T00:00:00Z", "file": "new.parquet"}
          ]
        }
        """);

    assertThat(
            Azof.in(lakehouse)
                .run("describe", "--lakehouse", lakehouse.toString(), "--table", "t")
                .succeeded()
                .out())
        .isEqualTo(
            """
            table    t
            version  12

            columns
              key         String    not null
              event_time  DateTime  not null
              amount      Int       nullable
              due         DateTime  not null

            segments
            ├─ old  [2023-01-01T00:00:00.000Z, 2023-12-31T23:59:59.999Z]
            │  ├─ base   old.parquet
            │  └─ old q1  [2023-01-01T00:00:00.000Z, 2023-03-31T23:59:59.999Z]
            │     └─ delta  d1.parquet  [2023-01-01T00:00:00.000Z, 2023-01-31T00:00:00.000Z]
            └─ new  [2024-01-01T00:00:00.000Z, open]
               └─ base   new.parquet
            """);
  }
}
