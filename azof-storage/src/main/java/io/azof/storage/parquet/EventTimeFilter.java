package io.azof.storage.parquet;

import io.azof.storage.model.TableSchema;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The condition {@code event_time <= bound} in the form that Arrow Dataset takes: a Substrait <a
 * href="https://substrait.io/expressions/extended_expression/">extended expression</a>, encoded by
 * hand because it is the only one that is ever needed. With it the native reader skips row groups
 * by their statistics and drops rows.
 *
 * <p>Field numbers are those of {@code substrait/extended_expression.proto}, {@code algebra.proto},
 * {@code type.proto} and {@code extensions/extensions.proto} of Substrait 0.44.
 */
final class EventTimeFilter {
  private static final String COMPARISONS =
      "https://github.com/substrait-io/substrait/blob/main/extensions/functions_comparison.yaml";
  private static final int NULLABLE = 1;
  private static final int REQUIRED = 2;
  private static final int EVENT_TIME_FIELD = 1;

  private EventTimeFilter() {}

  /**
   * @return a direct buffer, as the native reader needs it
   */
  static ByteBuffer encode(long boundMillis) {
    byte[] message = expression(micros(boundMillis)).bytes();
    return ByteBuffer.allocateDirect(message.length).put(message).flip();
  }

  /** A bound that microseconds cannot say is beyond every time that they can. */
  private static long micros(long millis) {
    if (millis > Long.MAX_VALUE / 1000) {
      return Long.MAX_VALUE;
    }
    return millis < Long.MIN_VALUE / 1000 ? Long.MIN_VALUE : millis * 1000;
  }

  private static Message expression(long boundMicros) {
    Message string = new Message().message(12, new Message().number(2, NULLABLE));
    Message timestampUtc = new Message().message(29, new Message().number(2, NULLABLE));
    Message bool = new Message().message(1, new Message().number(2, NULLABLE));

    Message structField = new Message().number(1, EVENT_TIME_FIELD);
    Message fieldReference =
        new Message()
            .message(1, new Message().message(2, structField)) // direct reference
            .message(4, new Message()); // of the root
    Message eventTime = new Message().message(2, fieldReference);
    Message bound = new Message().message(1, new Message().number(27, boundMicros));
    Message lessOrEqual =
        new Message()
            .number(1, 1)
            .message(3, bool)
            .message(4, new Message().message(3, eventTime))
            .message(4, new Message().message(3, bound));

    Message uri = new Message().number(1, 1).text(2, COMPARISONS);
    Message function = new Message().number(1, 1).number(2, 1).text(3, "lte");
    Message struct = new Message().message(1, string).message(1, timestampUtc).number(3, REQUIRED);
    Message schema =
        new Message().text(1, TableSchema.KEY).text(1, TableSchema.EVENT_TIME).message(2, struct);
    return new Message()
        .message(1, uri)
        .message(2, new Message().message(3, function))
        .message(3, new Message().message(1, new Message().message(3, lessOrEqual)).text(3, "seen"))
        .message(4, schema)
        .message(7, new Message().number(2, 44));
  }

  /** A Protocol Buffers message in the making; only what is needed here. */
  private static final class Message {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint(((long) field << 3) | VARINT);
      varint(value);
      return this;
    }

    Message text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return bytes(field, value.bytes());
    }

    byte[] bytes() {
      return out.toByteArray();
    }

    private Message bytes(int field, byte[] value) {
      varint(((long) field << 3) | LENGTH_DELIMITED);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7FL) != 0) {
        out.write((int) ((rest & 0x7F) | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }
  }
}
