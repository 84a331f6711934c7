package io.azof.sql.parse;

import java.util.List;

/** CREATE, DROP or ALTER TABLE. */
public record DefinitionStatement(String text, Definition definition) implements Statement {
  /** The name of the table, without those of its schema and its catalog. */
  public String tableName() {
    List<String> names = definition.table().names;
    return names.get(names.size() - 1);
  }

  /** There are none: tables and columns are not values. */
  @Override
  public int parameterCount() {
    return 0;
  }

  @Override
  public <T> T match(Cases<T> cases) {
    return cases.define(this);
  }
}
