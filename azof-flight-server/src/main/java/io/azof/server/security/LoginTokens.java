package io.azof.server.security;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;

/**
 * What clients send to stay logged in. The server keeps none of them: each says itself whose it is
 * and until when, under a seal.
 */
final class LoginTokens {
  /** With what every token starts, so that it can be told from those of others. */
  static final String PREFIX = "azof.";

  /**
   * What a token says.
   *
   * @param user the name of the user
   * @param login which login it is of, the same in those that renew it
   * @param credential which password the user had then, by a digest of its hash
   */
  record Token(String user, String login, String credential, Instant issued, Instant expires) {}

  private final Seals seals;
  private final String audience;
  private final Duration lifetime;
  private final InstantSource clock;

  /**
   * @param audience what the tokens are for; those for something else are not accepted
   * @param lifetime how long one is good for
   */
  LoginTokens(Seals seals, String audience, Duration lifetime, InstantSource clock) {
    this.seals = seals;
    this.audience = audience;
    this.lifetime = lifetime;
    this.clock = clock;
  }

  String issue(String user, String login, String credential) {
    Instant now = clock.instant();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(content)) {
      out.writeUTF(audience);
      out.writeUTF(user);
      out.writeUTF(login);
      out.writeUTF(credential);
      out.writeLong(now.toEpochMilli());
      out.writeLong(now.plus(lifetime).toEpochMilli());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] sealed = seals.seal(Purpose.LOGIN_TOKEN, content.toByteArray());
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
  }

  /**
   * Reads what {@link #issue} gave.
   *
   * @throws AzofException {@code LOGIN_FAILED} when it has expired, or is none of this server
   */
  Token verify(String text) {
    Token token = read(text);
    if (!clock.instant().isBefore(token.expires())) {
      throw new AzofException(ErrorCode.LOGIN_FAILED, "The token expired, reconnect");
    }
    return token;
  }

  /** Whether half its time has passed. */
  boolean isDue(Token token) {
    return clock.instant().isAfter(token.issued().plus(lifetime.dividedBy(2)));
  }

  private Token read(String text) {
    byte[] sealed;
    try {
      sealed = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
    } catch (IllegalArgumentException e) {
      throw unknown();
    }
    byte[] content = seals.open(Purpose.LOGIN_TOKEN, sealed).orElseThrow(LoginTokens::unknown);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(content))) {
      if (!in.readUTF().equals(audience)) {
        throw unknown();
      }
      return new Token(
          in.readUTF(),
          in.readUTF(),
          in.readUTF(),
          Instant.ofEpochMilli(in.readLong()),
          Instant.ofEpochMilli(in.readLong()));
    } catch (IOException e) {
      throw unknown();
    }
  }

  static AzofException unknown() {
    return new AzofException(
        ErrorCode.LOGIN_FAILED, "The token is not one of this server, reconnect");
  }
}
