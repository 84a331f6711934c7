package io.azof.storage.ingest;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Which rows say that their key is gone: those with this text in the column. Texts are compared as
 * they stand in the file, {@code true} and {@code false} in letters of any case; a null is never
 * it.
 *
 * @param column the name of the column
 * @param value the text that a deleted row has there
 */
public record DeleteCondition(String column, String value) {

  /**
   * Reads {@code COLUMN=VALUE}; the name of the column ends at the first {@code =}.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} for a text without it
   */
  public static DeleteCondition parse(String text) {
    int end = text.indexOf('=');
    if (end < 1) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "Cannot read \"" + text + "\" as a condition; write COLUMN=VALUE");
    }
    return new DeleteCondition(text.substring(0, end), text.substring(end + 1));
  }

  /** The condition, ready to be asked of many texts. */
  Matcher matcher() {
    String lower = value.toLowerCase(Locale.ROOT);
    boolean anyCase = lower.equals("true") || lower.equals("false");
    return new Matcher((anyCase ? lower : value).getBytes(StandardCharsets.UTF_8), anyCase);
  }

  /** Compares bytes. */
  static final class Matcher {
    private final byte[] value;
    private final boolean anyCase;

    private Matcher(byte[] value, boolean anyCase) {
      this.value = value;
      this.anyCase = anyCase;
    }

    boolean matches(byte[] bytes, int from, int to) {
      if (!anyCase || to - from != value.length) {
        return Arrays.equals(bytes, from, to, value, 0, value.length);
      }
      for (int i = 0; i < value.length; i++) {
        if ((bytes[from + i] | 0x20) != value[i]) {
          return false;
        }
      }
      return true;
    }
  }
}
