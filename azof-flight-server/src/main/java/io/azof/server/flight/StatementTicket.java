package io.azof.server.flight;

import com.google.protobuf.ByteString;
import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.PreparedQuery;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * All that is needed to run a statement later, maybe on another connection: its text, when it looks
 * at tables without a time clause, and by a fingerprint the schema that was promised.
 */
record StatementTicket(String sql, AsOf asOf, String schemaFingerprint) {
  private static final char SEPARATOR = ':';
  private static final String LATEST = "latest";

  static StatementTicket of(PreparedQuery query, AsOf asOf) {
    return new StatementTicket(query.sql(), asOf, fingerprint(query.schema()));
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
    if (first < 0 || second < 0) {
      throw unknown();
    }
    return new StatementTicket(
        text.substring(second + 1),
        asOf(text.substring(first + 1, second)),
        text.substring(0, first));
  }

  private static AsOf asOf(String millis) {
    try {
      return millis.equals(LATEST) ? AsOf.LATEST : AsOf.at(new EventTime(Long.parseLong(millis)));
    } catch (NumberFormatException e) {
      throw unknown();
    }
  }

  private static AzofException unknown() {
    return new AzofException(ErrorCode.ARGUMENT_INVALID, "The ticket is not one of this server");
  }

  ByteString toBytes() {
    String millis = asOf.equals(AsOf.LATEST) ? LATEST : Long.toString(asOf.boundMillis());
    return ByteString.copyFromUtf8(schemaFingerprint + SEPARATOR + millis + SEPARATOR + sql);
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
