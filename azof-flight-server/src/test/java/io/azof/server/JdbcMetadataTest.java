package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.storage.Lakehouse;
import io.azof.storage.objectstore.memory.MemoryObjectStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What tools such as DBeaver show: all of {@link DatabaseMetaData} with the stock driver. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JdbcMetadataTest {
  private Lakehouse lakehouse;
  private RunningServer server;
  private Connection connection;
  private DatabaseMetaData metadata;

  @BeforeAll
  void start() throws SQLException {
    MemoryObjectStore store = new MemoryObjectStore();
    TestLakehouse.addEmptyTable(
        store, "prices", "name String", "price Int null", "listed Boolean", "since DateTime null");
    TestLakehouse.addEmptyTable(
        store, "values", "ratio Double", "amount Decimal(18,4)", "day Date", "seal Binary");
    TestLakehouse.addEmptyTable(store, "my_table", "a Int");
    TestLakehouse.addEmptyTable(store, "myXtable", "b Int");
    TestLakehouse.put(store, "no_table/readme.txt", "nothing");
    lakehouse = Lakehouse.open(store);
    server =
        RunningServer.over(
            lakehouse,
            sql -> {
              throw new AssertionError(sql);
            });
    connection = server.openJdbc();
    metadata = connection.getMetaData();
  }

  @AfterAll
  void stop() throws SQLException {
    connection.close();
    server.close();
    lakehouse.close();
  }

  @Test
  void everyQuestionWithoutArgumentsHasAnAnswer() {
    List<String> failures = new ArrayList<>();
    Stream.of(DatabaseMetaData.class.getMethods())
        .filter(method -> method.getParameterCount() == 0)
        .sorted(Comparator.comparing(Method::getName))
        .forEach(
            method -> {
              try {
                Object answer = method.invoke(metadata);
                if (answer instanceof ResultSet rows) {
                  rows(rows);
                }
              } catch (InvocationTargetException e) {
                failures.add(method.getName() + ": " + e.getCause());
              } catch (ReflectiveOperationException | SQLException e) {
                failures.add(method.getName() + ": " + e);
              }
            });

    assertThat(failures).isEmpty();
  }

  @Test
  void everyQuestionWithArgumentsHasAnAnswer() {
    List<String> failures = new ArrayList<>();
    Stream.of(DatabaseMetaData.class.getMethods())
        .filter(method -> method.getParameterCount() > 0)
        .sorted(Comparator.comparing(Method::getName))
        .forEach(
            method -> {
              try {
                Object[] arguments =
                    Stream.of(method.getParameterTypes()).map(type -> any(method, type)).toArray();
                Object answer = method.invoke(metadata, arguments);
                if (answer instanceof ResultSet rows) {
                  rows(rows);
                }
              } catch (InvocationTargetException e) {
                failures.add(method.getName() + ": " + e.getTargetException().getMessage());
              } catch (ReflectiveOperationException | SQLException e) {
                failures.add(method.getName() + ": " + e);
              }
            });

    // the driver asks no server about these
    assertThat(failures).allMatch(failure -> failure.endsWith(": todo: implement this method"));
    assertThat(failures)
        .extracting(failure -> failure.substring(0, failure.indexOf(':')))
        .containsExactly(
            "deletesAreDetected",
            "insertsAreDetected",
            "othersDeletesAreVisible",
            "othersInsertsAreVisible",
            "othersUpdatesAreVisible",
            "ownDeletesAreVisible",
            "ownInsertsAreVisible",
            "ownUpdatesAreVisible",
            "supportsResultSetHoldability",
            "updatesAreDetected");
  }

  private static @Nullable Object any(Method method, Class<?> type) {
    if (type == int.class) {
      return method.getName().startsWith("supportsResultSet") ? ResultSet.TYPE_FORWARD_ONLY : 0;
    }
    if (type == boolean.class) {
      return false;
    }
    if (type == Class.class) {
      return DatabaseMetaData.class;
    }
    return type == String.class ? "prices" : null;
  }

  @Test
  void theServerSaysWhatItIs() throws SQLException {
    assertThat(metadata.getDatabaseProductName()).isEqualTo("Azof");
    assertThat(metadata.getDatabaseProductVersion()).matches("[0-9]+\\.[0-9]+\\.[0-9]+.*");
    assertThat(metadata.isReadOnly()).isFalse();
    assertThat(metadata.getIdentifierQuoteString()).isEqualTo("\"");
    assertThat(metadata.getSearchStringEscape()).isEqualTo("\\");
    assertThat(metadata.supportsTransactions()).isFalse();
    assertThat(metadata.supportsCoreSQLGrammar()).isTrue();
    assertThat(metadata.supportsFullOuterJoins()).isTrue();
    assertThat(metadata.supportsUnionAll()).isTrue();
    assertThat(metadata.supportsConvert()).isFalse();
    assertThat(metadata.getMaxColumnNameLength()).isZero();
    assertThat(metadata.getSQLKeywords()).contains("EVENT_TIME");
  }

  @Test
  void thereIsOneCatalogWithOneSchema() throws SQLException {
    assertThat(column(metadata.getCatalogs(), "TABLE_CAT")).containsExactly("azof");
    assertThat(column(metadata.getSchemas(), "TABLE_SCHEM")).containsExactly("main");
    assertThat(column(metadata.getSchemas("azof", "m_in"), "TABLE_SCHEM")).containsExactly("main");
    assertThat(column(metadata.getSchemas("other", null), "TABLE_SCHEM")).isEmpty();
    assertThat(column(metadata.getTableTypes(), "TABLE_TYPE")).containsExactly("TABLE");
  }

  @Test
  void tablesComeInOrderOfTheirNames() throws SQLException {
    assertThat(tables(null, null, null))
        .containsExactly("myXtable", "my_table", "prices", "values");
    assertThat(tables("azof", "main", "%")).hasSize(4);
  }

  @Test
  void patternsHaveWildcardsAndAnEscape() throws SQLException {
    assertThat(tables(null, null, "my_table")).containsExactly("myXtable", "my_table");
    assertThat(tables(null, null, "my\\_table")).containsExactly("my_table");
    assertThat(tables(null, null, "PRICES")).containsExactly("prices");
    assertThat(tables(null, "ma\\%", null)).isEmpty();
    assertThat(tables("%", "%", "p%")).containsExactly("prices");
    assertThat(tables("", null, null)).isEmpty();
    assertThat(tables("other", null, null)).isEmpty();
    assertThat(tables(null, null, "SELECT * FROM prices WHERE name LIKE '%a%b%c%d%'")).isEmpty();
  }

  @Test
  void onlyTheTypesThatAreAskedForAreListed() throws SQLException {
    assertThat(column(metadata.getTables(null, null, "p%", new String[] {"VIEW"}), "TABLE_NAME"))
        .isEmpty();
    assertThat(
            column(
                metadata.getTables(null, null, "p%", new String[] {"VIEW", "TABLE"}), "TABLE_NAME"))
        .containsExactly("prices");
  }

  @Test
  void columnsHaveTypesSizesAndNullability() throws SQLException {
    assertThat(columns("prices"))
        .containsExactly(
            "[key, VARCHAR, 65536, null, NO, 1, ]",
            "[event_time, TIMESTAMP, 23, 3, NO, 2, ]",
            "[name, VARCHAR, 65536, null, YES, 3, ]",
            "[price, BIGINT, 19, 0, YES, 4, ]",
            "[listed, BOOLEAN, 1, null, YES, 5, ]",
            "[since, TIMESTAMP, 23, 3, YES, 6, ]");
    assertThat(columns("values").subList(2, 6))
        .containsExactly(
            "[ratio, DOUBLE, 53, null, YES, 3, ]",
            "[amount, DECIMAL, 18, 4, YES, 4, ]",
            "[day, DATE, 10, 0, YES, 5, ]",
            "[seal, VARBINARY, 65536, null, YES, 6, ]");
    List<Map<String, Object>> prices = rows(metadata.getColumns(null, null, "prices", null));
    assertThat(prices.get(1).get("REMARKS")).isEqualTo("Since when the row is true, in UTC");
  }

  private List<String> columns(String table) throws SQLException {
    return rows(metadata.getColumns(null, null, table, null)).stream()
        .map(
            column ->
                Stream.of(
                        "COLUMN_NAME",
                        "TYPE_NAME",
                        "COLUMN_SIZE",
                        "DECIMAL_DIGITS",
                        "IS_NULLABLE",
                        "ORDINAL_POSITION",
                        "IS_AUTOINCREMENT")
                    .map(name -> String.valueOf(column.get(name)))
                    .toList()
                    .toString())
        .toList();
  }

  @Test
  void theKeyIsThePrimaryKey() throws SQLException {
    List<Map<String, Object>> keys = rows(metadata.getPrimaryKeys("azof", "main", "prices"));

    assertThat(keys).hasSize(1);
    assertThat(keys.get(0)).containsEntry("COLUMN_NAME", "key").containsEntry("KEY_SEQ", 1);
    assertThat(rows(metadata.getPrimaryKeys(null, null, "none"))).isEmpty();
  }

  @Test
  void thereAreNoForeignKeys() throws SQLException {
    assertThat(rows(metadata.getImportedKeys(null, null, "prices"))).isEmpty();
    assertThat(rows(metadata.getExportedKeys(null, null, "prices"))).isEmpty();
    assertThat(rows(metadata.getCrossReference(null, null, "prices", null, null, "my_table")))
        .isEmpty();
    assertThat(rows(metadata.getIndexInfo(null, null, "prices", false, true))).isEmpty();
  }

  @Test
  void aUserNameAndAPasswordDoNoHarm() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "somebody");
    properties.setProperty("password", "whatever");

    try (Connection other = server.openJdbc(properties)) {
      assertThat(column(other.getMetaData().getCatalogs(), "TABLE_CAT")).containsExactly("azof");
    }
  }

  private List<String> tables(
      @Nullable String catalog, @Nullable String schema, @Nullable String table)
      throws SQLException {
    return column(metadata.getTables(catalog, schema, table, null), "TABLE_NAME");
  }

  private static List<String> column(ResultSet rows, String name) throws SQLException {
    return rows(rows).stream().map(row -> String.valueOf(row.get(name))).toList();
  }

  private static List<Map<String, Object>> rows(ResultSet set) throws SQLException {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (set) {
      while (set.next()) {
        Map<String, Object> row = new TreeMap<>();
        for (int i = 1; i <= set.getMetaData().getColumnCount(); i++) {
          Object value = set.getObject(i);
          row.put(set.getMetaData().getColumnLabel(i), value);
        }
        rows.add(row);
      }
    }
    return rows;
  }
}
