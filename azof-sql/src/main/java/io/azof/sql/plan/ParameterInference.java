package io.azof.sql.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlInternalOperators;
import org.jspecify.annotations.Nullable;

/**
 * Finds the types of parameters in an expression, from within: by the function that they are given
 * to, else by what stands beside them.
 */
final class ParameterInference {
  /** Whose arguments are of one type. */
  private static final Set<String> OF_ONE_TYPE = Set.of("GREATEST", "LEAST");

  private static final Set<String> OF_ROWS_AROUND = Set.of("LAG", "LEAD");
  private static final int DEFAULT_VALUE = 2;

  private final ParameterTypes types;
  private final TypeOf typeOf;
  private final BiConsumer<SqlDynamicParam, RelDataType> found;

  /** What COALESCE and its kin are rewritten to has a parameter in several places. */
  private final List<SqlDynamicParam> copies = new ArrayList<>();

  private final Map<Integer, RelDataType> typesByIndex = new HashMap<>();

  /** The type of an expression whose parameters are known. */
  @FunctionalInterface
  interface TypeOf {
    RelDataType of(SqlNode node);
  }

  ParameterInference(
      ParameterTypes types, TypeOf typeOf, BiConsumer<SqlDynamicParam, RelDataType> found) {
    this.types = types;
    this.typeOf = typeOf;
    this.found = found;
  }

  /** Tells of the parameters of an expression, but not of those in its subqueries. */
  void in(SqlCall expression) {
    visit(expression);
    copies.forEach(
        copy -> {
          RelDataType type = typesByIndex.get(copy.getIndex());
          if (type != null) {
            found.accept(copy, type);
          }
        });
  }

  private void visit(@Nullable SqlNode node) {
    if (node instanceof SqlNodeList list) {
      list.forEach(this::visit);
    } else if (node instanceof SqlDynamicParam parameter) {
      copies.add(parameter);
    } else if (node instanceof SqlCall call && !call.isA(SqlKind.QUERY)) {
      call.getOperandList().forEach(this::visit);
      if (call instanceof SqlCase choice) {
        choice(choice);
      } else {
        arguments(call);
      }
    }
  }

  private void choice(SqlCase choice) {
    List<SqlNode> values = new ArrayList<>(choice.getThenOperands());
    if (choice.getElseOperand() != null) {
      values.add(choice.getElseOperand());
    }
    typeAmong(values).ifPresent(type -> values.forEach(value -> tell(value, type)));
  }

  private void arguments(SqlCall call) {
    for (int i = 0; i < call.operandCount(); i++) {
      int argument = i;
      if (call.operand(i) instanceof SqlDynamicParam parameter) {
        types
            .of(call, i)
            .or(() -> neighbour(call, argument))
            .ifPresent(type -> tell(parameter, type));
      }
    }
    boolean isIn = call.getKind() == SqlKind.IN || call.getKind() == SqlKind.NOT_IN;
    if (isIn && call.operand(1) instanceof SqlNodeList list) {
      list.forEach(value -> like(call.operand(0), value));
    }
  }

  /** What the first argument of a known type is, where all arguments are of one type. */
  private Optional<RelDataType> neighbour(SqlCall call, int argument) {
    String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
    if (OF_ROWS_AROUND.contains(name) && argument == DEFAULT_VALUE) {
      return typeAmong(List.of(call.operand(0)));
    }
    boolean isIn = call.getKind() == SqlKind.IN || call.getKind() == SqlKind.NOT_IN;
    if (isIn && call.operand(1) instanceof SqlNodeList list) {
      return typeAmong(list);
    }
    boolean ofOneType =
        OF_ONE_TYPE.contains(name)
            || call.isA(SqlKind.COMPARISON)
            || call.isA(SqlKind.BINARY_ARITHMETIC);
    return ofOneType ? typeAmong(call.getOperandList()) : Optional.empty();
  }

  /** A parameter, or a row of them, that is compared with something. */
  private void like(SqlNode compared, SqlNode value) {
    if (compared instanceof SqlCall row
        && row.getKind() == SqlKind.ROW
        && value instanceof SqlCall values) {
      for (int i = 0; i < Math.min(row.operandCount(), values.operandCount()); i++) {
        like(row.operand(i), values.operand(i));
      }
    } else if (value instanceof SqlDynamicParam) {
      typeAmong(List.of(compared)).ifPresent(type -> tell(value, type));
    }
  }

  private Optional<RelDataType> typeAmong(List<SqlNode> nodes) {
    return nodes.stream()
        .filter(node -> parameter(node).isEmpty() && !SqlUtil.isNullLiteral(node, true))
        .filter(node -> !node.isA(SqlKind.QUERY) && node.getKind() != SqlKind.ROW)
        .findFirst()
        .map(node -> types.widened(typeOf.of(node)));
  }

  private void tell(SqlNode node, RelDataType type) {
    parameter(node)
        .ifPresent(
            parameter -> {
              typesByIndex.put(parameter.getIndex(), type);
              found.accept(parameter, type);
            });
  }

  /** The parameter that a node is, also where COALESCE has looked that it is not null. */
  private static Optional<SqlDynamicParam> parameter(SqlNode node) {
    SqlNode inner =
        node instanceof SqlCall call && call.getOperator() == SqlInternalOperators.CAST_NOT_NULL
            ? call.operand(0)
            : node;
    return inner instanceof SqlDynamicParam parameter ? Optional.of(parameter) : Optional.empty();
  }
}
