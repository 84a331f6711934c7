package io.azof.storage.duckdb;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.memory.OutOfMemoryException;
import org.jspecify.annotations.Nullable;

/** DuckDB's errors in Azof's words. */
final class DuckDbErrors {
  /** All that the driver says of an error before the first row. */
  private static final String ERROR_UNKNOWN = "Invalid result set";

  /** How an error looks that comes through the Arrow stream of the result. */
  private static final Pattern OF_STREAM =
      Pattern.compile(".*CDataJniException\\{errno=-?\\d+, message=(.*)}", Pattern.DOTALL);

  private static final Pattern KIND_AND_REASON =
      Pattern.compile("(?:Query failed: )?(?:([A-Za-z ]+?) Error: )?(.*)", Pattern.DOTALL);

  /** The reason of an error on another thread, within one that only says which thread it was. */
  private static final Pattern INNER_REASON =
      Pattern.compile("\\{\"exception_type\":.*?\"exception_message\":\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** What follows a reason: advice to those who write the engine's SQL, and its own names. */
  private static final Pattern ADVICE =
      Pattern.compile(
          "(?:[.!;,]?\\s+(?:Use TRY\\(|SET |Candidate |LINE \\d|Possible solutions|"
              + "You might need to add explicit type casts|Did you mean )"
              + "| when casting from source column |\\s*\\{\").*",
          Pattern.DOTALL);

  private DuckDbErrors() {}

  /** Whether the error says nothing but that there is one. */
  static boolean isUnknown(Throwable error) {
    return message(error).endsWith(ERROR_UNKNOWN);
  }

  /** What an input threw: an error of Azof as it is, any other with the input's own words. */
  static AzofException ofInput(Throwable failure) {
    if (failure instanceof AzofException known) {
      return known;
    }
    if (failure instanceof OutOfMemoryException) {
      return new AzofException(
          ErrorCode.LIMIT_REACHED,
          "The query's inputs need more memory than they may have: " + firstLine(message(failure)),
          failure);
    }
    return new AzofException(
        ErrorCode.INTERNAL,
        "An input of the query could not be read: " + firstLine(message(failure)),
        failure);
  }

  /** An error of DuckDB itself. */
  static AzofException of(Throwable error, DuckDbSettings settings) {
    if (error instanceof AzofException known) {
      return known;
    }
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof OutOfMemoryException) { // also where Arrow says which field it was for
        return new AzofException(
            ErrorCode.LIMIT_REACHED,
            "The query's result needs more memory than it may have: " + firstLine(message(e)),
            error);
      }
    }
    Matcher stream = OF_STREAM.matcher(message(error));
    Matcher parts = KIND_AND_REASON.matcher(stream.matches() ? stream.group(1) : message(error));
    if (!parts.matches()) {
      throw new IllegalStateException("the pattern matches any text", error);
    }
    String reason = firstLine(ADVICE.matcher(innermost(parts.group(2))).replaceFirst(""));
    return switch (parts.group(1) == null ? "" : parts.group(1)) {
      case "Out of Memory" ->
          new AzofException(
              ErrorCode.LIMIT_REACHED,
              "The query needs more than the "
                  + settings.memoryBytesMax()
                  + " bytes of memory that queries may use; ask for less or raise the limit: "
                  + reason,
              error);
      case "Conversion", "Out of Range", "Invalid Input" ->
          new AzofException(ErrorCode.SQL_INVALID, "The query failed: " + reason, error);
      case "INTERRUPT" -> cancelled(error);
      case "IO" ->
          new AzofException(
              ErrorCode.STORE_FAILED,
              "A file of this machine could not be written or read: " + reason,
              error);
      default ->
          new AzofException(ErrorCode.INTERNAL, "The query could not be run: " + reason, error);
    };
  }

  private static String innermost(String reason) {
    Matcher inner = INNER_REASON.matcher(reason);
    return inner.find() ? inner.group(1).replaceAll("\\\\(.)", "$1") : reason;
  }

  static AzofException cancelled(@Nullable Throwable cause) {
    return new AzofException(ErrorCode.CANCELLED, "The query was cancelled", cause);
  }

  private static String message(Throwable error) {
    return error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
  }

  private static String firstLine(String text) {
    return text.strip().lines().findFirst().orElse("no reason given");
  }
}
