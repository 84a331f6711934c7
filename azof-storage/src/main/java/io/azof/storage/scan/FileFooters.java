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
import org.jspecify.annotations.Nullable;

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
   * The footer of a file; the same object for all who ask at the same time, so that their scans can
   * hold the rows of the file once.
   *
   * @param label what to call the file in an error
   * @throws AzofException as {@link FooterReader#read}
   */
  DataFileFooter of(Path file, String label) {
    BasicFileAttributes attributes = attributes(file, label);
    @Nullable Known before = find(file, attributes);
    return before == null ? keep(file, attributes, FooterReader.read(file, label)) : before.footer;
  }

  private synchronized @Nullable Known find(Path file, BasicFileAttributes attributes) {
    Known found = known.get(file);
    boolean isOfFile =
        found != null
            && found.bytes == attributes.size()
            && found.modified.equals(attributes.lastModifiedTime());
    return isOfFile ? found : null;
  }

  /** Gives the footer that another thread has read meanwhile, or else this one. */
  private synchronized DataFileFooter keep(
      Path file, BasicFileAttributes attributes, DataFileFooter footer) {
    @Nullable Known other = find(file, attributes);
    if (other != null) {
      return other.footer;
    }
    Known read = new Known(attributes.size(), attributes.lastModifiedTime(), footer);
    Known before = known.put(file, read);
    weight += read.weight() - (before == null ? 0 : before.weight());
    var eldest = known.entrySet().iterator();
    while (weight > WEIGHT_MAX) {
      weight -= eldest.next().getValue().weight();
      eldest.remove();
    }
    return footer;
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
