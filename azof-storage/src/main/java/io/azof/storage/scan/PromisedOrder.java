package io.azof.storage.scan;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.parquet.KeyOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Holds a file to what it promises about its keys, batch by batch. A merge that relies on the order
 * would answer wrongly if the promise were false, and nothing else would show it.
 */
final class PromisedOrder {
  private final KeyOrder promise;
  private final String label;
  private byte @Nullable [] last;

  /**
   * @param label what to call the file in an error
   */
  PromisedOrder(KeyOrder promise, String label) {
    this.promise = promise;
    this.label = label;
  }

  /**
   * Checks all keys of the file's next batch.
   *
   * @throws AzofException {@code DATA_FILE_CORRUPT} when two are not in the order
   */
  void require(Keys keys, int rows) {
    if (last != null && !isInOrder(keys.compare(last, 0))) {
      throw broken(last, keys.copy(0));
    }
    int commonBytes = keys.commonBytes(0, keys, rows - 1);
    for (int row = 0; row < rows; ) {
      row = keys.ascendingEnd(row, rows, commonBytes);
      if (row < rows && !isInOrder(keys.compare(row - 1, keys, row))) {
        throw broken(keys.copy(row - 1), keys.copy(row));
      }
    }
    last = keys.copy(rows - 1);
  }

  private boolean isInOrder(int comparison) {
    return promise == KeyOrder.UNIQUE ? comparison < 0 : comparison <= 0;
  }

  private AzofException broken(byte[] first, byte[] second) {
    return new AzofException(
        ErrorCode.DATA_FILE_CORRUPT,
        "Cannot read "
            + label
            + ": it promises "
            + KeyOrder.FOOTER_KEY
            + " = "
            + promise.name().toLowerCase(Locale.ROOT)
            + ", but holds key \""
            + new String(first, StandardCharsets.UTF_8)
            + "\" before key \""
            + new String(second, StandardCharsets.UTF_8)
            + "\"");
  }
}
