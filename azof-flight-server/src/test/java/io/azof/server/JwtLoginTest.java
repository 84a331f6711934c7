package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.azof.server.config.Configuration;
import io.azof.server.config.SecurityConfig;
import io.azof.server.config.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of an identity provider, which here is a small one of the test's own. */
final class JwtLoginTest {
  private static final RSAKey RSA = rsa("rsa");
  private static final ECKey EC = ec("ec");
  private static final String WRITE = "CREATE TABLE t (n BIGINT)";

  @TempDir private Path lakehouse;
  private final MovableClock clock = new MovableClock(Instant.now());
  private volatile String published = "";
  private HttpServer provider;
  private RunningServer server;

  @BeforeEach
  void start() throws IOException {
    publish(RSA, EC);
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext(
        "/keys",
        exchange -> {
          byte[] body = published.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    provider.start();
    server = RunningServer.over(lakehouse, config(Map.of()), clock);
  }

  @AfterEach
  void stop() {
    server.close();
    provider.stop(0);
  }

  private SecurityConfig config(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("lakehouse", "unused");
    settings.put("auth.jwt-issuer", "https://issuer.example");
    settings.put("auth.jwt-audience", "azof-test");
    settings.put("auth.jwt-keys", "http://127.0.0.1:" + provider.getAddress().getPort() + "/keys");
    settings.putAll(more);
    return ServerConfig.from(Configuration.load(Optional.empty(), Map.of(), settings)).security();
  }

  @Test
  void aTokenOfTheProviderIsALogin() throws Exception {
    assertThat(answer(signed(RSA, claims -> {}))).isEqualTo(1);
    assertThat(answer(signed(EC, claims -> {}))).isEqualTo(1);
  }

  @Test
  void theClaimOfTheRightsDecidesWhoMayWrite() throws Exception {
    denied(signed(RSA, claims -> {}), "User \"carl\" may only read");
    denied(signed(RSA, claims -> claims.claim("azof_rights", "admin")), "may only read");
    run(signed(RSA, claims -> claims.claim("azof_rights", "read-write")), WRITE);
    String several =
        signed(RSA, claims -> claims.claim("azof_rights", List.of("other", "read-write")));
    run(several, "DROP TABLE t");
  }

  @Test
  void aTokenThatExpiresDoesSoWhileItIsUsed() throws Exception {
    String token = signed(RSA, claims -> {});
    try (Connection connection = server.openJdbc(properties(token))) {
      assertThat(answer(connection)).isEqualTo(1);
      clock.advance(Duration.ofMinutes(5).plusSeconds(31));
      assertThatThrownBy(() -> answer(connection))
          .hasStackTraceContaining("The token expired, reconnect");
    }
  }

  @Test
  void whatIsNotForThisServerNowIsRefused() throws Exception {
    Instant now = clock.instant();
    refused(signed(RSA, claims -> claims.issuer("https://other.example")));
    refused(signed(RSA, claims -> claims.audience("another")));
    refused(signed(RSA, claims -> claims.audience((String) null)));
    refused(signed(RSA, claims -> claims.subject(null)));
    refused(signed(RSA, claims -> claims.expirationTime(null)));
    refused(signed(RSA, claims -> claims.notBeforeTime(Date.from(now.plusSeconds(60)))));
    assertThat(answer(signed(RSA, claims -> claims.notBeforeTime(Date.from(now.plusSeconds(20))))))
        .isEqualTo(1);
  }

  @Test
  void whatIsNotSignedByTheProviderIsRefused() throws Exception {
    refused(new PlainJWT(claims(claims -> {})).serialize());
    refused(signed(rsa("rsa"), claims -> {}));
    refused(signed(rsa("unknown"), claims -> {}));
    refused("");
    refused("a.b.c");
    String token = signed(RSA, claims -> {});
    refused(token.substring(0, token.length() - 4) + "AAAA");
  }

  /** The public key as if it were a shared secret: an old trick. */
  @Test
  void aPublicKeyIsNoSecret() throws Exception {
    byte[] secret = RSA.toRSAPublicKey().getEncoded();
    refused(signed(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa"), new MACSigner(secret)));
  }

  @Test
  void aNewKeyOfTheProviderIsLookedFor() throws Exception {
    assertThat(answer(signed(RSA, claims -> {}))).isEqualTo(1);
    RSAKey next = rsa("next");
    publish(next);

    assertThat(answer(signed(next, claims -> {}))).isEqualTo(1);
    refused(signed(RSA, claims -> {}));
  }

  @Test
  void aProviderThatCannotBeReachedIsSaidToBe() throws Exception {
    provider.stop(0);

    assertThatThrownBy(() -> answer(signed(RSA, claims -> {})))
        .hasStackTraceContaining("Cannot get the keys of the identity provider");
  }

  @Test
  void halfAConfigurationIsNone() {
    assertThatThrownBy(() -> config(Map.of("auth.jwt-audience", "none")))
        .hasMessageContaining("one of them is missing");
    assertThatThrownBy(() -> config(Map.of("auth.jwt-keys", "http://issuer.example/keys")))
        .hasMessageContaining("it must be of the form https://HOST/PATH");
  }

  private void refused(String token) {
    assertThatThrownBy(() -> answer(token)).hasStackTraceContaining("UNAUTHENTICATED");
  }

  private void denied(String token, String sentence) {
    assertThatThrownBy(() -> run(token, WRITE)).hasStackTraceContaining(sentence);
  }

  private int answer(String token) throws SQLException {
    try (Connection connection = server.openJdbc(properties(token))) {
      return answer(connection);
    }
  }

  private static int answer(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private void run(String token, String sql) throws SQLException {
    try (Connection connection = server.openJdbc(properties(token));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Properties properties(String token) {
    Properties properties = new Properties();
    properties.setProperty("token", token);
    return properties;
  }

  private JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> change) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer("https://issuer.example")
            .audience("azof-test")
            .subject("carl")
            .expirationTime(Date.from(clock.instant().plus(Duration.ofMinutes(5))));
    change.accept(claims);
    return claims.build();
  }

  private String signed(JWK key, Consumer<JWTClaimsSet.Builder> change) throws JOSEException {
    boolean isRsa = key instanceof RSAKey;
    JWSSigner signer = isRsa ? new RSASSASigner((RSAKey) key) : new ECDSASigner((ECKey) key);
    JWSHeader.Builder header =
        new JWSHeader.Builder(isRsa ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256)
            .type(isRsa ? JOSEObjectType.JWT : new JOSEObjectType("at+jwt"))
            .keyID(key.getKeyID());
    return signed(header, signer, change);
  }

  private String signed(JWSHeader.Builder header, JWSSigner signer) throws JOSEException {
    return signed(header, signer, claims -> {});
  }

  private String signed(
      JWSHeader.Builder header, JWSSigner signer, Consumer<JWTClaimsSet.Builder> change)
      throws JOSEException {
    SignedJWT jwt = new SignedJWT(header.build(), claims(change));
    jwt.sign(signer);
    return jwt.serialize();
  }

  private void publish(JWK... keys) {
    published = new JWKSet(List.of(keys)).toString();
  }

  private static RSAKey rsa(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ECKey ec(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
