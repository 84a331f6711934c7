package io.azof.storage.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.s3.Credentials;
import io.azof.storage.fixture.s3.FakeS3;
import io.azof.storage.fixture.s3.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One sentence for everything that can be wrong with S3, and no secret in any. */
final class S3ErrorsTest {
  private final FakeS3 fake = new FakeS3("bucket");

  @BeforeEach
  void askNoMachineRole() {
    System.setProperty("aws.disableEc2Metadata", "true");
  }

  @AfterEach
  void close() {
    System.clearProperty("aws.disableEc2Metadata");
    fake.close();
  }

  @Test
  void saysThatThereAreNoCredentials() {
    Credentials.forget();
    System.setProperty("aws.sharedCredentialsFile", "/nonexistent");
    System.setProperty("aws.configFile", "/nonexistent");
    try {
      fails(
          fake.settings(),
          ErrorCode.STORE_FAILED,
          "There are no AWS credentials for s3://bucket/lake; set AWS_ACCESS_KEY_ID and"
              + " AWS_SECRET_ACCESS_KEY, or a profile with s3.profile");
    } finally {
      System.clearProperty("aws.sharedCredentialsFile");
      System.clearProperty("aws.configFile");
    }
  }

  @Test
  void saysThatTheRegionIsAnother() {
    fails(
        fake.settings().withEndpoint(fake.endpoint(), "us-west-2"),
        ErrorCode.STORE_FAILED,
        "Cannot read \"s3://bucket/lake/t/version.txt\": the bucket is in the region eu-central-1,"
            + " not in us-west-2; set s3.region");
  }

  @Test
  void saysThatThereIsNoSuchBucket() {
    try (S3ObjectStore store = S3ObjectStore.open("s3://nosuch/lake", fake.settings())) {
      assertThatThrownBy(() -> store.read("a"))
          .hasMessage("There is no bucket \"nosuch\" at " + fake.endpoint())
          .isInstanceOfSatisfying(
              AzofException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.LAKEHOUSE_NOT_FOUND));
      assertThatThrownBy(store::exists).hasMessageContaining("no bucket \"nosuch\"");
      assertThatThrownBy(() -> store.list("")).hasMessageContaining("no bucket \"nosuch\"");
      assertThatThrownBy(() -> store.delete("a")).hasMessageContaining("no bucket \"nosuch\"");
      assertThatThrownBy(() -> store.createIfAbsent("a", new byte[1]))
          .hasMessageContaining("no bucket \"nosuch\"");
      assertThatThrownBy(() -> store.replaceIfMatch("a", new byte[1], "\"x\""))
          .hasMessageContaining("no bucket \"nosuch\"");
    }
  }

  @Test
  void saysWhichRightIsMissing() {
    Credentials.use(Credentials.POWERLESS_ACCESS_KEY);
    try (S3ObjectStore store = S3ObjectStore.open("s3://bucket/lake", fake.settings())) {
      denied(s -> s.read("a"), "Cannot read \"s3://bucket/lake/a\"", "s3:GetObject");
      denied(s -> s.list("t"), "Cannot list \"s3://bucket/lake/t\"", "s3:ListBucket");
      denied(s -> s.delete("a"), "Cannot delete \"s3://bucket/lake/a\"", "s3:DeleteObject");
      denied(
          s -> s.createIfAbsent("a", new byte[1]),
          "Cannot write \"s3://bucket/lake/a\"",
          "s3:PutObject");
      assertThat(store.location()).doesNotContain(Credentials.POWERLESS_ACCESS_KEY);
    }
  }

  private void denied(Consumer<S3ObjectStore> call, String message, String right) {
    try (S3ObjectStore store = S3ObjectStore.open("s3://bucket/lake", fake.settings())) {
      assertThatThrownBy(() -> call.accept(store))
          .hasMessage(message + ": access is denied; it takes the right " + right);
    }
  }

  @Test
  void saysThatTheKeyIsNotKnown() {
    Credentials.use("AKIAUNKNOWN");
    fails(
        fake.settings(),
        ErrorCode.STORE_FAILED,
        "Cannot read \"s3://bucket/lake/t/version.txt\": the credentials are refused"
            + " (InvalidAccessKeyId); check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the"
            + " profile");
  }

  @Test
  void saysThatTheTokenHasExpired() {
    Credentials.use(Credentials.ACCESS_KEY, Credentials.EXPIRED_TOKEN);
    fails(
        fake.settings(),
        ErrorCode.STORE_FAILED,
        "Cannot read \"s3://bucket/lake/t/version.txt\": the AWS session token has expired; log in"
            + " again, or renew it");
  }

  @Test
  void givesUpOnAServiceThatDoesNotAnswer() {
    fake.faults(request -> Fault.of(Fault.Kind.SILENCE));
    fails(
        impatient(fake.endpoint()),
        ErrorCode.STORE_FAILED,
        "Cannot read \"s3://bucket/lake/t/version.txt\": "
            + fake.endpoint()
            + " did not answer within 700 ms; check s3.endpoint, s3.region and the network");
  }

  @Test
  void saysThatNobodyIsThere() throws Exception {
    URI endpoint;
    try (ServerSocket closed = new ServerSocket(0)) {
      endpoint = URI.create("http://127.0.0.1:" + closed.getLocalPort());
    }
    try (S3ObjectStore store = S3ObjectStore.open("s3://bucket/lake", impatient(endpoint))) {
      assertThatThrownBy(() -> store.read("t/version.txt"))
          .hasMessageStartingWith("Cannot read \"s3://bucket/lake/t/version.txt\": " + endpoint)
          .hasMessageEndingWith("; check s3.endpoint, s3.region and the network");
    }
  }

  private S3Settings impatient(URI endpoint) {
    return new S3Settings(
        Optional.of(endpoint),
        Optional.of(FakeS3.REGION),
        Optional.empty(),
        Optional.empty(),
        4,
        Duration.ofMillis(700));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://host", "localhost:9000", "http:///path", "http://host/?x=y", "host"})
  void refusesAnEndpointThatIsNone(String endpoint) {
    assertThatThrownBy(() -> impatient(URI.create(endpoint)))
        .isInstanceOf(AzofException.class)
        .hasMessage("The S3 endpoint \"" + endpoint + "\" is not of the form http(s)://HOST:PORT");
  }

  @Test
  void doesNotShowAPasswordInAnEndpoint() {
    assertThatThrownBy(() -> impatient(URI.create("http://me:hunter2@host")))
        .isInstanceOf(AzofException.class)
        .hasMessageNotContaining("hunter2");
  }

  private static void fails(S3Settings settings, ErrorCode code, String message) {
    try (S3ObjectStore store = S3ObjectStore.open("s3://bucket/lake", settings)) {
      AzofException e =
          catchThrowableOfType(AzofException.class, () -> store.read("t/version.txt"));
      assertThat(e).hasMessage(message);
      assertThat(e.code()).isEqualTo(code);
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      assertThat(trace.toString())
          .doesNotContain(Credentials.SECRET_KEY)
          .doesNotContain(Credentials.EXPIRED_TOKEN);
    }
  }
}
