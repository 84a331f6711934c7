package io.azof.server.security;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Decides on which address a server may listen. */
public final class ListenAddress {
  private ListenAddress() {}

  /**
   * The address of a host that only this machine can reach. There is no authentication, so no other
   * is allowed.
   *
   * @param port 0 for any free one
   * @throws AzofException {@code UNSUPPORTED} when others could reach it, {@code ARGUMENT_INVALID}
   *     when the host has no address
   */
  public static InetSocketAddress loopback(String host, int port) {
    InetAddress[] addresses = addresses(host);
    if (!Arrays.stream(addresses).allMatch(InetAddress::isLoopbackAddress)) {
      throw new AzofException(
          ErrorCode.UNSUPPORTED,
          "Azof refuses to listen on \""
              + host
              + "\", where other machines could reach it, because it has no authentication yet;"
              + " set server.host to 127.0.0.1");
    }
    return new InetSocketAddress(addresses[0], port);
  }

  private static InetAddress[] addresses(String host) {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "Cannot listen on \"" + host + "\": no such host; set server.host to 127.0.0.1",
          e);
    }
  }
}
