package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.server.TestCertificates.PemFiles;
import io.azof.server.config.Configuration;
import io.azof.server.config.SecurityConfig;
import io.azof.server.config.ServerConfig;
import io.azof.server.security.Rights;
import io.azof.server.transport.HealthProbe;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Encryption, and clients that log in by their certificates. */
@SuppressWarnings("try") // Flight declares that closing may be interrupted
final class TlsTest {
  private static final GeneralName LOOPBACK = new GeneralName(GeneralName.iPAddress, "127.0.0.1");
  private static final TestCertificates CA = new TestCertificates("CN=the one we trust");
  private static final TestCertificates OTHER_CA = new TestCertificates("CN=somebody else");
  private static final String WRITE = "CREATE TABLE t (n BIGINT)";

  @TempDir private Path folder;
  @TempDir private Path lakehouse;
  private final Map<String, String> settings = new HashMap<>();
  private Path ca;
  private PemFiles server;

  @BeforeEach
  void write() {
    ca = CA.writeCa(folder, "ca.crt");
    server = CA.write(folder, "server", "CN=azof", LOOPBACK);
    settings.put("lakehouse", "unused");
    settings.put("server.tls-certificate", server.certificate().toString());
    settings.put("server.tls-key", server.key().toString());
  }

  private SecurityConfig config() {
    return ServerConfig.from(Configuration.load(Optional.empty(), Map.of(), settings)).security();
  }

