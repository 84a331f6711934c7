package io.azof.cli;

import java.util.Properties;

/**
 * Memory outside of the heap, of which a virtual machine allows as much as its heap may have. That
 * is no measure for column data, which has a limit of its own; so Netty, from which all of it
 * comes, counts it itself. It does where {@code java.nio} is open to it, as the jar asks for;
 * elsewhere the limit of the virtual machine ({@code -XX:MaxDirectMemorySize}) stays.
 */
final class DirectMemory {
  /** Netty's own limit, in bytes. */
  static final String LIMIT = "io.netty.maxDirectMemory";

  /** Whether Netty may make buffers that the virtual machine does not count. */
  static final String UNCOUNTED = "io.netty.tryReflectionSetAccessible";

  /** What the network holds, and what is lost between buffers, for each byte of column data. */
  private static final double OVERHEAD = 0.25;

  private static final long NETWORK_BYTES = 128L << 20;

  private DirectMemory() {}

  /**
   * Allows enough for that much column data. Must be called before the first buffer is made; what
   * somebody has set stays.
   *
   * @param properties those of the system
   */
  static void allow(long columnBytesMax, Properties properties) {
    long bytes = columnBytesMax + (long) (columnBytesMax * OVERHEAD) + NETWORK_BYTES;
    properties.putIfAbsent(LIMIT, Long.toString(bytes));
    properties.putIfAbsent(UNCOUNTED, "true");
  }
}
