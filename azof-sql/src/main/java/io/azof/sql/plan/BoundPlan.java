package io.azof.sql.plan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * A plan without open parameters.
 *
 * @param root what is computed
 * @param schema what comes out, field by field
 */
public record BoundPlan(RelNode root, Schema schema) {

  /**
   * The only scan, with the columns of the result by their names in the table, when the plan does
   * nothing but choose and rename columns, and perhaps some keys, or end after some rows.
   */
  public Optional<BareScan> bareScan() {
    return bareScan(root);
  }

  private static Optional<BareScan> bareScan(RelNode node) {
    if (node instanceof LakehouseScan scan) {
      return Optional.of(new BareScan(scan, scan.columnNames(), 0, Long.MAX_VALUE));
    }
    if (node instanceof Filter filter && filter.getInput() instanceof LakehouseScan scan) {
      return scan.hasOnly(filter.getCondition()) ? bareScan(scan) : Optional.empty();
    }
    if (node instanceof Project project) {
      return bareScan(project.getInput()).flatMap(scan -> scan.project(project.getProjects()));
    }
    if (node instanceof Sort sort && sort.getCollation().getFieldCollations().isEmpty()) {
      return bareScan(sort.getInput()).flatMap(scan -> scan.limit(sort.offset, sort.fetch));
    }
    return Optional.empty();
  }

  /** The plan as text, one operator a line. */
  public String explained() {
    return RelOptUtil.toString(root).stripTrailing();
  }

  /**
   * A scan that needs no engine.
   *
   * @param columns what it selects, each once, in the order of the result
   * @param offset how many of its rows are left out, whichever come first
   * @param limit the most rows that are given
   */
  public record BareScan(LakehouseScan scan, List<String> columns, long offset, long limit) {
    private static final BigDecimal COUNT_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    /** Whether all rows are given. */
    public boolean isWhole() {
      return offset == 0 && limit == Long.MAX_VALUE;
    }

    private Optional<BareScan> project(List<RexNode> expressions) {
      List<String> chosen = new ArrayList<>();
      for (RexNode expression : expressions) {
        if (!(expression instanceof RexInputRef column)) {
          return Optional.empty();
        }
        chosen.add(columns.get(column.getIndex()));
      }
      boolean distinct = chosen.stream().distinct().count() == chosen.size();
      return distinct ? Optional.of(new BareScan(scan, chosen, offset, limit)) : Optional.empty();
    }

    private Optional<BareScan> limit(@Nullable RexNode skipped, @Nullable RexNode fetched) {
      OptionalLong skip = skipped == null ? OptionalLong.of(0) : count(skipped);
      OptionalLong fetch = fetched == null ? OptionalLong.of(Long.MAX_VALUE) : count(fetched);
      return isWhole() && skip.isPresent() && fetch.isPresent()
          ? Optional.of(new BareScan(scan, columns, skip.getAsLong(), fetch.getAsLong()))
          : Optional.empty();
    }

    /** What is no plain count is for the engine to judge. */
    private static OptionalLong count(RexNode expression) {
      BigDecimal count =
          expression instanceof RexLiteral literal && !literal.isNull()
              ? literal.getValueAs(BigDecimal.class)
              : null;
      return count != null && count.signum() >= 0 && count.compareTo(COUNT_MAX) < 0
          ? OptionalLong.of(count.longValue())
          : OptionalLong.empty();
    }
  }
}
