package io.azof.server.security;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.config.SecurityConfig;
import io.azof.sql.PlannedStatement;
import java.util.List;
import java.util.Optional;

/** Who may change which tables through a server. */
public final class WriteRules {
  private final boolean serverReadOnly;
  private final List<String> readOnlyTables;

  public WriteRules(SecurityConfig config) {
    this.serverReadOnly = config.readOnly();
    this.readOnlyTables = config.readOnlyTables();
  }

  /**
   * Makes sure that somebody may run a statement.
   *
   * @throws AzofException {@code PERMISSION_DENIED} when it changes a table and they may not
   */
  public void require(PlannedStatement statement, Principal principal) {
    if (statement.changesTables()) {
      requireWrite(principal, statement.changedTable());
    }
  }

  /**
   * Makes sure that somebody may change a table.
   *
   * @param table its name; empty when it is not known yet
   * @throws AzofException {@code PERMISSION_DENIED} when they may not
   */
  public void requireWrite(Principal principal, Optional<String> table) {
    if (serverReadOnly) {
      throw denied("Nothing can be changed through this server: server.read-only is true");
    }
    if (!principal.rights().mayWrite()) {
      throw denied("User \"" + principal.name() + "\" may only read, and this changes a table");
    }
    if (table.isEmpty() && !readOnlyTables.isEmpty()) {
      throw denied(
          "Name the table in the statement, not by a parameter: some tables are read-only"
              + " (server.read-only-tables)");
    }
    // whatever the case: a name that is not quoted finds a table of another case
    if (table.isPresent() && readOnlyTables.stream().anyMatch(table.get()::equalsIgnoreCase)) {
      throw denied(
          "Table \"" + table.get() + "\" is read-only: it is one of server.read-only-tables");
    }
  }

  private static AzofException denied(String message) {
    return new AzofException(ErrorCode.PERMISSION_DENIED, message);
  }
}
