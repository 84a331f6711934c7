package io.azof.storage.write;

/** What a data file is for; its name starts with the word. */
public enum DataFileKind {
  BASE("base"),
  DELTA("delta");

  private final String word;

  DataFileKind(String word) {
    this.word = word;
  }

  /** The name of a file of this kind: docs/FORMAT.md, Names of data files. */
  String fileName(long baseVersion, String id) {
    return word + "-b" + baseVersion + "-" + id + ".parquet";
  }
}
