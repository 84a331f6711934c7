package io.azof.storage.ingest;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.util.Optional;

/**
 * How files are read. {@link #DEFAULTS} and the {@code with…} methods make one.
 *
 * @param delimiter parts the fields of CSV files: an ASCII character, no letter or digit, neither a
 *     quote nor a line end
 * @param sampleRows of how many rows of the first CSV file its types are guessed, where no schema
 *     is given; {@link #SAMPLE_BYTES_MAX} is the end in any case
 * @param rejectsMax how many rows may be rejected; one more, and the import is refused after the
 *     last row has been looked at
 * @param epochUnit what event times count that are integers; empty for milliseconds, and then
 *     numbers are refused that look like seconds or dates
 * @param eventTimeMillisMax rows with a later event time, in epoch milliseconds, are rejected
 */
public record ImportOptions(
    char delimiter,
    long sampleRows,
    long rejectsMax,
    Optional<EpochUnit> epochUnit,
    long eventTimeMillisMax) {

  /** How far into a file types are guessed at most. */
  public static final long SAMPLE_BYTES_MAX = 4 << 20;

  /** Commas, 10,000 rows to guess types of, no row may be rejected, times up to the year 9999. */
  public static final ImportOptions DEFAULTS =
      new ImportOptions(',', 10_000, 0, Optional.empty(), EventTimeValue.MILLIS_MAX);

  /**
   * @throws AzofException {@code ARGUMENT_INVALID} for a delimiter that cannot be one
   */
  public ImportOptions {
    boolean isAscii = delimiter == '\t' || (delimiter >= ' ' && delimiter < 127);
    if (!isAscii || Character.isLetterOrDigit(delimiter) || delimiter == '"') {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "\"" + delimiter + "\" cannot part fields; use a comma, a semicolon, a tab or a bar");
    }
    if (sampleRows < 1 || rejectsMax < 0) {
      throw new IllegalArgumentException("a negative number of rows");
    }
  }

  public ImportOptions withDelimiter(char newDelimiter) {
    return new ImportOptions(newDelimiter, sampleRows, rejectsMax, epochUnit, eventTimeMillisMax);
  }

  public ImportOptions withSampleRows(long newSampleRows) {
    return new ImportOptions(delimiter, newSampleRows, rejectsMax, epochUnit, eventTimeMillisMax);
  }

  public ImportOptions withRejectsMax(long newRejectsMax) {
    return new ImportOptions(delimiter, sampleRows, newRejectsMax, epochUnit, eventTimeMillisMax);
  }

  public ImportOptions withEpochUnit(EpochUnit newUnit) {
    return new ImportOptions(
        delimiter, sampleRows, rejectsMax, Optional.of(newUnit), eventTimeMillisMax);
  }

  public ImportOptions withEventTimeMillisMax(long newMillisMax) {
    return new ImportOptions(delimiter, sampleRows, rejectsMax, epochUnit, newMillisMax);
  }
}
