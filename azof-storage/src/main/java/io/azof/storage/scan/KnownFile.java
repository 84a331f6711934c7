package io.azof.storage.scan;

import io.azof.storage.parquet.DataFileFooter;
import io.azof.storage.parquet.FileSchema;
import java.util.Set;

/**
 * What is known of a data file before its rows are read.
 *
 * @param schema how it has the columns of the table
 * @param withoutKeys the row groups, by their places, of which it is known that they have none of
 *     the keys that are asked for, whatever range their keys are in
 */
public record KnownFile(DataFileFooter footer, FileSchema schema, Set<Integer> withoutKeys) {

  public KnownFile {
    withoutKeys = Set.copyOf(withoutKeys);
  }
}
