package io.azof.sql.parse;

/** A parsed statement. */
public sealed interface Statement
    permits QueryStatement, ChangeStatement, DefinitionStatement, CallStatement, SettingStatement {

  /** The user's text. */
  String text();

  /** How many {@code ?} it has. */
  int parameterCount();

  /** What the cases make of this statement. */
  <T> T match(Cases<T> cases);

  /** What is made of a statement of each kind. */
  interface Cases<T> {
    T query(QueryStatement statement);

    T change(ChangeStatement statement);

    T define(DefinitionStatement statement);

    T call(CallStatement statement);

    T setting(SettingStatement statement);
  }
}
