package io.azof.server.security;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets users in by their passwords, and from then on by the tokens that they get for them. */
final class PasswordLogin {
  private static final Logger LOG = LoggerFactory.getLogger("azof.login");
  private static final int CREDENTIAL_BYTES = 8;
  private static final int LOGGED_NAME_LENGTH_MAX = 64;

  private final Supplier<Map<String, User>> users;
  private final LoginTokens tokens;
  private final Supplier<String> logins;
  private final VerifiedPasswords verified;
  private final LoginPause pause;
  private final PasswordHash unknown;

  /** As many passwords are tried at once as there are processors. */
  private final Semaphore trials = new Semaphore(Runtime.getRuntime().availableProcessors());

  /**
   * @param users the users as they are now, by name
   * @param logins gives a new text at each call, one that nobody can guess
   */
  PasswordLogin(
      Supplier<Map<String, User>> users,
      LoginTokens tokens,
      Supplier<String> logins,
      InstantSource clock,
      RandomGenerator random) {
    this.users = users;
    this.tokens = tokens;
    this.logins = logins;
    this.verified = new VerifiedPasswords(clock, random);
    this.pause = new LoginPause(clock);
    this.unknown = PasswordHash.unknown(random);
  }

  /** The rights of a user, if there is one of that name. */
  Optional<Rights> rights(String name) {
    return Optional.ofNullable(users.get().get(name)).map(User::rights);
  }

  /**
   * @throws AzofException {@code LOGIN_FAILED} when the name or the password is wrong; it does not
   *     say which; {@code LIMIT_REACHED} when too many trials failed before
   */
  Admission byPassword(String name, String password, Peer peer) {
    User user = users.get().get(name);
    if (user == null || !verified.contains(user, password)) {
      user = tried(name, user, password, peer);
    }
    return new Admission(principal(user), Optional.empty(), Optional.of(token(user, logins.get())));
  }

  private User tried(String name, @Nullable User user, String password, Peer peer) {
    pause.requireOver(name, peer);
    trials.acquireUninterruptibly();
    try {
      if (user != null && verified.contains(user, password)) {
        return user;
      }
      pause.requireOver(name, peer); // others may have failed while this one waited
      boolean matches = (user == null ? unknown : user.password()).matches(password);
      if (user == null || !matches) {
        pause.failed(name, peer);
        LOG.warn("Login as \"{}\" from {} failed", loggable(name), peer.address());
        throw new AzofException(
            ErrorCode.LOGIN_FAILED, "The name of the user or the password is wrong");
      }
      pause.succeeded(name, peer);
      verified.add(user, password);
      LOG.info("Login as \"{}\" from {}", loggable(name), peer.address());
      return user;
    } finally {
      trials.release();
    }
  }

  /**
   * @throws AzofException {@code LOGIN_FAILED} when the token has expired or is none of this server
   *     or was revoked, or the user has been removed or has another password since
   */
  Admission byToken(String text) {
    LoginTokens.Token token = tokens.verify(text);
    User user = users.get().get(token.user());
    if (user == null || !credential(user).equals(token.credential())) {
      throw new AzofException(
          ErrorCode.LOGIN_FAILED,
          "The user was removed or has another password now; reconnect with it");
    }
    if (!user.acceptsTokenOf(token.issued())) {
      throw new AzofException(ErrorCode.LOGIN_FAILED, "The token was revoked, reconnect");
    }
    return new Admission(
        principal(user),
        Optional.of(token.login()),
        tokens.isDue(token) ? Optional.of(token(user, token.login())) : Optional.empty());
  }

  private static Principal principal(User user) {
    return new Principal(user.name(), user.rights());
  }

  private String token(User user, String login) {
    return "Bearer " + tokens.issue(user.name(), login, credential(user));
  }

  /** Which password the user has, told by a digest of its hash, the same on all servers. */
  private static String credential(User user) {
    try {
      byte[] hash = user.password().text().getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(hash);
      return HexFormat.of().formatHex(digest, 0, CREDENTIAL_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String loggable(String name) {
    String text = name.replaceAll("\\p{Cntrl}", "?");
    return text.length() > LOGGED_NAME_LENGTH_MAX
        ? text.substring(0, LOGGED_NAME_LENGTH_MAX) + "…"
        : text;
  }
}
