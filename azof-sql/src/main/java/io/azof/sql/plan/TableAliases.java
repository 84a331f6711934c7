package io.azof.sql.plan;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSnapshot;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** By which names the columns of a statement's tables can be qualified. */
final class TableAliases extends SqlBasicVisitor<@Nullable Void> {
  private final Set<String> names = new LinkedHashSet<>();

  private TableAliases() {}

  static Set<String> in(SqlNode statement) {
    TableAliases aliases = new TableAliases();
    statement.accept(aliases);
    return aliases.names;
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call instanceof SqlSelect select && select.getFrom() != null) {
      add(select.getFrom());
    }
    return super.visit(call);
  }

  private void add(SqlNode from) {
    if (from instanceof SqlJoin join) {
      add(join.getLeft());
      add(join.getRight());
    } else if (from.getKind() == SqlKind.AS) {
      add(((SqlCall) from).operand(1));
    } else if (from instanceof SqlSnapshot snapshot) {
      add(snapshot.getTableRef());
    } else if (from instanceof SqlIdentifier name && !name.isStar()) {
      names.add(name.names.get(name.names.size() - 1));
    }
  }
}
