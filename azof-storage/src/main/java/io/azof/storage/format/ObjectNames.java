package io.azof.storage.format;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the parts of a table lie below the root of a lakehouse. */
public final class ObjectNames {
  /** The name of the small object that says which version is current. */
  public static final String VERSION = "version.txt";

  private static final Pattern SNAPSHOT = Pattern.compile("s([1-9][0-9]{0,17})\\.json");
  private static final Pattern DATA_FILE = Pattern.compile("[a-z]+-b([0-9]{1,18})-.+\\.parquet");

  private ObjectNames() {}

  /** The key of a table's {@code version.txt}. */
  public static String version(String table) {
    return table + "/" + VERSION;
  }

  /** The key of the snapshot of one version. */
  public static String snapshot(String table, long version) {
    return table + "/" + snapshotName(version);
  }

  /** The name of the snapshot of one version within the table's folder. */
  public static String snapshotName(long version) {
    return "s" + version + ".json";
  }

  /** The version of which an object of that name is the snapshot; empty when it is none. */
  public static OptionalLong snapshotVersion(String name) {
    return number(SNAPSHOT, name);
  }

  /**
   * The version that was current when a data file of that name was written: docs/FORMAT.md, Names.
   * Empty when the name does not say.
   */
  public static OptionalLong writtenAgainst(String name) {
    return number(DATA_FILE, name);
  }

  private static OptionalLong number(Pattern pattern, String name) {
    Matcher matcher = pattern.matcher(name);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  /** The key of a data file. */
  public static String dataFile(String table, String name) {
    return table + "/" + name;
  }
}
