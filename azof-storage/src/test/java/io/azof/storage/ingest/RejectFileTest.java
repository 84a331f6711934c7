package io.azof.storage.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RejectFileTest {
  @TempDir private Path folder;

  @Test
  void holdsEveryRowWithItsReason() throws IOException {
    Path file = Files.writeString(folder.resolve("rejects.csv"), "of an earlier import");
    try (RejectFile rejects = RejectFile.open(file, List.of())) {
      rejects.add(new RejectedRow("a.csv", 7, "has 1 fields instead of 2", "x"));
      rejects.add(new RejectedRow("b,c.csv", 9, "column \"n\" is none", "1,\"two\nlines\""));
    }
    assertThat(Files.readString(file))
        .isEqualTo(
            """
            file,line,reason,row
            a.csv,7,has 1 fields instead of 2,x
            "b,c.csv",9,"column ""n"" is none","1,""two
            lines""\"
            """);
  }

  @Test
  void saysThatNoRowWasRejected() throws IOException {
    Path file = folder.resolve("rejects.csv");
    RejectFile.open(file, List.of(folder.resolve("a.csv"))).close();
    assertThat(Files.readString(file)).isEqualTo("file,line,reason,row\n");
  }

  @Test
  void neverReplacesAnInput() throws IOException {
    Path input = Files.writeString(folder.resolve("a.csv"), "id,at\n");
    Path same = folder.resolve(".").resolve("a.csv");
    assertThatThrownBy(() -> RejectFile.open(same, List.of(input)))
        .isInstanceOf(AzofException.class)
        .hasMessage("Rejected rows cannot be written to " + same + ", which is to be imported");
    assertThat(Files.readString(input)).isEqualTo("id,at\n");
  }

  @Test
  void saysWhyItCannotBeWritten() {
    Path file = folder.resolve("none").resolve("rejects.csv");
    assertThatThrownBy(() -> RejectFile.open(file, List.of()))
        .isInstanceOf(AzofException.class)
        .hasMessageStartingWith("Cannot write rejected rows to " + file);
  }
}
