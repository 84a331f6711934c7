package io.azof.sql.procedure;

import io.azof.error.AzofException;
import io.azof.sql.parse.CallStatement;
import io.azof.sql.parse.SqlFault;
import io.azof.sql.plan.NearestName;
import io.azof.storage.compact.CompactionPlan;
import io.azof.storage.maintain.Garbage;
import io.azof.storage.maintain.Maintenance;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Snapshot;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** All that can be called. */
public final class Procedures {
  private static final String SCHEMA = "system";
  private static final ArrowType INTEGER = new ArrowType.Int(64, true);
  private static final ArrowType TEXT = ArrowType.Utf8.INSTANCE;
  private static final ArrowType TIME = new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC");
  private static final Field TABLE = Field.nullable("table", TEXT);

  private final InstantSource clock;

  /**
   * @param clock by which ages are measured
   */
  public Procedures(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * The procedure that a statement calls, with as many arguments as it takes.
   *
   * @throws AzofException {@code SQL_INVALID} at the name
   */
  Procedure find(CallStatement call) {
    List<String> names = call.procedure().names;
    String name = names.get(names.size() - 1);
    boolean isSystem = names.size() == 2 && names.get(0).equalsIgnoreCase(SCHEMA);
    Optional<Procedure> found =
        all().filter(p -> isSystem && p.name().equalsIgnoreCase(name)).findFirst();
    if (found.isEmpty()) {
      List<String> known = all().map(p -> SCHEMA + "." + p.name()).toList();
      throw SqlFault.invalid(
          call.procedure().getParserPosition(),
          "There is no procedure \""
              + String.join(".", names)
              + "\""
              + NearestName.question(String.join(".", names), known));
    }
    if (found.get().parameters().size() != call.arguments().size()) {
      throw SqlFault.invalid(
          call.procedure().getParserPosition(), "Call it as " + found.get().usage());
    }
    return found.get();
  }

  private Stream<Procedure> all() {
    return Stream.of(
        new Procedure(
            "compact",
            List.of(TABLE),
            true,
            schema(Field.notNullable("plan", TEXT)),
            (lakehouse, table, none, parent) ->
                lines(lakehouse.compactor().compact(table, parent))),
        new Procedure(
            "check",
            List.of(TABLE),
            false,
            schema(
                Field.notNullable("fault", TEXT),
                Field.notNullable("version", INTEGER),
                Field.notNullable("object", TEXT),
                Field.notNullable("what", TEXT)),
            (lakehouse, table, none, parent) ->
                lakehouse.maintenance().check(table).faults().stream()
                    .map(f -> row(f.kind().word(), f.version(), f.object(), f.sentence()))
                    .toList()),
        new Procedure(
            "expire_versions",
            List.of(TABLE, Field.nullable("older_than", TEXT)),
            true,
            expiry(Field.nullable("retained_from", INTEGER)),
            (lakehouse, table, olderThan, parent) ->
                expired(
                    lakehouse.maintenance(),
                    table,
                    lakehouse.maintenance().expireVersions(table, moment(olderThan)),
                    Procedures::retainedFrom)),
        new Procedure(
            "expire_history",
            List.of(TABLE, Field.nullable("before", TEXT)),
            true,
            expiry(Field.nullable("event_time_floor", TIME)),
            (lakehouse, table, before, parent) ->
                expired(
                    lakehouse.maintenance(),
                    table,
                    lakehouse.maintenance().expireHistory(table, EventTime.of(moment(before))),
                    Procedures::floor)),
        new Procedure(
            "rollback",
            List.of(TABLE, Field.nullable("version", INTEGER)),
            true,
            schema(Field.notNullable("version", INTEGER)),
            (lakehouse, table, version, parent) ->
                List.of(row(lakehouse.rollback(table, number(version)).version()))));
  }

  private static Schema schema(Field... fields) {
    return new Schema(List.of(fields));
  }

  private static Schema expiry(Field kept) {
    return schema(
        Field.nullable("version", INTEGER),
        kept,
        Field.notNullable("removed_objects", INTEGER),
        Field.notNullable("removed_bytes", INTEGER));
  }

  private static List<List<@Nullable Object>> lines(List<CompactionPlan> done) {
    return done.stream().flatMap(plan -> plan.toString().lines()).map(line -> row(line)).toList();
  }

  /** What was let go of is removed at once, but for what readers may still be looking at. */
  private static List<List<@Nullable Object>> expired(
      Maintenance maintenance,
      String table,
      Optional<Snapshot> version,
      Function<Snapshot, @Nullable Object> kept) {
    Garbage garbage = maintenance.removeGarbage(table, Maintenance.GRACE);
    return List.of(
        row(
            version.map(Snapshot::version).orElse(null),
            version.map(kept).orElse(null),
            (long) garbage.removable().size(),
            Garbage.bytes(garbage.removable())));
  }

  private static @Nullable Object retainedFrom(Snapshot version) {
    return version.lineage() == null ? null : version.lineage().retainedFrom();
  }

  private static @Nullable Object floor(Snapshot version) {
    EventTime floor = version.eventTimeFloor();
    return floor == null ? null : Instant.ofEpochMilli(floor.epochMillis());
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  private static long number(@Nullable Object value) {
    if (value instanceof Long number) {
      return number;
    }
    throw Arguments.invalid("The version must be a number", value);
  }

  /** A time, or how long ago: {@code P30D}. */
  private Instant moment(@Nullable Object value) {
    if (value instanceof Instant instant) {
      return instant;
    }
    if (value instanceof String text && (text.startsWith("P") || text.startsWith("p"))) {
      try {
        return clock.instant().minus(Duration.parse(text));
      } catch (DateTimeException e) {
        throw Arguments.invalid("The age must be an ISO-8601 duration such as P30D", value);
      }
    }
    if (value instanceof String text) {
      return Instant.ofEpochMilli(EventTime.parse(text).epochMillis());
    }
    throw Arguments.invalid("The time must be an ISO-8601 time or duration", value);
  }
}
