package io.azof.storage.parquet;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.util.Deque;
import org.apache.arrow.memory.OutOfMemoryException;

/** What went wrong with a Parquet file, as an error that names the file. */
final class ReadFailure {
  private ReadFailure() {}

  static AzofException of(ParquetFile file, Exception e) {
    if (e instanceof AzofException known) {
      return known;
    }
    if (isOutOfMemory(e)) {
      return new AzofException(
          ErrorCode.LIMIT_REACHED,
          "Reading " + file.label() + " takes more memory than is allowed",
          e);
    }
    String reason =
        e.getMessage() == null ? e.toString() : e.getMessage().lines().findFirst().orElse("");
    return new AzofException(
        ErrorCode.DATA_FILE_CORRUPT, "Cannot read " + file.label() + ": " + reason, e);
  }

  /** Closes what was opened for a file, the last one first, all of it whatever fails. */
  static void closeAll(Deque<AutoCloseable> opened, ParquetFile file) {
    RuntimeException failure = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        failure = failure == null ? of(file, e) : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static boolean isOutOfMemory(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryException) {
        return true;
      }
    }
    return false;
  }
}
