package io.azof.sql.parse;

/** CREATE, DROP or ALTER TABLE. */
public record DefinitionStatement(String text, Definition definition) implements Statement {
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
