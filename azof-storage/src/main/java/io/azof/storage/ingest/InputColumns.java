package io.azof.storage.ingest;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.model.Column;
import io.azof.storage.model.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which columns of a file are for what, by their indexes.
 *
 * @param names all columns of the file, in order
 * @param keys in the order in which they are joined
 * @param delete -1 when there is none
 * @param values in the order of the file
 */
record InputColumns(
    List<String> names, List<Integer> keys, int eventTime, int delete, List<Integer> values) {

  private static final int NONE = -1;

  InputColumns {
    names = List.copyOf(names);
    keys = List.copyOf(keys);
    values = List.copyOf(values);
  }

  /**
   * Finds the columns of a mapping among those of a file.
   *
   * @param file its name, for errors
   * @throws AzofException {@code ARGUMENT_INVALID} for columns without a name or of the same name,
   *     {@code COLUMN_NOT_FOUND} for a column of the mapping that is not there
   */
  static InputColumns of(String file, List<String> names, ImportMapping mapping) {
    requireDistinct(file, names);
    List<Integer> keys = new ArrayList<>();
    for (String key : mapping.keyColumns()) {
      keys.add(index(file, names, key));
    }
    int eventTime = index(file, names, mapping.eventTimeColumn());
    int delete = mapping.deleteWhen().map(when -> index(file, names, when.column())).orElse(NONE);
    List<Integer> values =
        IntStream.range(0, names.size())
            .filter(i -> i != eventTime && i != delete)
            .filter(i -> mapping.joinsKeys() || !keys.contains(i))
            .boxed()
            .toList();
    return new InputColumns(names, keys, eventTime, delete, values);
  }

  private static void requireDistinct(String file, List<String> names) {
    Set<String> known = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (name.isBlank()) {
        throw invalid(file + ": column " + (i + 1) + " has no name in the header");
      }
      if (!known.add(name)) {
        throw invalid(file + ": column \"" + name + "\" is named twice in the header");
      }
    }
  }

  private static int index(String file, List<String> names, String name) {
    int index = names.indexOf(name);
    if (index < 0) {
      throw new AzofException(
          ErrorCode.COLUMN_NOT_FOUND,
          file + " has no column \"" + name + "\"; it has " + String.join(", ", names));
    }
    return index;
  }

  boolean joinsKeys() {
    return keys.size() > 1;
  }

  boolean hasDelete() {
    return delete != NONE;
  }

  /**
   * Checks that the values can be the columns of a new table.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} for a name that tables do not allow
   */
  void requireNewTable(String file) {
    Map<String, String> kept = new HashMap<>();
    kept.put(TableSchema.KEY, TableSchema.KEY);
    kept.put(TableSchema.EVENT_TIME, TableSchema.EVENT_TIME);
    for (int value : values) {
      String name = names.get(value);
      String other = kept.put(name.toLowerCase(Locale.ROOT), name);
      if (name.startsWith("_")) {
        throw invalid(
            file
                + ": column \""
                + name
                + "\" cannot be a column of a table, since names that start with _ are reserved;"
                + " rename it");
      }
      if (other != null) {
        throw invalid(
            file
                + ": column \""
                + name
                + "\" cannot stand beside \""
                + other
                + "\" in a table, since names must differ by more than case; rename it");
      }
    }
  }

  /**
   * Checks that the values are the columns of an existing table, in any order.
   *
   * @return for each column of the table, the index of the file's column
   * @throws AzofException {@code ARGUMENT_INVALID} for a column too few or too many
   */
  List<Integer> inOrderOf(TableSchema table, String file) {
    for (int value : values) {
      if (table.column(names.get(value)).isEmpty()) {
        throw invalid(
            file
                + ": the table has no column \""
                + names.get(value)
                + "\"; it has "
                + String.join(", ", table.columnNames()));
      }
    }
    List<Integer> ordered = new ArrayList<>();
    for (Column column : table.columns()) {
      int index = names.indexOf(column.name());
      if (!values.contains(index)) {
        throw invalid(
            file + ": column \"" + column.name() + "\" of the table is missing among the values");
      }
      ordered.add(index);
    }
    return ordered;
  }

  private static AzofException invalid(String message) {
    return new AzofException(ErrorCode.ARGUMENT_INVALID, message);
  }
}
