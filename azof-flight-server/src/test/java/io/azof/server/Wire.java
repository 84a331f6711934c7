package io.azof.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The network between a client and a server, which can be cut. */
final class Wire implements AutoCloseable {
  private final ServerSocket listener;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  Wire(int serverPort) throws IOException {
    listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    start(
        () -> {
          while (true) {
            Socket client = add(listener.accept());
            Socket server = add(new Socket(InetAddress.getLoopbackAddress(), serverPort));
            start(() -> copy(client.getInputStream(), server.getOutputStream()));
            start(() -> copy(server.getInputStream(), client.getOutputStream()));
          }
        });
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Breaks all connections off, without a word to either side. */
  void cut() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private Socket add(Socket socket) {
    sockets.add(socket);
    return socket;
  }

  private static void copy(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      to.write(buffer, 0, read);
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                return; // the wire was cut
              }
            },
            "wire");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }
}
