package io.azof.storage.parquet;

import io.azof.storage.model.KeyRange;
import io.azof.storage.model.KeySelection;
import io.azof.storage.model.TableSchema;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link RowFilter} in the form that Arrow Dataset takes: a Substrait <a
 * href="https://substrait.io/expressions/extended_expression/">extended expression</a>, encoded by
 * hand because so little of it is needed. With it the native reader skips row groups by their
 * statistics and drops rows.
 *
 * <p>Field numbers are those of {@code substrait/extended_expression.proto}, {@code algebra.proto},
 * {@code type.proto} and {@code extensions/extensions.proto} of Substrait 0.44.
 */
final class FilterExpression {
  private static final String EXTENSIONS =
      "https://github.com/substrait-io/substrait/blob/main/extensions/";
  private static final List<String> COMPARISONS = List.of("lte", "gte", "equal", "lt", "gt");
  private static final List<String> CONNECTIVES = List.of("and", "or");
  private static final int NULLABLE = 1;
  private static final int REQUIRED = 2;
  private static final int KEY_FIELD = 0;
  private static final int EVENT_TIME_FIELD = 1;

  private FilterExpression() {}

  /**
   * @param filter of something
   * @return a direct buffer, as the native reader needs it
   */
  static ByteBuffer encode(RowFilter filter) {
    byte[] message = extended(condition(filter)).bytes();
    return ByteBuffer.allocateDirect(message.length).put(message).flip();
  }

  private static ProtobufMessage condition(RowFilter filter) {
    List<ProtobufMessage> conditions = new ArrayList<>();
    if (filter.untilMillis() != Long.MAX_VALUE) {
      conditions.add(call("lte", field(EVENT_TIME_FIELD), time(filter.untilMillis())));
    }
    if (filter.sinceMillis() != Long.MIN_VALUE) {
      conditions.add(call("gte", field(EVENT_TIME_FIELD), time(filter.sinceMillis())));
    }
    if (!filter.keys().isAll()) {
      conditions.add(isOneOf(filter.keys()));
    }
    return joined("and", conditions);
  }

  private static ProtobufMessage isOneOf(KeySelection keys) {
    return joined("or", keys.ranges().stream().map(FilterExpression::isIn).toList());
  }

  private static ProtobufMessage isIn(KeyRange range) {
    if (range.min() != null && range.isOne()) {
      return call("equal", field(KEY_FIELD), text(range.min()));
    }
    List<ProtobufMessage> bounds = new ArrayList<>();
    if (range.min() != null) {
      bounds.add(call(range.minExcluded() ? "gt" : "gte", field(KEY_FIELD), text(range.min())));
    }
    if (range.max() != null) {
      bounds.add(call(range.maxExcluded() ? "lt" : "lte", field(KEY_FIELD), text(range.max())));
    }
    return joined("and", bounds);
  }

  /** The reader's connectives take two conditions. */
  private static ProtobufMessage joined(String connective, List<ProtobufMessage> conditions) {
    int half = conditions.size() / 2;
    return half == 0
        ? conditions.get(0)
        : call(
            connective,
            joined(connective, conditions.subList(0, half)),
            joined(connective, conditions.subList(half, conditions.size())));
  }

  private static ProtobufMessage call(String function, ProtobufMessage... arguments) {
    ProtobufMessage call =
        new ProtobufMessage().number(1, anchor(function)).message(3, type(1)); // a boolean
    for (ProtobufMessage argument : arguments) {
      call.message(4, new ProtobufMessage().message(3, argument));
    }
    return new ProtobufMessage().message(3, call);
  }

  private static ProtobufMessage field(int index) {
    ProtobufMessage structField = new ProtobufMessage().number(1, index);
    ProtobufMessage directReference = new ProtobufMessage().message(2, structField);
    ProtobufMessage ofRoot = new ProtobufMessage();
    return new ProtobufMessage()
        .message(2, new ProtobufMessage().message(1, directReference).message(4, ofRoot));
  }

  private static ProtobufMessage text(String value) {
    return literal(new ProtobufMessage().text(12, value));
  }

  private static ProtobufMessage time(long millis) {
    return literal(new ProtobufMessage().number(27, micros(millis)));
  }

  private static ProtobufMessage literal(ProtobufMessage value) {
    return new ProtobufMessage().message(1, value);
  }

  /** A bound that microseconds cannot say is beyond every time that they can. */
  private static long micros(long millis) {
    if (millis > Long.MAX_VALUE / 1000) {
      return Long.MAX_VALUE;
    }
    return millis < Long.MIN_VALUE / 1000 ? Long.MIN_VALUE : millis * 1000;
  }

  private static ProtobufMessage type(int kind) {
    return new ProtobufMessage().message(kind, new ProtobufMessage().number(2, NULLABLE));
  }

  private static ProtobufMessage extended(ProtobufMessage condition) {
    ProtobufMessage struct =
        new ProtobufMessage()
            .message(1, type(12)) // a string
            .message(1, type(29)) // a timestamp in UTC
            .number(3, REQUIRED);
    ProtobufMessage schema =
        new ProtobufMessage()
            .text(1, TableSchema.KEY)
            .text(1, TableSchema.EVENT_TIME)
            .message(2, struct);
    ProtobufMessage extended =
        new ProtobufMessage()
            .message(1, uri(1, "functions_comparison.yaml"))
            .message(1, uri(2, "functions_boolean.yaml"));
    COMPARISONS.forEach(name -> extended.message(2, function(1, name)));
    CONNECTIVES.forEach(name -> extended.message(2, function(2, name)));
    return extended
        .message(3, new ProtobufMessage().message(1, condition).text(3, "seen"))
        .message(4, schema)
        .message(7, new ProtobufMessage().number(2, 44));
  }

  private static ProtobufMessage uri(int anchor, String file) {
    return new ProtobufMessage().number(1, anchor).text(2, EXTENSIONS + file);
  }

  private static ProtobufMessage function(int uri, String name) {
    ProtobufMessage function =
        new ProtobufMessage().number(1, uri).number(2, anchor(name)).text(3, name);
    return new ProtobufMessage().message(3, function);
  }

  private static int anchor(String function) {
    int comparison = COMPARISONS.indexOf(function);
    return 1 + (comparison >= 0 ? comparison : COMPARISONS.size() + CONNECTIVES.indexOf(function));
  }
}
