package io.azof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.error.ErrorCode;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FailuresTest {
  private static final Pattern FILE = Pattern.compile("(/\\S*azof-error-\\S+\\.txt)");

  @TempDir private Path lakehouse;

  @BeforeEach
  void write() throws IOException {
    Path table = Files.createDirectory(lakehouse.resolve("t"));
    Files.writeString(table.resolve("version.txt"), "1");
  }

  @Test
  void everyCategoryHasAnExitCodeOfItsOwnAndNoneIsSuccess() {
    assertThat(Arrays.stream(ErrorCode.Category.values()).map(ExitCode::of))
        .doesNotHaveDuplicates()
        .doesNotContain(ExitCode.OK);
  }

  @Test
  void aReaderThatHasSeenEnoughIsNoError() {
    Azof.Outcome outcome = tables(new BrokenWriter(new IOException("Broken pipe")));
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void anOutputThatIsFullIsAnError() {
    tables(new BrokenWriter(new IOException("No space left on device")))
        .failed(7, "Cannot write the output: No space left on device");
  }

  @Test
  void aFaultOfAzofIsOneSentenceWithAFileToReport() throws IOException {
    Azof.Outcome outcome = tables(new BrokenWriter(new IllegalStateException("a bug")));

    outcome.failed(1, "please report it");
    Matcher file = FILE.matcher(outcome.err());
    assertThat(file.find()).isTrue();
    Path report = Path.of(file.group(1));
    assertThat(report).content().contains("IllegalStateException: a bug", "\tat io.azof.cli");
    Files.delete(report);
  }

  @Test
  void verboseShowsTheStackTrace() {
    Azof.Outcome outcome =
        Azof.in(lakehouse)
            .run("tables", "--lakehouse", lakehouse.resolve("none").toString(), "--verbose");
    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.err()).contains("\tat io.azof.", "azof: There is no lakehouse at ");
  }

  private Azof.Outcome tables(Writer out) {
    return Azof.in(lakehouse).run(out, () -> {}, "tables", "--lakehouse", lakehouse.toString());
  }

  /** Fails when it is flushed, as a stream behind a buffer does. */
  private static final class BrokenWriter extends Writer {
    private final Exception failure;

    BrokenWriter(Exception failure) {
      this.failure = failure;
    }

    @Override
    public void write(char[] text, int offset, int length) {}

    @Override
    public void flush() throws IOException {
      if (failure instanceof IOException e) {
        throw e;
      }
      throw (RuntimeException) failure;
    }

    @Override
    public void close() {}
  }
}
