package io.azof.server.flight;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.session.SessionState;
import io.azof.sql.catalog.SessionSettings;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.arrow.flight.CallHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What a client keeps of its session: which one it is, and what it has set. So a server that was
 * started anew, or another one, answers as the one before. No secret, and nothing that the client
 * may not say: it could set the same.
 *
 * @param id which nobody else can guess
 * @param state as the server said last
 */
record SessionCookie(String id, SessionState state) {
  /** The name of the cookie. */
  private static final String NAME = "azof-session";

  /** Between the identifier, the revision and the settings, which a new session has not. */
  private static final String SEPARATOR = ".";

  private static final int PARTS = 3;

  /** The cookie of a session that has set nothing yet. */
  static SessionCookie ofNew(String id) {
    return new SessionCookie(id, SessionState.NEW);
  }

  /**
   * The cookie of a call; clients join cookies by a semicolon, with a space or without.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} for one that no server has made
   */
  static Optional<SessionCookie> of(CallHeaders headers) {
    Iterable<String> lines = headers.getAll("cookie");
    if (lines == null) {
      return Optional.empty();
    }
    for (String line : lines) {
      Optional<String> value =
          Arrays.stream(line.split(";", -1))
              .map(String::strip)
              .filter(pair -> pair.startsWith(NAME + "="))
              .map(pair -> pair.substring(NAME.length() + 1))
              .filter(text -> !text.isEmpty())
              .findFirst();
      if (value.isPresent()) {
        return value.map(SessionCookie::of);
      }
    }
    return Optional.empty();
  }

  private static SessionCookie of(String value) {
    String[] parts = value.split(Pattern.quote(SEPARATOR), -1);
    if (parts.length == 1) {
      return ofNew(value);
    }
    try {
      if (parts.length == PARTS) {
        byte[] text = Base64.getUrlDecoder().decode(parts[2]);
        SessionSettings settings = SessionSettings.parse(new String(text, StandardCharsets.UTF_8));
        return new SessionCookie(parts[0], new SessionState(Long.parseLong(parts[1]), settings));
      }
    } catch (IllegalArgumentException | AzofException e) {
      throw unreadable(e);
    }
    throw unreadable(null);
  }

  private static AzofException unreadable(@Nullable Throwable e) {
    return new AzofException(
        ErrorCode.ARGUMENT_INVALID, "The cookie " + NAME + " is not one of this server", e);
  }

  /** What makes a client keep it, instead of the one that it has. */
  void addTo(CallHeaders headers) {
    headers.insert("set-cookie", NAME + "=" + value());
  }

  private String value() {
    if (state.revision() == 0) {
      return id;
    }
    byte[] text = state.settings().text().getBytes(StandardCharsets.UTF_8);
    return String.join(
        SEPARATOR,
        id,
        Long.toString(state.revision()),
        Base64.getUrlEncoder().withoutPadding().encodeToString(text));
  }
}
