package io.azof.adbc;

import org.apache.arrow.adbc.core.AdbcConnection;
import org.apache.arrow.adbc.core.AdbcDatabase;
import org.apache.arrow.adbc.core.AdbcException;

/**
 * The driver, for tests that know nothing of keys and event times. Three things are changed between
 * them and the driver, and nothing else:
 *
 * <ul>
 *   <li>A frame that is ingested gets a key and an event time: {@link KeyedIngest}.
 *   <li>{@code SELECT *} from a table that was ingested names the columns of its frame: {@link
 *       KeyedStatement}.
 *   <li>The schema of a table, which this driver cannot ask for, is that of {@code SELECT *}.
 * </ul>
 */
@SuppressWarnings("try") // ADBC declares that closing may be interrupted
record KeyedDatabase(AdbcDatabase driver) implements AdbcDatabase {

  @Override
  public AdbcConnection connect() throws AdbcException {
    return new KeyedConnection(driver.connect());
  }

  @Override
  public void close() throws Exception {
    driver.close();
  }
}
