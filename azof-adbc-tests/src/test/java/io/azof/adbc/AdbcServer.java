package io.azof.adbc;

import io.azof.server.AzofServer;
import io.azof.server.config.Configuration;
import io.azof.server.config.ServerConfig;
import io.azof.storage.Lakehouse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A server over a lakehouse without tables, on a free port of this machine. */
final class AdbcServer implements AutoCloseable {
  private final AzofServer server;

  private AdbcServer(AzofServer server) {
    this.server = server;
  }

  static AdbcServer open(Path folder) {
    Lakehouse.openOrCreate(folder.toString()).close();
    Configuration configuration =
        Configuration.load(
            Optional.empty(), Map.of(), Map.of("lakehouse", folder.toString(), "server.port", "0"));
    return new AdbcServer(
        AzofServer.open(
            ServerConfig.from(configuration),
            Clock.systemUTC(),
            () -> UUID.randomUUID().toString()));
  }

  String uri() {
    return "grpc+tcp://127.0.0.1:" + server.port();
  }

  @Override
  public void close() {
    server.close();
  }
}
