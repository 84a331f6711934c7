package io.azof.adbc;

import java.nio.file.Path;
import org.apache.arrow.adbc.driver.testsuite.AbstractConnectionTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Connections. */
final class ConnectionTest extends AbstractConnectionTest {
  private static AdbcServer server;

  @BeforeAll
  static void start(@TempDir Path folder) {
    server = AdbcServer.open(folder);
    quirks = new AzofQuirks(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }
}
