package io.azof.server.flight;

import com.google.protobuf.ByteString;
import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.PreparedQuery;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * All that is needed to run a statement later, maybe on another connection: its text, and by a
 * fingerprint the schema that was promised.
 */
record StatementTicket(String sql, byte[] schemaFingerprint) {
  private static final int FINGERPRINT_BYTES = 16;

  static StatementTicket of(PreparedQuery query) {
    return new StatementTicket(query.sql(), fingerprint(query.schema()));
  }

  /** What {@link #toBytes} wrote; anything else is an {@code ARGUMENT_INVALID}. */
  static StatementTicket parse(ByteString bytes) {
    if (bytes.size() < FINGERPRINT_BYTES) {
      throw new AzofException(ErrorCode.ARGUMENT_INVALID, "The ticket is not one of this server");
    }
    return new StatementTicket(
        bytes.substring(FINGERPRINT_BYTES).toString(StandardCharsets.UTF_8),
        bytes.substring(0, FINGERPRINT_BYTES).toByteArray());
  }

  ByteString toBytes() {
    return ByteString.copyFrom(schemaFingerprint).concat(ByteString.copyFromUtf8(sql));
  }

  /** Throws {@code CONFLICT} when the statement has another schema now. */
  void requireSameSchema(PreparedQuery query) {
    if (!Arrays.equals(schemaFingerprint, fingerprint(query.schema()))) {
      throw new AzofException(
          ErrorCode.CONFLICT,
          "The columns of a table changed after the statement was planned; send it again");
    }
  }

  private static byte[] fingerprint(Schema schema) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(schema.serializeAsMessage());
      return Arrays.copyOf(digest, FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
