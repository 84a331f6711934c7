package io.azof.storage.parquet;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.KeyRange;
import io.azof.storage.model.KeySelection;
import io.azof.storage.parquet.DataFileFooter.RowGroup;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Asks the Bloom filters of a file which of its row groups have none of some keys. */
public final class KeyBloomReader {
  private KeyBloomReader() {}

  /**
   * The row groups, by their places, of which their filters say so; none when it is not asked for a
   * few single keys, or when the file has no filters.
   *
   * @param label what to call the file in an error
   * @throws AzofException {@code DATA_FILE_CORRUPT} when a filter is not where it should be
   */
  public static Set<Integer> rowGroupsWithout(
      KeySelection keys, DataFileFooter footer, Path file, String label) {
    boolean hasFilters = footer.rowGroups().stream().anyMatch(group -> group.keyBloomOffset() > 0);
    if (!keys.isOfSingleKeys() || !hasFilters) {
      return Set.of();
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      Set<Integer> without = new HashSet<>();
      for (int i = 0; i < footer.rowGroups().size(); i++) {
        if (!mayHold(keys.ranges(), footer.rowGroups().get(i), channel)) {
          without.add(i);
        }
      }
      return without;
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.DATA_FILE_CORRUPT, "Cannot read " + label + ": " + e.getMessage(), e);
    }
  }

  private static boolean mayHold(List<KeyRange> keys, RowGroup rowGroup, FileChannel channel)
      throws IOException {
    long[] hashes =
        keys.stream()
            .filter(rowGroup.keys()::touches)
            .mapToLong(key -> KeyBloom.hash(String.valueOf(key.min())))
            .toArray();
    return hashes.length > 0
        && (rowGroup.keyBloomOffset() == 0
            || KeyBloom.mayHold(channel, rowGroup.keyBloomOffset(), hashes));
  }
}
