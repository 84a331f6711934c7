package io.azof.sql.function;

import java.util.List;
import org.apache.calcite.sql.SqlOperator;

/** Aggregates of rows, and of frames of windows. */
final class Aggregates {
  private Aggregates() {}

  static List<SqlOperator> all() {
    return List.of(
        EngineAggregate.of("CORR(number, number) double?"),
        EngineAggregate.of("MEDIAN(number) double?"),
        EngineAggregate.of("REGR_AVGX(number, number) double?"),
        EngineAggregate.of("REGR_AVGY(number, number) double?"),
        EngineAggregate.of("REGR_COUNT(number, number) bigint?"),
        EngineAggregate.of("REGR_INTERCEPT(number, number) double?"),
        EngineAggregate.of("REGR_R2(number, number) double?"),
        EngineAggregate.of("REGR_SLOPE(number, number) double?"),
        EngineAggregate.of("REGR_SXY(number, number) double?"),
        Percentile.CONTINUOUS);
  }
}
