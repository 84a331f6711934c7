package io.azof.storage.scan;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.parquet.DataFileFooter;
import io.azof.storage.parquet.FooterReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The footers of the files that were read last, so that a question that reads little of a large
 * file does not read all of its footer each time. A file that changes, which data files never do,
 * is read again. Shared by the scans of a lakehouse.
 */
public final class FileFooters {
  /** Some 100 MB: of row groups and the column chunks in them, which take about 100 bytes each. */
  private static final int WEIGHT_MAX = 1_000_000;

  private final Map<Path, Known> known = new LinkedHashMap<>(16, 0.75f, true);
  private long weight;

  private record Known(long bytes, FileTime modified, DataFileFooter footer) {
    long weight() {
      return 1L + footer.rowGroups().size() * (2L + footer.columns().size());
    }
  }

  /**
   * The footer of a file.
   *
   * @param label what to call the file in an error
   * @throws AzofException as {@link FooterReader#read}
   */
  DataFileFooter of(Path file, String label) {
    BasicFileAttributes attributes = attributes(file, label);
    synchronized (known) {
      Known found = known.get(file);
      if (found != null
          && found.bytes == attributes.size()
          && found.modified.equals(attributes.lastModifiedTime())) {
        return found.footer;
      }
    }
    DataFileFooter footer = FooterReader.read(file, label);
    synchronized (known) {
      put(file, new Known(attributes.size(), attributes.lastModifiedTime(), footer));
    }
    return footer;
  }

  private void put(Path file, Known footer) {
    Known before = known.put(file, footer);
    weight += footer.weight() - (before == null ? 0 : before.weight());
    var eldest = known.entrySet().iterator();
    while (weight > WEIGHT_MAX) {
      weight -= eldest.next().getValue().weight();
      eldest.remove();
    }
  }

  private static BasicFileAttributes attributes(Path file, String label) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class);
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.STORE_FAILED, "Cannot read " + label + ": " + e.getMessage(), e);
    }
  }
}
