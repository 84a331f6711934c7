package io.azof.storage.merge;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A row of a file, with a value that tells it from all others. */
public record VersionRow(
    String key, long millis, long sequence, boolean deleted, @Nullable String text, boolean flag) {

  /** The order of data files: by the bytes of the key, newest first. */
  public static final Comparator<VersionRow> FILE_ORDER =
      Comparator.comparing(VersionRow::keyBytes, Arrays::compareUnsigned)
          .thenComparing(Comparator.comparingLong(VersionRow::millis).reversed())
          .thenComparing(Comparator.comparingLong(VersionRow::sequence).reversed());

  private byte[] keyBytes() {
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
