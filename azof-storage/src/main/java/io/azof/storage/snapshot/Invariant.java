package io.azof.storage.snapshot;

/** What must hold of every version of a table: docs/FORMAT.md, Committing. */
public enum Invariant {
  SEGMENTS_DO_NOT_OVERLAP("segments of one parent do not overlap"),
  CHILDREN_LIE_IN_THEIR_PARENT("children lie within their parent"),
  DELTA_LIES_IN_ITS_SEGMENT("a delta lies within its segment"),
  ROWS_LIE_IN_THEIR_DELTA("the rows of a delta lie within its range"),
  PATCH_IS_OLDER_THAN_ITS_SEGMENT("a patch stands at its segment's start and holds nothing later"),
  FILE_IS_LISTED_ONCE("a file is listed once"),
  FILE_NAME_IS_PLAIN("a file's name is plain"),
  FILE_SCHEMA_IS_KNOWN("a file's schema is the table's or one before it"),
  ROWS_ARE_NOT_OF_LATER_VERSIONS("rows are of this version or one before"),
  VERSION_FOLLOWS_THE_CURRENT_ONE("a version follows the one that was current"),
  TABLE_KEEPS_ITS_ID("a table keeps its id"),
  COMMIT_ID_IS_NEW("every commit has an id of its own"),
  COMMIT_TIMES_RISE("commit times rise"),
  RETAINED_VERSIONS_DO_NOT_COME_BACK("what is not retained does not come back"),
  RETAINED_VERSIONS_ARE_OF_THE_CHAIN("the oldest retained version is one of the chain"),
  EXPIRED_HISTORY_DOES_NOT_COME_BACK("history that has expired does not come back"),
  CHANGED_SCHEMA_HAS_A_HIGHER_ID("a changed schema has a higher id"),
  COLUMN_ID_IS_NOT_GIVEN_TWICE("a column's id is not given to another"),
  NEW_FILE_IS_NAMED_FOR_ITS_PARENT(
      "a new file is named for the version that it was written against");

  private final String text;

  Invariant(String text) {
    this.text = text;
  }

  /** The rule as the rest of a sentence: "the rule that …". */
  public String text() {
    return text;
  }
}
