package io.azof.sql.plan;

import io.azof.sql.catalog.LakehouseCatalog;
import io.azof.sql.catalog.LakehouseTable;
import io.azof.sql.parse.EventTimeOperator;
import io.azof.sql.parse.SqlFault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSnapshot;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.ListScope;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorNamespace;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.SqlValidatorTable;
import org.jspecify.annotations.Nullable;

/** Calcite's validator, and what it does not know of time clauses and parameters. */
final class QueryValidator extends SqlValidatorImpl {
  private static final SqlValidator.Config CONFIG =
      SqlValidator.Config.DEFAULT
          .withConformance(SqlConformanceEnum.LENIENT)
          .withDefaultNullCollation(NullCollation.LAST)
          .withIdentifierExpansion(true);

  private final ParameterTypes parameterTypes;

  QueryValidator(LakehouseCatalog catalog) {
    super(SupportedFunctions.INSTANCE, catalog, catalog.getTypeFactory(), CONFIG);
    this.parameterTypes = new ParameterTypes(catalog.getTypeFactory());
  }

  /** Of functions of one name it takes the one of as many arguments before types are known. */
  @Override
  protected @Nullable SqlNode performUnconditionalRewrites(
      @Nullable SqlNode node, boolean underFrom) {
    if (node instanceof SqlBasicCall call && call.getOperator() instanceof SqlFunction function) {
      SupportedFunctions.INSTANCE
          .ofCount(function, call.operandCount())
          .ifPresent(call::setOperator);
    }
    if (node != null && FilteredWindows.isFiltered(node)) {
      return super.performUnconditionalRewrites(
          FilteredWindows.rewritten((SqlCall) node), underFrom);
    }
    return super.performUnconditionalRewrites(node, underFrom);
  }

  /** A parameter of which nothing is known is a text. */
  @Override
  protected void inferUnknownTypes(
      RelDataType inferredType, SqlValidatorScope scope, SqlNode node) {
    if (node instanceof SqlCall call) {
      new ParameterInference(
              parameterTypes, known -> deriveType(scope, known), this::setValidatedNodeType)
          .in(call);
    }
    if (!(node instanceof SqlDynamicParam)) {
      super.inferUnknownTypes(inferredType, scope, node);
    } else if (getValidatedNodeTypeIfKnown(node) == null) {
      boolean untyped = inferredType.equals(getUnknownType());
      super.inferUnknownTypes(
          untyped
              ? typeFactory.createSqlType(SqlTypeName.VARCHAR)
              : parameterTypes.widened(inferredType),
          scope,
          node);
    }
  }

  @Override
  public void validateCall(SqlCall call, SqlValidatorScope scope) {
    if (call.getKind() == SqlKind.TIMESTAMP_ADD) {
      TimeUnits.requireAddable(call.operand(0), this);
    }
    super.validateCall(call, scope);
  }

  @Override
  public void validateQuery(SqlNode node, SqlValidatorScope scope, RelDataType targetRowType) {
    if (node instanceof SqlSnapshot snapshot) {
      for (SqlNode time : ((SqlCall) snapshot.getPeriod()).getOperandList()) {
        requireTime(time, scope);
      }
    }
    super.validateQuery(node, scope, targetRowType);
    if (node instanceof SqlSnapshot snapshot) {
      requireTable(snapshot);
      requireOtherColumns(snapshot, scope);
    }
  }

  /** A time for each row is computed from columns of other tables, to the left of this one. */
  private void requireOtherColumns(SqlSnapshot snapshot, SqlValidatorScope scope) {
    SqlValidatorNamespace own = getNamespace(snapshot);
    List<SqlValidatorNamespace> seen = new ArrayList<>();
    if (scope instanceof ListScope list) {
      seen.addAll(list.getChildren());
    }
    List<SqlValidatorNamespace> notLeft = seen.subList(Math.max(0, seen.indexOf(own)), seen.size());
    snapshot
        .getPeriod()
        .accept(
            new SqlBasicVisitor<@Nullable Void>() {
              @Override
              public @Nullable Void visit(SqlIdentifier column) {
                if (makeNullaryCall(column) != null) {
                  return null; // CURRENT_TIMESTAMP and its kin read as names
                }
                SqlValidatorNamespace found = scope.fullyQualify(column).namespace;
                if (found != null && (found.equals(own) || notLeft.contains(found))) {
                  throw SqlFault.invalid(
                      column.getParserPosition(),
                      "The time of a time clause can be computed from columns of tables to its"
                          + " left, and \""
                          + column
                          + "\" is of none");
                }
                return null;
              }
            });
  }

  /** Values of other types are cast later, without Calcite's own rewriting of the rows. */
  @Override
  protected void checkTypeAssignment(
      @Nullable SqlValidatorScope scope,
      SqlValidatorTable table,
      RelDataType rows,
      RelDataType target,
      SqlNode statement) {
    new Assignments(this::getValidatedNodeTypeIfKnown).require(rows, target, (SqlInsert) statement);
  }

  private void requireTable(SqlSnapshot snapshot) {
    SqlValidatorNamespace namespace = getNamespace(snapshot);
    if (namespace != null && namespace.resolve().getTable() == null) {
      throw SqlFault.invalid(
          snapshot.getTableRef().getParserPosition(),
          "A time clause can only follow the name of a table, and \""
              + name(snapshot.getTableRef())
              + "\" is none; write the clause within its query");
    }
    boolean isOneTime = ((SqlCall) snapshot.getPeriod()).getOperator() instanceof EventTimeOperator;
    if (isOneTime && namespace != null && isHistory(namespace.resolve().getTable())) {
      throw SqlFault.invalid(
          snapshot.getPeriod().getParserPosition(),
          "A history has all times; ask for a range with FROM a TO b, or for the table as of a"
              + " time");
    }
  }

  private static boolean isHistory(@Nullable SqlValidatorTable table) {
    LakehouseTable found = table == null ? null : table.unwrap(LakehouseTable.class);
    return found != null && found.isHistory();
  }

  /** The validator has put an alias around the name. */
  private static SqlNode name(SqlNode table) {
    return table.getKind() == SqlKind.AS ? ((SqlCall) table).operand(0) : table;
  }

  private void requireTime(SqlNode time, SqlValidatorScope scope) {
    inferUnknownTypes(typeFactory.createSqlType(SqlTypeName.TIMESTAMP, 3), scope, time);
    RelDataType type = deriveType(scope, time);
    if (!SqlTypeFamily.DATETIME.getTypeNames().contains(type.getSqlTypeName())
            && !SqlTypeFamily.CHARACTER.getTypeNames().contains(type.getSqlTypeName())
        || type.getSqlTypeName() == SqlTypeName.TIME) {
      throw SqlFault.invalid(
          time.getParserPosition(),
          "The time of a time clause must be a timestamp, a date or an ISO-8601 text, not "
              + type.getSqlTypeName().getName().replace('_', ' '));
    }
  }

  /** The types of the parameters of a validated query, by ordinal from 0. */
  Map<Integer, RelDataType> parameterTypes(SqlNode query) {
    Map<Integer, RelDataType> types = new HashMap<>();
    query.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlDynamicParam parameter) {
            RelDataType type = getValidatedNodeTypeIfKnown(parameter);
            if (type != null) {
              types.put(parameter.getIndex(), type);
            }
            return null;
          }
        });
    return types;
  }
}
