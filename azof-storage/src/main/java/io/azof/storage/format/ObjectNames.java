package io.azof.storage.format;

/** Where the parts of a table lie below the root of a lakehouse. */
public final class ObjectNames {
  /** The name of the small object that says which version is current. */
  public static final String VERSION = "version.txt";

  private ObjectNames() {}

  /** The key of a table's {@code version.txt}. */
  public static String version(String table) {
    return table + "/" + VERSION;
  }

  /** The key of the snapshot of one version. */
  public static String snapshot(String table, long version) {
    return table + "/s" + version + ".json";
  }

  /** The key of a data file. */
  public static String dataFile(String table, String name) {
    return table + "/" + name;
  }
}
