package io.azof.server.security;

import io.azof.error.AzofException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What files say, read again when they have changed. When they say something wrong then, the log
 * says so, once, and what they said before stays.
 */
public final class WatchedFile<T> {
  private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);

  /** What differs when a file was written again. */
  private record Edition(FileTime time, long bytes, @Nullable Object key) {}

  private final List<Path> files;
  private final Supplier<T> reader;
  private volatile List<Edition> seen;
  private volatile T current;

  /**
   * Reads the files.
   *
   * @param files that together say one thing
   * @param reader reads them, or throws an {@link AzofException}
   */
  public WatchedFile(List<Path> files, Supplier<T> reader) {
    this.files = files;
    this.reader = reader;
    this.seen = editions();
    this.current = reader.get();
  }

  /** What the files say now, or said last when that cannot be understood. */
  public T current() {
    return seen.equals(editions()) ? current : readAgain();
  }

  private synchronized T readAgain() {
    List<Edition> now = editions();
    if (!seen.equals(now)) {
      seen = now;
      try {
        current = reader.get();
        LOG.info("Took up the changes of {}", files);
      } catch (AzofException e) {
        LOG.error("What was read before stays in force: {}", e.getMessage());
      }
    }
    return current;
  }

  private List<Edition> editions() {
    List<Edition> editions = new ArrayList<>();
    for (Path file : files) {
      try {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        editions.add(
            new Edition(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey()));
      } catch (IOException e) {
        editions.add(new Edition(FileTime.fromMillis(0), -1, null));
      }
    }
    return List.copyOf(editions);
  }
}
