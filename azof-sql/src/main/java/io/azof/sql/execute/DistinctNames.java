package io.azof.sql.execute;

import io.azof.sql.plan.PlanNodes;
import io.azof.sql.plan.PlanShuttle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;

/**
 * Renames columns so that no two of a plan differ only by case, because the engine takes those for
 * the same. A plan that has none stays as it is.
 */
final class DistinctNames extends PlanShuttle {
  private final Map<String, String> renamed;

  private DistinctNames(Map<String, String> renamed) {
    this.renamed = renamed;
  }

  static RelNode in(RelNode plan) {
    Map<String, String> renamed = conflicts(names(plan));
    return renamed.isEmpty() ? plan : plan.accept(new DistinctNames(renamed));
  }

  private static Set<String> names(RelNode plan) {
    Set<String> names = new TreeSet<>();
    PlanNodes.forEach(plan, node -> names.addAll(node.getRowType().getFieldNames()));
    return names;
  }

  /** New names for all but the first spelling of a name. */
  private static Map<String, String> conflicts(Set<String> names) {
    Map<String, String> renamed = new HashMap<>();
    Set<String> taken = new TreeSet<>();
    names.forEach(name -> taken.add(name.toLowerCase(Locale.ROOT)));
    Set<String> seen = new TreeSet<>();
    for (String name : names) {
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        int i = 1;
        while (!taken.add(name.toLowerCase(Locale.ROOT) + "_" + i)) {
          i++;
        }
        renamed.put(name, name + "_" + i);
      }
    }
    return renamed;
  }

  @Override
  public RelNode visit(RelNode node) {
    RelNode visited = super.visit(node);
    if (visited instanceof Project project) {
      return project.copy(
          project.getTraitSet(), project.getInput(), project.getProjects(), renamed(project));
    }
    if (visited instanceof Values values) {
      return LogicalValues.create(values.getCluster(), renamed(values), values.getTuples());
    }
    if (visited instanceof TableScan) {
      List<String> names = renamed(visited).getFieldNames();
      return names.equals(visited.getRowType().getFieldNames()) || names.isEmpty()
          ? visited
          : LogicalProject.create(
              visited,
              List.of(),
              visited.getCluster().getRexBuilder().identityProjects(visited.getRowType()),
              names,
              Set.of());
    }
    return visited instanceof Aggregate aggregate ? renamedCalls(aggregate) : visited;
  }

  private RelNode renamedCalls(Aggregate aggregate) {
    List<AggregateCall> calls = new ArrayList<>();
    for (AggregateCall call : aggregate.getAggCallList()) {
      String name = call.getName();
      calls.add(name == null ? call : call.withName(renamed.getOrDefault(name, name)));
    }
    return aggregate.copy(
        aggregate.getTraitSet(),
        aggregate.getInput(),
        aggregate.getGroupSet(),
        aggregate.getGroupSets(),
        calls);
  }

  private RelDataType renamed(RelNode node) {
    List<RelDataTypeField> fields = node.getRowType().getFieldList();
    return node.getCluster()
        .getTypeFactory()
        .createStructType(
            fields.stream().map(RelDataTypeField::getType).toList(),
            fields.stream()
                .map(RelDataTypeField::getName)
                .map(name -> renamed.getOrDefault(name, name))
                .toList());
  }
}
