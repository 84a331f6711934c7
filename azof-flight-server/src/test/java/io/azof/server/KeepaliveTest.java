package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.server.config.Configuration;
import io.azof.server.config.ServerConfig;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Quiet connections, seen by a client that knows no more than the frames of HTTP/2. */
@Timeout(30)
final class KeepaliveTest {
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GO_AWAY = 7;
  private static final int ACK = 1;

  @TempDir private Path folder;

  @Test
  void aClientMayAskAsOftenAsTheServerSays() throws IOException {
    try (AzofServer server = open(Map.of("server.client-keepalive-min", "50ms"));
        RawConnection raw = new RawConnection(server.port())) {
      for (int i = 0; i < 8; i++) {
        LockSupport.parkNanos(Duration.ofMillis(80).toNanos());
        raw.write(PING, 0, new byte[8]);
        assertThat(raw.readBut(SETTINGS)).isEqualTo(new Frame(PING, ACK, new byte[8].length));
      }
    }
  }

  @Test
  void aClientThatAsksTooOftenIsSentAway() throws IOException {
    try (AzofServer server = open(Map.of());
        RawConnection raw = new RawConnection(server.port())) {
      raw.writeAtOnce(8, PING, new byte[8]); // before the server can close the connection
      Frame frame = raw.readBut(SETTINGS);
      while (frame.type() == PING) {
        frame = raw.read();
      }
      assertThat(frame.type()).isEqualTo(GO_AWAY);
      assertThat(raw.lastContent()).contains("too_many_pings");
    }
  }

  private AzofServer open(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("lakehouse", folder.toString());
    all.put("server.port", "0");
    ServerConfig config = ServerConfig.from(Configuration.load(Optional.empty(), Map.of(), all));
    return AzofServer.open(config, RunningServer.CLOCK, RunningServer.ids());
  }

  private record Frame(int type, int flags, int length) {}

  private static final class RawConnection implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private String lastContent = "";

    RawConnection(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      in = new DataInputStream(socket.getInputStream());
      out = socket.getOutputStream();
      out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      write(SETTINGS, 0, new byte[0]);
    }

    void write(int type, int flags, byte[] content) throws IOException {
      byte[] head = {0, 0, (byte) content.length, (byte) type, (byte) flags, 0, 0, 0, 0};
      out.write(head);
      out.write(content);
      out.flush();
    }

    void writeAtOnce(int times, int type, byte[] content) throws IOException {
      byte[] head = {0, 0, (byte) content.length, (byte) type, 0, 0, 0, 0, 0};
      ByteBuffer all = ByteBuffer.allocate(times * (head.length + content.length));
      for (int i = 0; i < times; i++) {
        all.put(head).put(content);
      }
      out.write(all.array());
      out.flush();
    }

    Frame read() throws IOException {
      int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      in.readInt();
      lastContent = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
      return new Frame(type, flags, length);
    }

    Frame readBut(int type) throws IOException {
      Frame frame = read();
      while (frame.type() == type || frame.type() > GO_AWAY) {
        frame = read();
      }
      return frame;
    }

    String lastContent() {
      return lastContent;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
