package io.azof.server.flight;

import com.google.protobuf.ByteString;
import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.PreparedQuery;
import io.azof.sql.catalog.SessionSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * All that is needed to run a statement later, maybe on another connection: its text, what its
 * session said, and by a fingerprint the schema that was promised.
 *
 * @param id tells it from all other tickets
 */
record StatementTicket(String id, String sql, SessionSettings settings, String schemaFingerprint) {
  private static final char SEPARATOR = '\n';

  static StatementTicket of(String id, PreparedQuery query, SessionSettings settings) {
    return new StatementTicket(id, query.sql(), settings, fingerprint(query.schema()));
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} for anything else
   */
  static StatementTicket parse(ByteString bytes) {
    String text = bytes.toString(StandardCharsets.UTF_8);
    int first = text.indexOf(SEPARATOR);
    int second = text.indexOf(SEPARATOR, first + 1);
    int third = text.indexOf(SEPARATOR, second + 1);
    if (first < 0 || second < 0 || third < 0) {
      throw unknown();
    }
    return new StatementTicket(
        text.substring(0, first),
        text.substring(third + 1),
        settings(text.substring(second + 1, third)),
        text.substring(first + 1, second));
  }

  private static SessionSettings settings(String text) {
    try {
      return SessionSettings.parse(text);
    } catch (AzofException e) {
      throw unknown();
    }
  }

  private static AzofException unknown() {
    return new AzofException(ErrorCode.ARGUMENT_INVALID, "The ticket is not one of this server");
  }

  ByteString toBytes() {
    return ByteString.copyFromUtf8(
        id + SEPARATOR + schemaFingerprint + SEPARATOR + settings.text() + SEPARATOR + sql);
  }

  /**
   * Makes sure that the statement still has the schema that was promised.
   *
   * @throws AzofException {@code CONFLICT} when it has another one
   */
  void requireSameSchema(PreparedQuery query) {
    if (!schemaFingerprint.equals(fingerprint(query.schema()))) {
      throw new AzofException(
          ErrorCode.CONFLICT,
          "The columns of a table changed after the statement was planned; send it again");
    }
  }

  private static String fingerprint(Schema schema) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(schema.serializeAsMessage()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
