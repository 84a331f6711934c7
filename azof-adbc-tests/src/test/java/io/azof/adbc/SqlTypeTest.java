package io.azof.adbc;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import org.apache.arrow.adbc.core.AdbcException;
import org.apache.arrow.adbc.driver.testsuite.AbstractSqlTypeTest;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.TimeStampMilliVector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Types of columns and their values. What differs from the suite says why in its place. */
final class SqlTypeTest extends AbstractSqlTypeTest {
  private static AdbcServer server;
  private static AzofQuirks azof;

  @BeforeAll
  static void start(@TempDir Path folder) throws AdbcException {
    server = AdbcServer.open(folder);
    azof = new AzofQuirks(server);
    azof.run(
        """
        CREATE TABLE adbc_alltypes (bigint_t BIGINT, blob_t BLOB, boolean_t BOOLEAN, date_t DATE,
          int_t INT, smallint_t SMALLINT, text_t TEXT, timestamp_without_time_zone_t TIMESTAMP,
          timestamp_with_time_zone_t TIMESTAMP)
        """);
    quirks = azof;
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static final String BIGINT_ONLY = "Azof keeps whole numbers as BIGINT";
  private static final String NO_TIME = "Azof has no columns of the type TIME";

  @Test
  @Override
  @Disabled(BIGINT_ONLY)
  protected void intType() {}

  /** As a BIGINT. */
  @Test
  @Override
  protected void intValue() throws Exception {
    assertValue("int_t", BigIntVector.class, 42L);
  }

  @Test
  @Override
  @Disabled(BIGINT_ONLY)
  protected void smallintType() {}

  /** As a BIGINT. */
  @Test
  @Override
  protected void smallintValue() throws Exception {
    assertValue("smallint_t", BigIntVector.class, 42L);
  }

  @Test
  @Override
  @Disabled(NO_TIME)
  protected void timeWithoutTimeZoneType() {}

  @Test
  @Override
  @Disabled(NO_TIME)
  protected void timeWithoutTimeZoneValue() {}

  /** The suite compares with milliseconds what Arrow's vector gives as a LocalDateTime. */
  @Test
  @Override
  protected void timestampWithoutTimeZoneValue() throws Exception {
    assertValue(
        "timestamp_without_time_zone_t",
        TimeStampMilliVector.class,
        LocalDateTime.parse("2000-01-02T03:04:05.123"));
  }

  /** Times have their zone where a client in Java asks for that. */
  @Test
  @Override
  protected void timestampWithTimeZoneType() throws Exception {
    askForZones();
    super.timestampWithTimeZoneType();
  }

  @Test
  @Override
  protected void timestampWithTimeZoneValue() throws Exception {
    askForZones();
    super.timestampWithTimeZoneValue();
  }

  private void askForZones() throws Exception {
    AutoCloseables.close(connection, database);
    database = azof.initDatabase(allocator, Map.of("timestamps", "utc"));
    connection = database.connect();
  }
}
