package io.azof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.error.ErrorCode;
import io.azof.storage.fixture.s3.Credentials;
import io.azof.storage.fixture.s3.FakeS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process says of its work with S3 when it is told to say all that it can. */
final class LoggedSecretsTest {
  private static final String TOKEN = "a-token-that-nobody-may-see";

  private static final int UNAVAILABLE = ExitCode.of(ErrorCode.Category.UNAVAILABLE);

  @TempDir private Path folder;
  private final FakeS3 fake = new FakeS3("bucket");
  private int processes;

  @AfterEach
  void close() {
    fake.close();
  }

  @Test
  void hasNoSecretKeyAndNoSessionTokenHoweverMuchIsLogged() throws Exception {
    Path prices =
        Files.writeString(
            folder.resolve("prices.csv"), "id,changed,price\na,2024-01-01T00:00:00Z,1\n");
    requireQuiet(
        TOKEN,
        ExitCode.OK,
        "import",
        "--table",
        "prices",
        "--key",
        "id",
        "--event-time",
        "changed",
        prices.toString());
    requireQuiet(TOKEN, ExitCode.OK, "sql", "SELECT * FROM prices");
    requireQuiet(Credentials.EXPIRED_TOKEN, UNAVAILABLE, "sql", "SELECT * FROM prices");
  }

  private void requireQuiet(String token, int exitCode, String... words)
      throws IOException, InterruptedException {
    Path directory = Files.createDirectory(folder.resolve("process" + ++processes));
    List<String> environment =
        List.of(
            "env",
            "JAVA_TOOL_OPTIONS=-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
            "AZOF_LAKEHOUSE=s3://bucket/lake",
            "AZOF_S3_ENDPOINT=" + fake.endpoint(),
            "AZOF_S3_REGION=" + FakeS3.REGION,
            "AWS_ACCESS_KEY_ID=" + Credentials.ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY=" + Credentials.SECRET_KEY,
            "AWS_SESSION_TOKEN=" + token);
    Azof.Outcome outcome =
        AzofProcess.start(directory, environment, Main.class, List.of(words)).outcome();
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(exitCode);
    assertThat(outcome.err())
        .contains("DEBUG software.amazon.awssdk.request - Sending Request")
        .contains("TRACE software.amazon.awssdk");
    for (String said : List.of(outcome.out(), outcome.err())) {
      assertThat(said.contains(Credentials.SECRET_KEY)).as("secret key said").isFalse();
      assertThat(said.contains(token)).as("session token said").isFalse();
    }
  }
}
