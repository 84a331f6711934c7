package io.azof.adbc;

import java.nio.file.Path;
import org.apache.arrow.adbc.driver.testsuite.AbstractTransactionTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.io.TempDir;

@Disabled("The driver refuses transactions before it asks a server; Azof has none either")
final class TransactionTest extends AbstractTransactionTest {
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
