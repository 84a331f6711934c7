package io.azof.server.security;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.config.SecurityConfig;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Decides on whose behalf a call is made. Safe for use by many threads. */
public final class Access {
  private static final String BASIC = "Basic ";
  private static final String BEARER = "Bearer ";

  /** Some clients give up unless they get a token, also where it means nothing. */
  private static final String MEANINGLESS_TOKEN = "anybody-";

  private static final int LOGIN_BYTES = 16;

  private final boolean letsAnybodyIn;
  private final Rights certificateRights;
  private final Optional<PasswordLogin> passwords;
  private final Optional<JwtLogin> jwt;
  private final OwnerSeals seals;
  private final Supplier<String> logins;

  private Access(
      SecurityConfig config,
      Optional<PasswordLogin> passwords,
      Optional<JwtLogin> jwt,
      OwnerSeals seals,
      Supplier<String> logins) {
    this.letsAnybodyIn = !config.authenticates();
    this.certificateRights = Rights.ofWord(config.certificateRights()).orElseThrow();
    this.passwords = passwords;
    this.jwt = jwt;
    this.seals = seals;
    this.logins = logins;
  }

  /**
   * Reads the files that the configuration names.
   *
   * @param random makes what nobody may guess
   * @throws AzofException {@code ARGUMENT_INVALID} when one of them is wrong
   */
  public static Access of(SecurityConfig config, InstantSource clock, RandomGenerator random) {
    Seals seals = Seals.of(config, random);
    Supplier<String> logins = () -> randomText(random);
    LoginTokens tokens =
        new LoginTokens(seals, config.tokenAudience(), config.tokenLifetime(), clock);
    Optional<PasswordLogin> passwords =
        config
            .usersFile()
            .map(
                file -> {
                  WatchedFile<Map<String, User>> users =
                      new WatchedFile<>(List.of(file), new UsersFile(file)::read);
                  return new PasswordLogin(users::current, tokens, logins, clock, random);
                });
    Optional<JwtLogin> jwt = config.jwt().map(provider -> new JwtLogin(provider, clock));
    return new Access(config, passwords, jwt, new OwnerSeals(seals, clock), logins);
  }

  private static String randomText(RandomGenerator random) {
    byte[] bytes = new byte[LOGIN_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** With what is sealed that clients carry. */
  public OwnerSeals seals() {
    return seals;
  }

  /**
   * Lets a call in.
   *
   * @param authorization the header of that name; null when there is none
   * @param isHandshake whether the call does nothing but log in
   * @throws AzofException {@code LOGIN_FAILED} when it may not come in
   */
  public Admission admit(@Nullable String authorization, boolean isHandshake, Peer peer) {
    if (letsAnybodyIn) {
      return anybody(authorization, isHandshake);
    }
    if (authorization == null) {
      return byCertificate(peer);
    }
    if (passwords.isPresent() && is(BASIC, authorization)) {
      return byPassword(passwords.get(), authorization.substring(BASIC.length()), peer);
    }
    if (is(BEARER, authorization)) {
      return byToken(authorization.substring(BEARER.length()).strip(), peer);
    }
    throw failed("This server takes no login of that kind; " + remedy());
  }

  private Admission anybody(@Nullable String authorization, boolean isHandshake) {
    if (isHandshake || (authorization != null && is(BASIC, authorization))) {
      String token = BEARER + MEANINGLESS_TOKEN + logins.get();
      return new Admission(Principal.ANYBODY, Optional.empty(), Optional.of(token));
    }
    Optional<String> login =
        Optional.ofNullable(authorization).filter(text -> is(BEARER + MEANINGLESS_TOKEN, text));
    return new Admission(Principal.ANYBODY, login, Optional.empty());
  }

  private static boolean is(String scheme, String authorization) {
    return authorization.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  private Admission byCertificate(Peer peer) {
    String name =
        peer.certificateName().orElseThrow(() -> failed("The call is of nobody; " + remedy()));
    Rights rights = passwords.flatMap(login -> login.rights(name)).orElse(certificateRights);
    return new Admission(new Principal(name, rights), Optional.empty(), Optional.empty());
  }

  private static Admission byPassword(PasswordLogin passwords, String base64, Peer peer) {
    String credential;
    try {
      // some clients leave the padding out, which this decoder does not ask for
      credential = new String(Base64.getDecoder().decode(base64.strip()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw failed("The header authorization has no name and password in Base64");
    }
    int colon = credential.indexOf(':');
    if (colon < 0) {
      throw failed("The header authorization has no name and password in Base64");
    }
    return passwords.byPassword(
        credential.substring(0, colon), credential.substring(colon + 1), peer);
  }

  private Admission byToken(String token, Peer peer) {
    if (passwords.isPresent() && token.startsWith(LoginTokens.PREFIX)) {
      return passwords.get().byToken(token);
    }
    return jwt.orElseThrow(LoginTokens::unknown).byToken(token, peer);
  }

  private String remedy() {
    if (passwords.isPresent()) {
      return "log in with the name and the password of a user";
    }
    return jwt.isPresent()
        ? "log in with a token of the identity provider"
        : "log in with a certificate";
  }

  private static AzofException failed(String message) {
    return new AzofException(ErrorCode.LOGIN_FAILED, message);
  }
}
