package io.azof.sql.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.hydromatic.tpcds.query.Query;

/**
 * The statements of TPC-DS: the templates of {@code net.hydromatic:tpcds}, with the values of
 * {@code tpcds/substitutions.properties}. What else of their texts is changed is in {@link
 * #CHANGES}, and that {@code + 30 days}, which no engine here reads, is an interval.
 */
public final class TpcdsQueries {
  private static final Pattern COMMENT = Pattern.compile("--[^\n]*");
  private static final Pattern DEFINITION = Pattern.compile("(?i)\\bdefine\\s+\\w+\\s*=[^;]*;");
  private static final Pattern VARIABLE = Pattern.compile("\\[(\\w+)(?:\\.(\\d+) ?)?]");
  private static final Pattern DAYS = Pattern.compile("([+-])\\s+(\\d+) days");

  private static final int ROWS_MAX = 100;

  /** By query, texts and what stands for them. */
  private static final Map<Integer, Map<String, String>> CHANGES =
      Map.of(
          // The generator is of a later version of the benchmark.
          30, Map.of("c_last_review_date", "c_last_review_date_sk"),
          // A date and a number of days.
          72, Map.of("d1.d_date + 5", "d1.d_date + INTERVAL '5' DAY"),
          // DuckDB reads no alias "at"; and at a small scale there are no pages of that size, so
          // that the quotient would be of zeros.
          90, Map.of(") at,", ") am,", "between 5000 and 5200", "between 2000 and 6000"));

  private final Properties values = new Properties();

  public TpcdsQueries() {
    try (InputStream file = open("/tpcds/substitutions.properties")) {
      values.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The statements of a query; four of the queries are two statements. */
  public List<String> statements(Query query) {
    String text = COMMENT.matcher(template(query)).replaceAll("");
    text = DEFINITION.matcher(text).replaceAll("");
    text = VARIABLE.matcher(text).replaceAll(variable -> value(query, variable));
    text = DAYS.matcher(text).replaceAll("$1 INTERVAL '$2' DAY");
    for (Map.Entry<String, String> change : CHANGES.getOrDefault(query.id, Map.of()).entrySet()) {
      text = text.replace(change.getKey(), change.getValue());
    }
    List<String> statements = new ArrayList<>();
    for (String statement : text.split(";", -1)) {
      if (!statement.isBlank()) {
        statements.add(statement.strip());
      }
    }
    return statements;
  }

  private String value(Query query, MatchResult variable) {
    String name = variable.group(1).toUpperCase(Locale.ROOT);
    if (name.startsWith("_LIMIT")) {
      return name.equals("_LIMITC") ? "LIMIT " + ROWS_MAX : "";
    }
    String value = values.getProperty("q" + query.id + "." + name);
    if (value == null) {
      throw new IllegalStateException("No value for " + variable.group() + " of query " + query.id);
    }
    if (variable.group(2) != null) {
      String[] list = value.split(",", -1);
      value = list[(Integer.parseInt(variable.group(2)) - 1) % list.length];
    }
    return Matcher.quoteReplacement(value);
  }

  private static String template(Query query) {
    try (InputStream file = open("/query_templates/query" + query.id + ".tpl")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String resource) throws IOException {
    InputStream file = TpcdsQueries.class.getResourceAsStream(resource);
    if (file == null) {
      throw new IOException("There is no resource " + resource);
    }
    return file;
  }
}
