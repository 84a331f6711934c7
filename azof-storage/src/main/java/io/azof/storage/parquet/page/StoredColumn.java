package io.azof.storage.parquet.page;

import org.apache.parquet.format.Type;

/**
 * How the values of a column are stored.
 *
 * @param leaf which of the leaves of the schema it is, from 0 on
 * @param type the physical type
 * @param valueBytes how long a value is, if the type is {@code FIXED_LEN_BYTE_ARRAY}; else 0
 * @param isOptional whether there may be nulls
 */
public record StoredColumn(String name, int leaf, Type type, int valueBytes, boolean isOptional) {}
