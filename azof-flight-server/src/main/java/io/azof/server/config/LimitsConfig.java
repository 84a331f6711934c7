package io.azof.server.config;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.time.Duration;

/**
 * How much one statement, and one message, may take of a server, and how many statements all
 * together.
 *
 * @param queuedQueriesMax how many statements wait for others to end
 * @param queueTimeMax for how long
 * @param resultsMax how many results are under way to clients, those included whose clients are
 *     slow
 * @param queryTimeMax how long a statement may work; zero: as long as it takes
 * @param resultIdleMax how long a result waits for its client to take more; zero: for ever
 * @param queryArrowBytesMax how much column memory a statement may take
 * @param messageBytesMax how long a message of a client may be
 * @param headerBytesMax how long the headers of a call may be
 */
public record LimitsConfig(
    int queuedQueriesMax,
    Duration queueTimeMax,
    int resultsMax,
    Duration queryTimeMax,
    Duration resultIdleMax,
    long queryArrowBytesMax,
    int messageBytesMax,
    int headerBytesMax) {
  /** What a result may keep in memory for a slow client, with some room. */
  private static final long RESULT_BYTES = 8L << 20;

  private static final int RESULTS_MIN = 16;

  static LimitsConfig from(Configuration configuration) {
    long arrowBytes = configuration.bytes(Setting.ARROW_MEMORY);
    return new LimitsConfig(
        configuration.number(Setting.SERVER_QUEUED_QUERIES).orElseThrow(),
        configuration.duration(Setting.SERVER_QUEUE_TIME),
        configuration
            .number(Setting.SERVER_RESULTS)
            .orElse((int) Math.min(1_000_000, Math.max(RESULTS_MIN, arrowBytes / RESULT_BYTES))),
        configuration.duration(Setting.SERVER_QUERY_TIME),
        configuration.duration(Setting.SERVER_RESULT_IDLE),
        configuration.isAuto(Setting.ARROW_QUERY_MEMORY)
            ? arrowBytes / 2
            : configuration.bytes(Setting.ARROW_QUERY_MEMORY),
        bytes(configuration, Setting.SERVER_MESSAGE_SIZE),
        bytes(configuration, Setting.SERVER_HEADER_SIZE));
  }

  private static int bytes(Configuration configuration, Setting setting) {
    long bytes = configuration.bytes(setting);
    if (bytes > Integer.MAX_VALUE) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "The setting \""
              + setting.key()
              + "\" "
              + configuration.source(setting)
              + " must be less than 2GiB");
    }
    return (int) bytes;
  }
}
