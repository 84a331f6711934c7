package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.server.security.Rights;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and by what. */
@SuppressWarnings("try") // Flight declares that closing may be interrupted
final class LoginTest {
  @TempDir private Path folder;
  @TempDir private Path lakehouse;
  private final MovableClock clock = new MovableClock(RunningServer.CLOCK.instant());
  private TestUsers users;
  private RunningServer server;
  private BufferAllocator memory;

  private final ReceivedTokens tokens = new ReceivedTokens();
  private final List<String> received = tokens.values();

  @BeforeEach
  void start() {
    users = TestUsers.in(folder).with("auth.token-key-file", folder.resolve("keys").toString());
    server = RunningServer.over(lakehouse, users.config(), clock);
    memory = new RootAllocator();
  }

  @AfterEach
  void stop() {
    server.close();
    memory.close();
  }

  @Test
  void jdbcLogsInWithAPassword() throws SQLException {
    assertThat(answerOverJdbc(TestUsers.properties(TestUsers.ANN))).isEqualTo(1);
    assertThat(answerOverJdbc(TestUsers.properties(TestUsers.BOB))).isEqualTo(1);
  }

  @Test
  void jdbcLogsInWithAToken() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("token", token(TestUsers.ANN));

    assertThat(answerOverJdbc(properties)).isEqualTo(1);
  }

  @Test
  void aWrongPasswordAndAnUnknownUserAreRefusedInTheSameWords() {
    assertThatThrownBy(() -> answerOverJdbc(TestUsers.properties(TestUsers.ANN, "a guess")))
        .hasStackTraceContaining("The name of the user or the password is wrong");
    assertThatThrownBy(() -> answerOverJdbc(TestUsers.properties("zoe", "a guess")))
        .hasStackTraceContaining("The name of the user or the password is wrong");
    assertThatThrownBy(() -> answerOverJdbc(new Properties()))
        .hasStackTraceContaining("log in with the name and the password of a user");
  }

  @Test
  void everyCallNeedsACredential() throws Exception {
    refused(null, "log in with the name and the password of a user");
    try (FlightClient client = tokens.openClient(server, memory)) {
      assertThatThrownBy(() -> client.listActions().forEach(action -> {}))
          .satisfies(e -> assertThat(status(e)).isEqualTo(FlightStatusCode.UNAUTHENTICATED));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Basic",
        "Basic !!!!",
        "Basic YW5u",
        "Basic OnB3",
        "Digest username=ann",
        "Bearer",
        "Bearer anybody",
        "Bearer azof.",
        "Bearer azof.AAAA",
        "Bearer azof.!!!!"
      })
  void aHeaderThatSaysNothingIsRefused(String authorization) throws Exception {
    refused(authorization, "");
  }

  /** As the drivers that are written in Go do. */
  @Test
  void aPasswordMayComeWithEveryCallAndWithoutPadding() throws Exception {
    byte[] credential =
        (TestUsers.BOB + ":" + TestUsers.password(TestUsers.BOB)).getBytes(StandardCharsets.UTF_8);
    String padded = Base64.getEncoder().encodeToString(credential);
    assertThat(padded).endsWith("=");

    for (String base64 : List.of(padded, padded.replace("=", ""), padded)) {
      call("Basic " + base64);
    }
    assertThat(received).hasSize(3).allMatch(value -> value.startsWith("Bearer azof."));
  }

  @Test
  void aUserWhoIsAddedOrRemovedIsNoticed() throws Exception {
    users.put("carl", Rights.READ_ONLY, "another secret");
    assertThat(answerOverJdbc(TestUsers.properties("carl", "another secret"))).isEqualTo(1);
    String token = token("carl", "another secret");
    call("Bearer " + token);

    users.remove("carl");
    refused("Bearer " + token, "The user was removed or has another password now");
    refused(basic("carl", "another secret"), "The name of the user or the password is wrong");
  }

  @Test
  void aNewPasswordEndsTheLoginsWithTheOldOne() throws Exception {
    String token = token(TestUsers.ANN);
    users.put(TestUsers.ANN, Rights.READ_WRITE, "a new password");

    refused("Bearer " + token, "The user was removed or has another password now");
    refused(
        basic(TestUsers.ANN, TestUsers.password(TestUsers.ANN)),
        "The name of the user or the password is wrong");
    call(basic(TestUsers.ANN, "a new password"));
  }

  @Test
  void aTokenThatIsRevokedIsRefusedByEveryServerAndAfterARestartAndANewOneIsGood()
      throws Exception {
    String token = token(TestUsers.ANN);
    String ofAnother = token(TestUsers.BOB);
    clock.advance(Duration.ofHours(7));
    call("Bearer " + token);
    String renewed = received.get(0);
    users.file().revoke(TestUsers.ANN, clock.instant());
    clock.advance(Duration.ofMillis(1));

    refused("Bearer " + token, "The token was revoked, reconnect");
    refused(renewed, "The token was revoked, reconnect");
    try (RunningServer other = RunningServer.over(lakehouse, users.config(), clock)) {
      assertThatThrownBy(() -> call(other, "Bearer " + token))
          .hasMessageContaining("The token was revoked, reconnect");
    }
    server.close();
    server = RunningServer.over(lakehouse, users.config(), clock);
    refused("Bearer " + token, "The token was revoked, reconnect");
    call("Bearer " + ofAnother);
    call("Bearer " + token(TestUsers.ANN));
  }

  @Test
  void aUsersFileThatIsBrokenLaterChangesNothing() throws Exception {
    Files.writeString(folder.resolve("users"), "nonsense\n");

    call(basic(TestUsers.ANN, TestUsers.password(TestUsers.ANN)));
  }

  @Test
  void aTokenIsGoodForItsLifetimeAndRenewedFromHalfOfItOn() throws Exception {
    String token = token(TestUsers.ANN);
    call("Bearer " + token);
    assertThat(received).isEmpty();

    clock.advance(Duration.ofHours(7));
    call("Bearer " + token);
    assertThat(received).hasSize(1);
    String renewed = received.get(0);
    assertThat(renewed).isNotEqualTo("Bearer " + token);

    clock.advance(Duration.ofHours(5));
    refused("Bearer " + token, "token expired, reconnect");
    call(renewed);
  }

  @Test
  void aTokenOutlivesARestartAndIsGoodForAnotherServerOfTheSameKeys() throws Exception {
    String token = token(TestUsers.ANN);
    try (RunningServer other = RunningServer.over(lakehouse, users.config(), clock)) {
      call(other, "Bearer " + token);
    }
    server.close();
    server = RunningServer.over(lakehouse, users.config(), clock);
    call("Bearer " + token);
  }

  @Test
  void aTokenIsNotGoodForAnotherAudience() {
    String token = token(TestUsers.ANN);
    try (RunningServer other =
        RunningServer.over(lakehouse, users.with("auth.token-audience", "b").config(), clock)) {
      assertThatThrownBy(() -> call(other, "Bearer " + token))
          .hasMessageContaining("The token is not one of this server");
    }
  }

  @Test
  void keysAreRotatedWithoutARestart() throws Exception {
    Path keys = folder.resolve("keys");
    String token = token(TestUsers.ANN);
    String old = Files.readString(keys);
    String next = Base64.getEncoder().encodeToString(new byte[32]);
    Files.writeString(keys, next + "\n" + old);
    call("Bearer " + token);
    String later = token(TestUsers.ANN);

    Files.writeString(keys, next + "\n");
    call("Bearer " + later);
    refused("Bearer " + token, "The token is not one of this server, reconnect");
  }

  @Test
  void whoGuessesWaitsAndNobodyElseDoes() throws Exception {
    for (int i = 0; i < 6; i++) {
      refused(basic(TestUsers.ANN, "guess " + i), "The name of the user or the password is wrong");
    }
    String right = basic(TestUsers.ANN, TestUsers.password(TestUsers.ANN));
    assertThatThrownBy(() -> call(right))
        .satisfies(e -> assertThat(status(e)).isEqualTo(FlightStatusCode.RESOURCE_EXHAUSTED))
        .hasMessageContaining("Too many logins failed; try again in 2 s");
    assertThatThrownBy(() -> answerOverJdbc(TestUsers.properties(TestUsers.ANN)))
        .hasStackTraceContaining("Too many logins failed");
    call(basic(TestUsers.BOB, TestUsers.password(TestUsers.BOB)));

    clock.advance(Duration.ofSeconds(1));
    call(right);
  }

  private int answerOverJdbc(Properties properties) throws SQLException {
    try (Connection connection = server.openJdbc(properties);
        var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private String token(String user) {
    return token(user, TestUsers.password(user));
  }

  private String token(String user, String password) {
    call(basic(user, password));
    return received.remove(received.size() - 1).substring("Bearer ".length());
  }

  private static String basic(String user, String password) {
    byte[] credential = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(credential);
  }

  private void refused(@Nullable String authorization, String sentence) {
    assertThatThrownBy(() -> call(authorization))
        .satisfies(e -> assertThat(status(e)).isEqualTo(FlightStatusCode.UNAUTHENTICATED))
        .hasMessageContaining(sentence);
  }

  private void call(@Nullable String authorization) {
    call(server, authorization);
  }

  /** Asks with that header. */
  private void call(RunningServer asked, @Nullable String authorization) {
    FlightCallHeaders headers = new FlightCallHeaders();
    if (authorization != null) {
      headers.insert("authorization", authorization);
    }
    try (FlightSqlClient client = new FlightSqlClient(tokens.openClient(asked, memory))) {
      client.execute("SELECT 1", new HeaderCallOption(headers));
    } catch (Exception e) {
      throw e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
    }
  }

  private static FlightStatusCode status(Throwable e) {
    return ((FlightRuntimeException) e).status().code();
  }
}
