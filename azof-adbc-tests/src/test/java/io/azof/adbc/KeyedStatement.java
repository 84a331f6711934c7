package io.azof.adbc;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.arrow.adbc.core.AdbcException;
import org.apache.arrow.adbc.core.AdbcStatement;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** A statement for which {@code *} is the columns of a table without its key and event time. */
@SuppressWarnings("try") // ADBC declares that closing may be interrupted
record KeyedStatement(AdbcStatement driver) implements AdbcStatement {
  private static final Pattern ALL_COLUMNS = Pattern.compile("SELECT \\*( FROM .*)");
  private static final int COLUMNS_OF_EVERY_TABLE = 2;

  @Override
  public void setSqlQuery(String sql) throws AdbcException {
    driver.setSqlQuery(sql);
    Matcher all = ALL_COLUMNS.matcher(sql);
    if (all.matches()) {
      driver.setSqlQuery("SELECT " + ownColumns() + all.group(1));
    }
  }

  private String ownColumns() throws AdbcException {
    return driver.executeSchema().getFields().stream()
        .skip(COLUMNS_OF_EVERY_TABLE)
        .map(Field::getName)
        .collect(Collectors.joining(", "));
  }

  @Override
  public void bind(VectorSchemaRoot root) throws AdbcException {
    driver.bind(root);
  }

  @Override
  public void prepare() throws AdbcException {
    driver.prepare();
  }

  @Override
  public QueryResult executeQuery() throws AdbcException {
    return driver.executeQuery();
  }

  @Override
  public UpdateResult executeUpdate() throws AdbcException {
    return driver.executeUpdate();
  }

  @Override
  public PartitionResult executePartitioned() throws AdbcException {
    return driver.executePartitioned();
  }

  @Override
  public Schema executeSchema() throws AdbcException {
    return driver.executeSchema();
  }

  @Override
  public Schema getParameterSchema() throws AdbcException {
    return driver.getParameterSchema();
  }

  @Override
  public void close() throws Exception {
    driver.close();
  }
}
