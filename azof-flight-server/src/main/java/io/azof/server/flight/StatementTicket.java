package io.azof.server.flight;

import com.google.protobuf.ByteString;
import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.PreparedQuery;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * All that is needed to run a statement later, maybe on another connection: its text, and by a
 * fingerprint the schema that was promised.
 */
record StatementTicket(String sql, String schemaFingerprint) {
  private static final char SEPARATOR = ':';

  static StatementTicket of(PreparedQuery query) {
    return new StatementTicket(query.sql(), fingerprint(query.schema()));
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} for anything else
   */
  static StatementTicket parse(ByteString bytes) {
    String text = bytes.toString(StandardCharsets.UTF_8);
    int separator = text.indexOf(SEPARATOR);
    if (separator < 0) {
      throw new AzofException(ErrorCode.ARGUMENT_INVALID, "The ticket is not one of this server");
    }
    return new StatementTicket(text.substring(separator + 1), text.substring(0, separator));
  }

  ByteString toBytes() {
    return ByteString.copyFromUtf8(schemaFingerprint + SEPARATOR + sql);
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
