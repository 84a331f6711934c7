package io.azof.sql.catalog;

import com.google.common.collect.Iterables;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.apache.calcite.sql.validate.SqlNameMatchers;
import org.jspecify.annotations.Nullable;

/**
 * Matches names without case, but a column that is spelled exactly so comes first.
 *
 * <p>It calls itself case-sensitive: where Calcite asks for that, and does not match by itself, it
 * only counts the columns of one name, and two that differ by case are two.
 */
final class ExactFirstMatcher implements SqlNameMatcher {
  private final SqlNameMatcher ignoringCase = SqlNameMatchers.withCaseSensitive(false);

  @Override
  public boolean isCaseSensitive() {
    return true;
  }

  @Override
  public boolean matches(String string, String name) {
    return ignoringCase.matches(string, name);
  }

  @Override
  public <K extends List<String>, V> @Nullable V get(
      Map<K, V> map, List<String> prefixNames, List<String> names) {
    return ignoringCase.get(map, prefixNames, names);
  }

  @Override
  public String bestString() {
    return ignoringCase.bestString();
  }

  @Override
  public @Nullable RelDataTypeField field(RelDataType rowType, String fieldName) {
    RelDataTypeField exact = rowType.getField(fieldName, true, false);
    return exact != null ? exact : ignoringCase.field(rowType, fieldName);
  }

  @Override
  public int frequency(Iterable<String> names, String name) {
    int exact = Iterables.frequency(names, name);
    return exact > 0 ? exact : ignoringCase.frequency(names, name);
  }

  @Override
  public Set<String> createSet() {
    return ignoringCase.createSet();
  }
}