  private RunningServer start() {
    return RunningServer.over(lakehouse, config(), RunningServer.CLOCK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA"})
  void jdbcSpeaksTls(String algorithm) throws SQLException {
    CA.write(folder, "server", "CN=azof", LOOPBACK, algorithm);
    try (RunningServer running = start()) {
      assertThat(answer(running, properties())).isEqualTo(1);
    }
  }

  @Test
  void theArrowClientSpeaksTls() throws Exception {
    try (RunningServer running = start();
        BufferAllocator memory = new RootAllocator();
        InputStream trusted = Files.newInputStream(ca);
        FlightSqlClient client =
            new FlightSqlClient(
                FlightClient.builder(
                        memory, Location.forGrpcTls("127.0.0.1", running.server().port()))
                    .trustedCertificates(trusted)
                    .build())) {
      assertThat(client.execute("SELECT 1").getEndpoints()).hasSize(1);
    }
  }

  @Test
  void aClientThatDoesNotEncryptOrDoesNotTrustGetsNoAnswer() {
    try (RunningServer running = start()) {
      assertThatThrownBy(() -> answer(running, new Properties())).isInstanceOf(SQLException.class);
      Properties wrong = properties();
      wrong.setProperty("tlsRootCerts", OTHER_CA.writeCa(folder, "other.crt").toString());
      assertThatThrownBy(() -> answer(running, wrong)).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void passwordsAndTlsGoTogether() throws SQLException {
    TestUsers.in(folder);
    settings.put("auth.users-file", folder.resolve("users").toString());
    try (RunningServer running = start()) {
      Properties properties = properties();
      properties.putAll(TestUsers.properties(TestUsers.BOB));
      assertThat(answer(running, properties)).isEqualTo(1);
    }
  }

  @Test
  void theServerSaysHowItIsWithoutALoginAlsoThroughTls() {
    TestUsers.in(folder);
    settings.put("auth.users-file", folder.resolve("users").toString());
    try (RunningServer running = start()) {
      settings.put("server.port", "" + running.server().port());
      settings.put("server.host", "0.0.0.0");
      assertThat(probe().status()).isEqualTo("SERVING");
      settings.remove("server.tls-certificate");
      settings.remove("server.tls-key");
      assertThatThrownBy(() -> probe().status()).hasMessageContaining("does not say how it is");
    }
  }

  private HealthProbe probe() {
    return new HealthProbe(Configuration.load(Optional.empty(), Map.of(), settings));
  }

  @Test
  void newFilesAreTakenUpAndBrokenOnesAreNot() throws Exception {
    try (RunningServer running = start()) {
      assertThat(answer(running, properties())).isEqualTo(1);

      Files.writeString(server.certificate(), "nonsense");
      assertThat(answer(running, properties())).isEqualTo(1);

      PemFiles next = OTHER_CA.write(folder, "next", "CN=azof", LOOPBACK, "RSA");
      Files.move(next.certificate(), server.certificate(), StandardCopyOption.REPLACE_EXISTING);
      assertThat(answer(running, properties())).isEqualTo(1); // the key is still the old one
      Files.move(next.key(), server.key(), StandardCopyOption.REPLACE_EXISTING);

      assertThatThrownBy(() -> answer(running, properties())).isInstanceOf(SQLException.class);
      Properties trusting = properties();
      trusting.setProperty("tlsRootCerts", OTHER_CA.writeCa(folder, "other.crt").toString());
      assertThat(answer(running, trusting)).isEqualTo(1);
    }
  }

  @Test
  void aCertificateIsALogin() throws SQLException {
    settings.put("server.tls-client-ca", ca.toString());
    try (RunningServer running = start()) {
      Properties carl = client(CA, "CN=carl,O=readers", null);
      assertThat(answer(running, carl)).isEqualTo(1);
      assertThatThrownBy(() -> run(running, carl, WRITE))
          .hasStackTraceContaining("User \"carl\" may only read");
      Properties mail =
          client(CA, "O=readers", new GeneralName(GeneralName.rfc822Name, "dora@example.org"));
      assertThatThrownBy(() -> run(running, mail, WRITE))
          .hasStackTraceContaining("User \"dora@example.org\" may only read");

      assertThatThrownBy(() -> answer(running, properties())).isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> answer(running, client(OTHER_CA, "CN=carl", null)))
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void theRightsOfACertificateAreThoseOfTheUserOfThatNameOrThoseOfAll() throws SQLException {
    TestUsers.in(folder).put("carl", Rights.READ_WRITE, "not needed");
    settings.put("server.tls-client-ca", ca.toString());
    settings.put("auth.users-file", folder.resolve("users").toString());
    try (RunningServer running = start()) {
      run(running, client(CA, "CN=carl", null), WRITE);
      assertThatThrownBy(() -> run(running, client(CA, "CN=eve", null), "DROP TABLE t"))
          .hasStackTraceContaining("User \"eve\" may only read");
      Properties bob = properties();
      bob.putAll(TestUsers.properties(TestUsers.BOB));
      assertThat(answer(running, bob)).isEqualTo(1);
      assertThatThrownBy(() -> answer(running, properties()))
          .hasStackTraceContaining("log in with the name and the password of a user");
    }
    settings.put("auth.certificate-rights", "read-write");
    try (RunningServer running = start()) {
      run(running, client(CA, "CN=eve", null), "DROP TABLE t");
    }
  }

  @Test
  void whatIsWrongWithTheFilesStopsTheStart() throws Exception {
    Path other = CA.write(folder, "other", "CN=other", LOOPBACK).key();
    settings.put("server.tls-key", other.toString());
    assertThatThrownBy(this::start)
        .hasMessage(
            "The private key in "
                + other
                + " is not that of the first certificate in "
                + server.certificate());
    settings.put("server.tls-key", server.certificate().toString());
    assertThatThrownBy(this::start).hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
    settings.put("server.tls-key", folder.resolve("missing").toString());
    assertThatThrownBy(this::start).hasMessageContaining("There is no private key file");
    settings.put("server.tls-certificate", server.key().toString());
    assertThatThrownBy(this::start).hasMessageContaining(server.key().toString());
    settings.remove("server.tls-certificate");
    assertThatThrownBy(this::start).hasMessageContaining("one of them is missing");
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("useEncryption", "true");
    properties.setProperty("tlsRootCerts", ca.toString());
    return properties;
  }

  private Properties client(
      TestCertificates signer, String subject, @Nullable GeneralName alternative) {
    PemFiles files = signer.write(folder, "client", subject, alternative);
    Properties properties = properties();
    properties.setProperty("clientCertificate", files.certificate().toString());
    properties.setProperty("clientKey", files.key().toString());
    return properties;
  }

  private static int answer(RunningServer running, Properties properties) throws SQLException {
    try (Connection connection = running.openJdbc(properties);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static void run(RunningServer running, Properties properties, String sql)
      throws SQLException {
    try (Connection connection = running.openJdbc(properties);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
