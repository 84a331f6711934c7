package io.azof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoCommandTest {
  private static final String AS_OF_2019 =
      """
      symbol      revenue  net_income
      ------  -----------  ----------
      MSFT    32471000000  8420000000
      ORCL     9562000000  2333000000
      SAP      8449374000  1919226000
      CRM      3603000000   362000000
      VMW      3230000000  -270000000
      (5 rows)
      """;

  @TempDir private Path directory;

  @Test
  void theSampleIsWrittenAskedTwiceAndKept() throws IOException {
    assertThat(demo().succeeded().out())
        .contains("FROM financials AT ('2010-01-17T00:00:00.000Z')")
        .contains("BB       3924310000   628371000")
        .contains("FROM financials AT ('2019-01-17T00:00:00.000Z')")
        .contains(AS_OF_2019)
        .contains("jdbc:arrow-flight-sql://127.0.0.1:")
        .contains("DBeaver")
        .contains("adbc_driver_flightsql");
    Path file = directory.resolve("azof-demo/financials/s1.json");
    FileTime written = Files.getLastModifiedTime(file);

    assertThat(demo().succeeded().out()).contains(AS_OF_2019);

    assertThat(Files.getLastModifiedTime(file)).isEqualTo(written);
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactly(directory.resolve("azof-demo"));
    }
  }

  @Test
  void aFolderThatIsNotTheSampleIsLeftAlone() throws IOException {
    Path precious = directory.resolve("azof-demo/thesis.txt");
    Files.createDirectories(precious.getParent());
    Files.writeString(precious, "three years of work");

    demo().failed(2, directory.resolve("azof-demo") + " is there already");

    assertThat(precious).hasContent("three years of work");
  }

  @Test
  void aPortThatIsTakenIsNamedWithTheOptionToChangeIt() throws IOException {
    try (ServerSocket taken =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      int port = taken.getLocalPort();
      Azof.in(directory)
          .run("demo", "--once", "--port", Integer.toString(port))
          .failed(2, "127.0.0.1:" + port, "--port");
    }
  }

  @Test
  void withoutOnceItStaysUpUntilItIsStopped() {
    boolean[] stopped = {false};
    Azof.Outcome outcome = Azof.in(directory).run(() -> stopped[0] = true, "demo", "--port", "0");
    assertThat(outcome.succeeded().out())
        .contains("(Ctrl-C stops it)", "print(cursor.fetch_arrow_table())");
    assertThat(stopped[0]).isTrue();
  }

  @Test
  void theShippedDataIsAtMostTwoMegabytes() throws IOException {
    assertThat(Files.size(Path.of("src/main/resources/demo/financials.csv")))
        .isBetween(1L, 2_000_000L);
  }

  private Azof.Outcome demo() {
    return Azof.in(directory).run("demo", "--once", "--port", "0");
  }
}
