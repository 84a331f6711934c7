package io.azof.server.security;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.config.SecurityConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Decides on which address a server may listen. */
public final class ListenAddress {
  private ListenAddress() {}

  /**
   * The address of a host. Where other machines can reach it, clients must log in and the wire must
   * be encrypted, unless the configuration says in so many words that they need not.
   *
   * @param port 0 for any free one
   * @throws AzofException {@code UNSUPPORTED} when others could reach it and may not, {@code
   *     ARGUMENT_INVALID} when the host has no address
   */
  public static InetSocketAddress of(String host, int port, SecurityConfig security) {
    InetAddress[] addresses = addresses(host, "server.host");
    if (!Arrays.stream(addresses).allMatch(InetAddress::isLoopbackAddress)) {
      if (!security.authenticates() && !security.othersWithoutAuthentication()) {
        throw refused(
            host,
            "authentication",
            "set auth.users-file to a file that azof user add makes",
            "server.let-other-machines-in-without-authentication");
      }
      if (!security.encrypts() && !security.othersWithoutEncryption()) {
        throw refused(
            host,
            "encryption",
            "set server.tls-certificate and server.tls-key",
            "server.let-other-machines-in-without-encryption");
      }
    }
    return new InetSocketAddress(addresses[0], port);
  }

  /**
   * The address at which metrics are read, which nobody logs in for.
   *
   * @param othersMayRead whether the configuration says that other machines may reach it
   * @throws AzofException {@code UNSUPPORTED} when others could reach it and may not, {@code
   *     ARGUMENT_INVALID} when the host has no address
   */
  public static InetSocketAddress ofMetrics(String host, int port, boolean othersMayRead) {
    InetAddress[] addresses = addresses(host, "metrics.host");
    if (!othersMayRead && !Arrays.stream(addresses).allMatch(InetAddress::isLoopbackAddress)) {
      throw new AzofException(
          ErrorCode.UNSUPPORTED,
          "Azof refuses to show its metrics on \""
              + host
              + "\", where other machines could read them without a login: set metrics.host to"
              + " 127.0.0.1, or metrics.let-other-machines-in to true");
    }
    return new InetSocketAddress(addresses[0], port);
  }

  private static AzofException refused(String host, String what, String remedy, String force) {
    return new AzofException(
        ErrorCode.UNSUPPORTED,
        "Azof refuses to listen on \""
            + host
            + "\", where other machines could reach it, without "
            + what
            + ": "
            + remedy
            + ", or server.host to 127.0.0.1; or, where nothing else is possible, "
            + force
            + " to true");
  }

  private static InetAddress[] addresses(String host, String key) {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "Cannot listen on \"" + host + "\": no such host; set " + key + " to 127.0.0.1",
          e);
    }
  }
}
