package io.azof.error;

/**
 * What went wrong, as far as a caller would act differently on it.
 *
 * <p>The code is API; the text of the message is not. Each code belongs to one {@link Category},
 * from which a transport derives its own status (a gRPC code, a process exit code) in one switch.
 */
public enum ErrorCode {
  /** SQL that does not parse, or names or types that do not fit. */
  SQL_INVALID(Category.INVALID),
  /** An argument that is not of the form that is asked for: a time, a column, a setting. */
  ARGUMENT_INVALID(Category.INVALID),
  /** Something that is valid but that Azof does not do. */
  UNSUPPORTED(Category.UNSUPPORTED),
  LAKEHOUSE_NOT_FOUND(Category.NOT_FOUND),
  TABLE_NOT_FOUND(Category.NOT_FOUND),
  COLUMN_NOT_FOUND(Category.INVALID),
  /** There is a table of the name that a new one shall have. */
  TABLE_EXISTS(Category.INVALID),
  /** An event time before the earliest that the table still answers for. */
  HISTORY_EXPIRED(Category.INVALID),
  /** A version that the table does not have (any more). */
  VERSION_NOT_FOUND(Category.NOT_FOUND),
  /** {@code version.txt} or a snapshot that cannot be read as the format says. */
  METADATA_CORRUPT(Category.CORRUPT),
  /** A snapshot that needs something that this version of Azof does not know. */
  FORMAT_UNSUPPORTED(Category.UNSUPPORTED),
  /** A data file that the snapshot names and that is not there. */
  DATA_FILE_MISSING(Category.CORRUPT),
  /** A data file that is truncated, damaged, or of another schema than the snapshot says. */
  DATA_FILE_CORRUPT(Category.CORRUPT),
  /** The object store failed for a reason of its own. */
  STORE_FAILED(Category.UNAVAILABLE),
  /** The condition of a conditional write did not hold. */
  CONFLICT(Category.CONFLICT),
  /**
   * The store did not say whether the last step of a commit took effect, and it may still do so.
   * Nothing was deleted. To do the same again may do it twice: look at the table's versions first.
   */
  COMMIT_UNKNOWN(Category.UNAVAILABLE),
  /** A limit of memory, size or number was reached. */
  LIMIT_REACHED(Category.LIMIT),
  /** It took longer than it may. */
  TIMED_OUT(Category.LIMIT),
  /** Nobody knows who asks: no, wrong or expired credentials. */
  LOGIN_FAILED(Category.UNAUTHENTICATED),
  /** The one who asks may not do that. */
  PERMISSION_DENIED(Category.FORBIDDEN),
  /** The caller gave up. */
  CANCELLED(Category.CANCELLED),
  /** A fault of Azof itself. */
  INTERNAL(Category.INTERNAL);

  /** The kinds of errors between which a caller's next step differs. */
  public enum Category {
    /** The request is wrong; change it. */
    INVALID,
    /** The named thing does not exist. */
    NOT_FOUND,
    /** The request is fine but not supported. */
    UNSUPPORTED,
    /** Stored bytes are wrong or missing; repair or restore them. */
    CORRUPT,
    /** Somebody else was faster; look again. */
    CONFLICT,
    /** Try again later. */
    UNAVAILABLE,
    /** Ask for less, or raise the limit. */
    LIMIT,
    /** Log in. */
    UNAUTHENTICATED,
    /** Ask somebody who may, or for the right to. */
    FORBIDDEN,
    /** Stopped on request. */
    CANCELLED,
    /** Report it. */
    INTERNAL
  }

  private final Category category;

  ErrorCode(Category category) {
    this.category = category;
  }

  /** The kind of this error; never null. */
  public Category category() {
    return category;
  }

  /** Whether the same call may succeed later without any change by the caller, and do no harm. */
  public boolean retryable() {
    return this != COMMIT_UNKNOWN
        && (category == Category.UNAVAILABLE || category == Category.CONFLICT);
  }
}
