package io.azof.storage.filecache;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a file in the cache says about it.
 *
 * @param id which object it is a copy of
 * @param crc32c of its content
 */
record CachedFile(String id, long bytes, int crc32c) {
  private static final Pattern NAME =
      Pattern.compile("([0-9a-f]{40})-([0-9]{1,18})-([0-9a-f]{8})\\.parquet");

  String name() {
    return String.format(Locale.ROOT, "%s-%d-%08x.parquet", id, bytes, crc32c);
  }

  /** Empty when a file of that name is none of the cache's. */
  static Optional<CachedFile> parse(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches()
        ? Optional.of(
            new CachedFile(
                matcher.group(1),
                Long.parseLong(matcher.group(2)),
                Integer.parseUnsignedInt(matcher.group(3), 16)))
        : Optional.empty();
  }
}
