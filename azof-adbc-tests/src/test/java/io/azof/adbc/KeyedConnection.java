package io.azof.adbc;

import java.nio.ByteBuffer;
import org.apache.arrow.adbc.core.AdbcConnection;
import org.apache.arrow.adbc.core.AdbcException;
import org.apache.arrow.adbc.core.AdbcStatement;
import org.apache.arrow.adbc.core.BulkIngestMode;
import org.apache.arrow.adbc.core.IsolationLevel;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A connection of {@link KeyedDatabase}. */
@SuppressWarnings("try") // ADBC declares that closing may be interrupted
record KeyedConnection(AdbcConnection driver) implements AdbcConnection {

  @Override
  public AdbcStatement bulkIngest(String table, BulkIngestMode mode) throws AdbcException {
    return new KeyedIngest(driver.bulkIngest(table, mode));
  }

  @Override
  public AdbcStatement createStatement() throws AdbcException {
    return new KeyedStatement(driver.createStatement());
  }

  @Override
  public ArrowReader readPartition(ByteBuffer descriptor) throws AdbcException {
    return driver.readPartition(descriptor);
  }

  @Override
  public ArrowReader getInfo(int @Nullable [] codes) throws AdbcException {
    return driver.getInfo(codes);
  }

  @Override
  public ArrowReader getObjects(
      GetObjectsDepth depth,
      @Nullable String catalogPattern,
      @Nullable String schemaPattern,
      @Nullable String tablePattern,
      String @Nullable [] tableTypes,
      @Nullable String columnPattern)
      throws AdbcException {
    return driver.getObjects(
        depth, catalogPattern, schemaPattern, tablePattern, tableTypes, columnPattern);
  }

  @Override
  public Schema getTableSchema(@Nullable String catalog, @Nullable String schema, String table)
      throws AdbcException {
    try (AdbcStatement statement = driver.createStatement()) {
      statement.setSqlQuery("SELECT * FROM " + table);
      return statement.executeSchema();
    } catch (AdbcException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public ArrowReader getTableTypes() throws AdbcException {
    return driver.getTableTypes();
  }

  @Override
  public void commit() throws AdbcException {
    driver.commit();
  }

  @Override
  public void rollback() throws AdbcException {
    driver.rollback();
  }

  @Override
  public boolean getAutoCommit() throws AdbcException {
    return driver.getAutoCommit();
  }

  @Override
  public void setAutoCommit(boolean autoCommit) throws AdbcException {
    driver.setAutoCommit(autoCommit);
  }

  @Override
  public boolean getReadOnly() throws AdbcException {
    return driver.getReadOnly();
  }

  @Override
  public IsolationLevel getIsolationLevel() throws AdbcException {
    return driver.getIsolationLevel();
  }

  @Override
  public void close() throws Exception {
    driver.close();
  }
}
