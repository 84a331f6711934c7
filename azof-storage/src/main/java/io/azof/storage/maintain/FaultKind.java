package io.azof.storage.maintain;

import io.azof.storage.snapshot.Invariant;
import java.util.Locale;

/** What can be wrong with a table. The names are API; the sentences are not. */
public enum FaultKind {
  /** {@code version.txt} holds no version. */
  VERSION_UNREADABLE,
  /** A snapshot that a version needs does not exist. */
  SNAPSHOT_MISSING,
  /** A snapshot is not as the format says, or names a file by more than a plain name. */
  SNAPSHOT_UNREADABLE,
  /** The parents of the current version do not lead to the oldest retained one. */
  CHAIN_BROKEN,
  /** A parent is of another table. */
  TABLE_ID_DIFFERS,
  /** A version was not committed later than its parent. */
  COMMIT_TIME_NOT_LATER,
  /** Two versions that follow each other are of the same commit. */
  COMMIT_ID_REPEATED,
  /** A version retains more than its parent did. */
  RETAINED_FROM_LOWERED,
  /** At a version times can be asked for that could not be at its parent. */
  EVENT_TIME_FLOOR_LOWERED,
  /** A schema changed and kept its number, or numbers of schemas or columns went back. */
  SCHEMA_RENUMBERED,
  /** A file is not named for the version that it was written against, so garbage looks alive. */
  FILE_MISNAMED,
  /** The list of ancestors in a snapshot is not what their snapshots say. */
  HISTORY_WRONG,
  /** A snapshot does not name a feature that readers must know to read it right. */
  FEATURE_UNDECLARED,
  /** Readers of version 1 can, or cannot, find the tree of a snapshot, against its features. */
  TREE_MISPLACED,

  /** Two segments below the same parent cover the same time. */
  SEGMENTS_OVERLAP,
  /** A commit left a time between two segments that none covers. */
  SEGMENTS_GAP,
  /** A segment reaches beyond its parent. */
  CHILD_OUTSIDE_PARENT,
  /** A delta reaches beyond its segment. */
  DELTA_OUTSIDE_SEGMENT,
  /** A patch is not listed at the start of its segment. */
  PATCH_MISPLACED,
  /** A file has rows of times at which it must not have any, by its own facts. */
  FACTS_OUTSIDE_RANGE,
  /** A snapshot lists a data file twice. */
  FILE_LISTED_TWICE,
  /** Two versions say different things of a data file. */
  FACTS_DIFFER,
  /** A file is of a schema that the table did not have at that version. */
  SCHEMA_UNKNOWN,
  /** A file has rows of a commit after the version that lists it. */
  SEQUENCE_ABOVE_VERSION,

  /** A data file that a version lists does not exist. */
  FILE_MISSING,
  /** A data file is not of the size that is stated. */
  FILE_SIZE_WRONG,
  /** A data file is damaged. */
  FILE_UNREADABLE,
  /** A data file does not have the table's columns. */
  FILE_COLUMNS_WRONG,
  /** A data file does not have as many rows as stated. */
  ROWS_WRONG,
  /** The least or the greatest event time of a data file is not as stated. */
  EVENT_TIMES_WRONG,

  /** The bytes of a data file are not those that were written. */
  CHECKSUM_WRONG,
  /** The least or the greatest key of a data file is not as stated. */
  KEYS_WRONG,
  /** A data file does not have as many deletes as stated. */
  DELETES_WRONG,
  /** A data file has nulls where none are stated, or none where they are. */
  NULLS_WRONG,
  /** The least or the greatest sequence of a data file is not as stated. */
  SEQUENCES_WRONG,
  /** The rows of a data file do not stand in their order. */
  ROWS_UNSORTED,
  /** A data file has two rows of a key and event time. */
  ROW_REPEATED,
  /** A row lacks what every row must have: a key, an event time, a sequence. */
  ROW_INCOMPLETE,
  /** A delete has values. */
  DELETE_WITH_VALUES,
  /** On the way to an event time a row stands in two files. */
  ROW_TWICE_ON_PATH,
  /** A segment does not begin with the state that those before it end with. */
  BASE_WRONG;

  /** The fault that a broken rule is. */
  static FaultKind of(Invariant rule) {
    return switch (rule) {
      case SEGMENTS_DO_NOT_OVERLAP -> SEGMENTS_OVERLAP;
      case CHILDREN_LIE_IN_THEIR_PARENT -> CHILD_OUTSIDE_PARENT;
      case DELTA_LIES_IN_ITS_SEGMENT -> DELTA_OUTSIDE_SEGMENT;
      case ROWS_LIE_IN_THEIR_DELTA -> FACTS_OUTSIDE_RANGE;
      case PATCH_IS_OLDER_THAN_ITS_SEGMENT -> PATCH_MISPLACED;
      case FILE_IS_LISTED_ONCE -> FILE_LISTED_TWICE;
      case FILE_NAME_IS_PLAIN -> SNAPSHOT_UNREADABLE;
      case FILE_SCHEMA_IS_KNOWN -> SCHEMA_UNKNOWN;
      case ROWS_ARE_NOT_OF_LATER_VERSIONS -> SEQUENCE_ABOVE_VERSION;
      case VERSION_FOLLOWS_THE_CURRENT_ONE, RETAINED_VERSIONS_ARE_OF_THE_CHAIN -> CHAIN_BROKEN;
      case TABLE_KEEPS_ITS_ID -> TABLE_ID_DIFFERS;
      case COMMIT_ID_IS_NEW -> COMMIT_ID_REPEATED;
      case COMMIT_TIMES_RISE -> COMMIT_TIME_NOT_LATER;
      case RETAINED_VERSIONS_DO_NOT_COME_BACK -> RETAINED_FROM_LOWERED;
      case EXPIRED_HISTORY_DOES_NOT_COME_BACK -> EVENT_TIME_FLOOR_LOWERED;
      case CHANGED_SCHEMA_HAS_A_HIGHER_ID, COLUMN_ID_IS_NOT_GIVEN_TWICE -> SCHEMA_RENUMBERED;
      case NEW_FILE_IS_NAMED_FOR_ITS_PARENT -> FILE_MISNAMED;
    };
  }

  /** The name in messages: small letters, words parted by hyphens. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
