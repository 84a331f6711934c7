package io.azof.sql.parse;

import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSnapshot;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Gives tables at a version, whose names say so, their plain name as an alias if they have none.
 */
final class VersionAliases extends SqlShuttle {
  private VersionAliases() {}

  static SqlNode in(SqlNode query) {
    return Objects.requireNonNull(query.accept(new VersionAliases()));
  }

  @Override
  public @Nullable SqlNode visit(SqlIdentifier identifier) {
    return plainName(identifier).map(name -> aliased(identifier, name)).orElse(identifier);
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    boolean isAliased = call.getKind() == SqlKind.AS && versioned(call.operand(0)).isPresent();
    if (isAliased) {
      return call;
    }
    Optional<SqlIdentifier> versioned = versioned(call);
    return versioned.isPresent()
        ? aliased(call, plainName(versioned.get()).orElseThrow())
        : super.visit(call);
  }

  private static Optional<SqlIdentifier> versioned(SqlNode node) {
    SqlNode table = node instanceof SqlSnapshot snapshot ? snapshot.getTableRef() : node;
    return table instanceof SqlIdentifier identifier && plainName(identifier).isPresent()
        ? Optional.of(identifier)
        : Optional.empty();
  }

  private static Optional<String> plainName(SqlIdentifier identifier) {
    String last = identifier.isStar() ? "" : identifier.names.get(identifier.names.size() - 1);
    return VersionedName.of(last).map(VersionedName::table);
  }

  private static SqlNode aliased(SqlNode table, String name) {
    SqlParserPos position = table.getParserPosition();
    return SqlStdOperatorTable.AS.createCall(position, table, new SqlIdentifier(name, position));
  }
}
