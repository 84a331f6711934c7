package io.azof.server.flight;

import com.google.protobuf.ByteString;
import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The answer to a statement that changes something and was sent as a query. It has run when the
 * ticket is given, so that it runs once however often the answer is fetched.
 *
 * @param rows how many it wrote
 */
record UpdateTicket(long rows) {
  /** One row, which says how many rows were written. */
  static final Schema SCHEMA =
      new Schema(
          List.of(new Field("rows", FieldType.notNullable(new ArrowType.Int(64, true)), null)));

  private static final String PREFIX = "rows written ";

  /**
   * Reads what {@link #toBytes} wrote; empty for another ticket.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} when something was done to it
   */
  static Optional<UpdateTicket> parse(ByteString bytes) {
    String text = bytes.toString(StandardCharsets.UTF_8);
    if (!text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new UpdateTicket(Long.parseLong(text.substring(PREFIX.length()))));
    } catch (NumberFormatException e) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID, "The ticket is not one of this server", e);
    }
  }

  ByteString toBytes() {
    return ByteString.copyFromUtf8(PREFIX + rows);
  }
}
