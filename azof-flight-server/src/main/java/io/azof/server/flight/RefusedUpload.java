package io.azof.server.flight;

import org.apache.arrow.flight.FlightStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a client sends although nobody wants it: some clients that are cut off while they send
 * see a broken connection and never the reason.
 */
final class RefusedUpload {
  private static final Logger LOG = LoggerFactory.getLogger(RefusedUpload.class);

  /** Whoever sends more has to live with a broken connection. */
  private static final int BATCHES_MAX = 10_000;

  private RefusedUpload() {}

  /** Reads to the end. Only for uploads that clients end before they wait for the answer. */
  static void drain(FlightStream stream) {
    try {
      int batches = 0;
      while (batches < BATCHES_MAX && stream.next()) {
        batches++;
      }
    } catch (RuntimeException e) {
      LOG.debug("A refused upload broke off", e);
    }
  }
}
