package io.azof.server.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.config.JwtConfig;
import java.net.MalformedURLException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in who has a token of an identity provider: a JWT that is signed by one of its keys, made by
 * it for this server, and valid now. Checked with every call.
 */
final class JwtLogin {
  private static final Logger LOG = LoggerFactory.getLogger("azof.login");

  /** All with a public key: no {@code none}, and no secret that a public key could pass for. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private static final Duration SKEW = Duration.ofSeconds(30);
  private static final int FETCH_MILLIS_MAX = 2_000;
  private static final int KEYS_BYTES_MAX = 1 << 20;
  private static final Duration KEYS_AGE_MAX = Duration.ofMinutes(5);
  private static final Duration OUTAGE_MAX = Duration.ofHours(1);

  private final JwtConfig config;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  /**
   * @param clock by which tokens expire
   */
  JwtLogin(JwtConfig config, InstantSource clock) {
    this.config = config;
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys(config)));
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            config.audience(),
            new JWTClaimsSet.Builder().issuer(config.issuer()).build(),
            Set.of("exp", config.nameClaim())) {
          @Override
          protected Date currentTime() {
            return Date.from(clock.instant());
          }
        };
    claims.setMaxClockSkew(Math.toIntExact(SKEW.toSeconds()));
    processor.setJWTClaimsSetVerifier(claims);
  }

  /** Fetched when they are needed; a key that is not known yet is looked for again. */
  private static JWKSource<SecurityContext> keys(JwtConfig config) {
    try {
      return JWKSourceBuilder.<SecurityContext>create(
              config.keys().toURL(),
              new DefaultResourceRetriever(FETCH_MILLIS_MAX, FETCH_MILLIS_MAX, KEYS_BYTES_MAX))
          .cache(KEYS_AGE_MAX.toMillis(), 4L * FETCH_MILLIS_MAX)
          .refreshAheadCache(false)
          .retrying(true)
          .outageTolerant(OUTAGE_MAX.toMillis())
          .build();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @throws AzofException {@code LOGIN_FAILED} when the token is not valid, {@code STORE_FAILED}
   *     when the keys of the provider cannot be fetched
   */
  Admission byToken(String token, Peer peer) {
    try {
      JWTClaimsSet claims = processor.process(token, null);
      String name = claims.getStringClaim(config.nameClaim());
      if (name == null || name.isBlank()) {
        throw failed("The token has no claim \"" + config.nameClaim() + "\"");
      }
      Principal principal = new Principal(name, rights(claims.getClaim(config.rightsClaim())));
      return new Admission(principal, Optional.of(digest(token)), Optional.empty());
    } catch (ExpiredJWTException e) {
      throw failed("The token expired, reconnect");
    } catch (ParseException | BadJOSEException | RateLimitReachedException e) {
      LOG.warn("Login by a JWT from {} failed: {}", peer.address(), e.getMessage());
      throw failed("The token is not one that this server accepts");
    } catch (JOSEException e) {
      throw new AzofException(
          ErrorCode.STORE_FAILED,
          "Cannot get the keys of the identity provider, auth.jwt-keys; try again later",
          e);
    }
  }

  /** Whatever does not say read-write, as a text or in a list, is read-only. */
  private static Rights rights(@Nullable Object claim) {
    String word = Rights.READ_WRITE.word();
    boolean mayWrite =
        claim instanceof Collection<?> words ? words.contains(word) : word.equals(claim);
    return mayWrite ? Rights.READ_WRITE : Rights.READ_ONLY;
  }

  private static String digest(String token) {
    try {
      byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AzofException failed(String message) {
    return new AzofException(ErrorCode.LOGIN_FAILED, message);
  }
}
