package io.azof.sql.plan;

import io.azof.sql.function.Functions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.apache.calcite.sql.validate.SqlNameMatchers;
import org.jspecify.annotations.Nullable;

/**
 * The functions that a statement can call: of the standard's and PostgreSQL's, those that the
 * engine computes as SQL says, and those of {@link Functions}. Operators with a syntax of their own
 * are all known to the validator; {@link SupportedOperators} says which of them are supported.
 */
final class SupportedFunctions implements SqlOperatorTable {
  private static final Set<String> NAMES =
      Set.of(
          """
          ABS ACOS ASIN ATAN ATAN2 CEIL COS COT DEGREES EXP FLOOR LN LOG10 MOD PI POWER RADIANS
          ROUND SIGN SIN SQRT TAN TRUNCATE
          ASCII CHARACTER_LENGTH CHAR_LENGTH CHR CONCAT CONCAT_WS LEFT LENGTH LOWER LPAD LTRIM MD5
          POSITION REPEAT REPLACE RIGHT RPAD RTRIM SPLIT_PART STARTS_WITH STRPOS SUBSTR SUBSTRING
          OVERLAY TRANSLATE3 TRIM UPPER
          CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP DAYOFMONTH DAYOFYEAR EXTRACT HOUR LAST_DAY
          LOCALTIME LOCALTIMESTAMP MINUTE MONTH NOW QUARTER SECOND TIMESTAMPADD TIMESTAMPDIFF WEEK YEAR
          CAST COALESCE GREATEST LEAST NULLIF SAFE_CAST TRY_CAST
          ANY_VALUE APPROX_COUNT_DISTINCT ARG_MAX ARG_MIN AVG BIT_AND BIT_OR BIT_XOR BOOL_AND BOOL_OR
          COUNT COVAR_POP COVAR_SAMP EVERY GROUPING GROUPING_ID LISTAGG MAX MIN MODE PERCENTILE_DISC REGR_SXX
          REGR_SYY SOME STDDEV STDDEV_POP STDDEV_SAMP STRING_AGG SUM $SUM0
          VARIANCE VAR_POP VAR_SAMP
          CUME_DIST DENSE_RANK FIRST_VALUE LAG LAST_VALUE LEAD NTH_VALUE NTILE PERCENT_RANK RANK
          ROW_NUMBER
          """
              .split("\\s+"));

  /** Names within plans only. */
  private static final Set<String> NOT_WRITTEN = Set.of("$SUM0", "TRANSLATE3");

  private static final Map<String, List<SqlOperator>> OWN =
      Stream.concat(Functions.all().stream(), Stream.of(CurrentTime.NOW))
          .collect(Collectors.groupingBy(SqlOperator::getName));

  private final SqlOperatorTable libraries =
      SqlLibraryOperatorTableFactory.INSTANCE.getOperatorTable(
          SqlLibrary.STANDARD, SqlLibrary.POSTGRESQL);

  static final SupportedFunctions INSTANCE = new SupportedFunctions();

  private SupportedFunctions() {}

  static boolean contains(SqlOperator function) {
    return NAMES.contains(function.getName()) || Functions.isComputed(function);
  }

  /** The end of a sentence that says that there is no such function: which one there is. */
  String nearest(String name) {
    if (NAMES.contains(name.toUpperCase(Locale.ROOT)) || !own(name).isEmpty()) {
      return "";
    }
    Set<String> known = new TreeSet<>(NAMES);
    known.addAll(OWN.keySet());
    known.removeAll(NOT_WRITTEN);
    return NearestName.question(name, known);
  }

  /** Whether it is a function of SQL that is left out here. */
  boolean isKnownToCalcite(String name) {
    return !NAMES.contains(name.toUpperCase(Locale.ROOT))
        && SqlStdOperatorTable.instance().getOperatorList().stream()
            .anyMatch(operator -> operator.getName().equalsIgnoreCase(name));
  }

  /** The function of that name that Calcite has not, when just one takes so many arguments. */
  Optional<SqlOperator> ofCount(SqlFunction called, int arguments) {
    List<SqlOperator> fitting =
        own(called.getName()).stream()
            .filter(function -> function.getOperandCountRange().isValidCount(arguments))
            .toList();
    return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
  }

  private static List<SqlOperator> own(String name) {
    return OWN.getOrDefault(name.toUpperCase(Locale.ROOT), List.of());
  }

  @Override
  public void lookupOperatorOverloads(
      SqlIdentifier name,
      @Nullable SqlFunctionCategory category,
      SqlSyntax syntax,
      List<SqlOperator> found,
      SqlNameMatcher nameMatcher) {
    List<SqlOperator> all = new ArrayList<>();
    libraries.lookupOperatorOverloads(
        name, category, syntax, all, SqlNameMatchers.withCaseSensitive(false));
    if (name.isSimple()) {
      found.addAll(own(name.getSimple()));
    }
    // by identity: the libraries list operators twice, and overloads of a name are equal
    Set<SqlOperator> once = Collections.newSetFromMap(new IdentityHashMap<>());
    all.stream()
        .filter(operator -> !(operator instanceof SqlFunction) || contains(operator))
        .map(SupportedFunctions::toTheMillisecond)
        .filter(once::add)
        .forEach(found::add);
  }

  private static SqlOperator toTheMillisecond(SqlOperator operator) {
    if (operator == SqlStdOperatorTable.EXTRACT) {
      return EpochExtract.INSTANCE;
    }
    if (operator == SqlStdOperatorTable.CURRENT_TIMESTAMP) {
      return CurrentTime.CURRENT_TIMESTAMP;
    }
    return operator == SqlStdOperatorTable.LOCALTIMESTAMP ? CurrentTime.LOCALTIMESTAMP : operator;
  }

  @Override
  public List<SqlOperator> getOperatorList() {
    return libraries.getOperatorList();
  }
}
