package io.azof.sql.function;

import java.util.List;
import org.apache.calcite.sql.SqlOperator;

/** Functions of texts. Regular expressions are those of RE2. */
final class TextFunctions {
  /** Whether some part of a text is of a pattern. */
  static final EngineFunction MATCHES =
      EngineFunction.of("REGEXP_LIKE(text, text) boolean", "regexp_matches($1, $2)");

  static final EngineFunction MATCHES_WITHOUT_CASE =
      EngineFunction.of("REGEXP_LIKE(text, text) boolean", "regexp_matches($1, $2, 'i')");

  /** The first part of a text that is of a pattern. */
  static final EngineFunction MATCHED =
      EngineFunction.of(
          "REGEXP_SUBSTR(text, text) text?",
          "(CASE WHEN regexp_matches($1, $2) THEN regexp_extract($1, $2) END)");

  /** Whether all of a text is of a pattern, whose dots are of any character. */
  static final EngineFunction MATCHES_WHOLE =
      EngineFunction.of("SIMILAR(text, text) boolean", "regexp_full_match($1, $2, 's')");

  private static final String WORDS =
      "regexp_extract_all(lower($1), '[\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+')";

  private TextFunctions() {}

  static List<SqlOperator> all() {
    return List.of(
        EngineFunction.of("BIT_LENGTH(text) integer", "CAST(8 * strlen($1) AS INTEGER)"),
        EngineFunction.of("BTRIM(text) text", "trim($1, ' ')"),
        EngineFunction.of("BTRIM(text, text) text", "trim($1, $2)"),
        EngineFunction.of("ENDS_WITH(text, text) boolean", "ends_with($1, $2)"),
        EngineFunction.of(
            "INITCAP(text) text",
            "array_to_string(list_transform("
                + WORDS
                + ", lambda word: upper(word[1]) || word[2:]), '')"),
        EngineFunction.of("INSTR(text, text) integer", "CAST(strpos($1, $2) AS INTEGER)"),
        EngineFunction.of("LCASE(text) text", "lower($1)"),
        EngineFunction.of("LPAD(text, integer) text", "lpad($1, CAST($2 AS INTEGER), ' ')"),
        EngineFunction.of("LTRIM(text, text) text", "ltrim($1, $2)"),
        EngineFunction.of("OCTET_LENGTH(text) integer", "CAST(strlen($1) AS INTEGER)"),
        MATCHES,
        EngineFunction.of("REGEXP_LIKE(text, text, text) boolean", "regexp_matches($1, $2, $3)"),
        EngineFunction.of(
            "REGEXP_COUNT(text, text) integer", "CAST(len(regexp_extract_all($1, $2)) AS INTEGER)"),
        EngineFunction.of("REGEXP_REPLACE(text, text, text) text", "regexp_replace($1, $2, $3)"),
        EngineFunction.of(
            "REGEXP_REPLACE(text, text, text, text) text", "regexp_replace($1, $2, $3, $4)"),
        MATCHED,
        EngineFunction.of("REVERSE(text) text", "reverse($1)"),
        EngineFunction.of("RPAD(text, integer) text", "rpad($1, CAST($2 AS INTEGER), ' ')"),
        EngineFunction.of("RTRIM(text, text) text", "rtrim($1, $2)"),
        EngineFunction.of("SPACE(integer) text", "repeat(' ', $1)"),
        EngineFunction.of("UCASE(text) text", "upper($1)"));
  }
}
