package io.azof.sql.catalog;

import static io.azof.sql.catalog.SystemColumn.number;
import static io.azof.sql.catalog.SystemColumn.text;
import static io.azof.sql.catalog.SystemColumn.time;

import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.FileFacts;
import io.azof.storage.model.Lineage;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.model.TableSchema;
import io.azof.storage.model.TimeRange;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one table: its versions, and the segments, files and properties of the
 * current one.
 */
final class TableFacts {
  /** Stands between the name of the table and the word for what is asked. */
  static final char SEPARATOR = '$';

  private static final List<SystemColumn> SNAPSHOTS =
      List.of(
          number("version"),
          number("parent").orNull(),
          time("committed_at").orNull(),
          text("operation").orNull(),
          text("summary").orNull());

  private static final List<SystemColumn> SEGMENTS =
      List.of(
          text("segment"),
          text("parent").orNull(),
          time("range_start"),
          time("range_end").orNull(),
          text("base").orNull(),
          number("deltas"));

  private static final List<SystemColumn> FILES =
      List.of(
          text("file"),
          text("kind"),
          text("segment"),
          time("range_start").orNull(),
          time("range_end").orNull(),
          number("rows").orNull(),
          number("bytes").orNull(),
          number("deletes").orNull(),
          text("min_key").orNull(),
          text("max_key").orNull());

  private static final List<SystemColumn> PROPERTIES = List.of(text("name"), text("value"));

  private static final List<SystemColumn> COLUMNS =
      List.of(
          text("column_name"),
          text("data_type"),
          text("is_nullable"),
          text("column_default").orNull(),
          text("remarks").orNull());

  private TableFacts() {}

  /**
   * One of the system tables of a table; empty when there is none of that word.
   *
   * @param table the name of a table that exists
   */
  static Optional<SystemTable> of(String table, String word) {
    return Optional.ofNullable(
        switch (word.toLowerCase(Locale.ROOT)) {
          case "snapshots" ->
              new SystemTable(
                  SNAPSHOTS,
                  lakehouse -> lakehouse.versions(table).snapshots().map(TableFacts::version));
          case "segments" ->
              new SystemTable(
                  SEGMENTS,
                  lakehouse ->
                      lakehouse.table(table).snapshot().segments().stream()
                          .flatMap(segment -> segments(segment, null)));
          case "files" ->
              new SystemTable(
                  FILES,
                  lakehouse ->
                      lakehouse.table(table).snapshot().allSegments().flatMap(TableFacts::files));
          case "properties" ->
              new SystemTable(
                  PROPERTIES,
                  lakehouse ->
                      new TreeMap<>(lakehouse.table(table).snapshot().properties())
                          .entrySet().stream()
                              .map(entry -> List.of(entry.getKey(), entry.getValue())));
          case "columns" ->
              new SystemTable(COLUMNS, lakehouse -> columns(lakehouse.table(table).schema()));
          default -> null;
        });
  }

  private static Stream<List<@Nullable Object>> columns(TableSchema schema) {
    Stream<List<@Nullable Object>> implied =
        Stream.of(
            Arrays.asList(TableSchema.KEY, "VARCHAR", "NO", null, null),
            Arrays.asList(TableSchema.EVENT_TIME, "TIMESTAMP", "NO", null, null));
    return Stream.concat(implied, schema.columns().stream().map(TableFacts::column));
  }

  private static List<@Nullable Object> column(Column column) {
    ColumnType type = column.type();
    String digits =
        type.kind() == ColumnType.Kind.DECIMAL
            ? "(" + type.precision() + ", " + type.scale() + ")"
            : "";
    return Arrays.asList(
        column.name(),
        ColumnTypes.sqlName(type) + digits,
        column.nullable() ? "YES" : "NO",
        column.defaultValue(),
        column.doc());
  }

  /** A snapshot of version 1 of the format says no more than its number. */
  private static List<@Nullable Object> version(Snapshot version) {
    Lineage lineage = version.lineage();
    return lineage == null
        ? Arrays.asList(version.version(), null, null, null, null)
        : Arrays.asList(
            version.version(),
            lineage.parent() == 0 ? null : lineage.parent(),
            lineage.committedAt(),
            lineage.operation().word(),
            words(lineage.summary()));
  }

  private static String words(Map<String, String> summary) {
    return new TreeMap<>(summary)
        .entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(", "));
  }

  private static Stream<List<@Nullable Object>> segments(Segment segment, @Nullable String parent) {
    List<@Nullable Object> row =
        Arrays.asList(
            segment.id(),
            parent,
            instant(segment.range().start()),
            instant(segment.range().end()),
            segment.base() == null ? null : segment.base().name(),
            (long) segment.deltas().size());
    return Stream.concat(
        Stream.of(row),
        segment.children().stream().flatMap(child -> segments(child, segment.id())));
  }

  private static Stream<List<@Nullable Object>> files(Segment segment) {
    DataFile base = segment.base();
    Stream<List<@Nullable Object>> bases =
        base == null ? Stream.of() : Stream.of(file(base, "base", segment, null));
    return Stream.concat(bases, segment.deltas().stream().map(delta -> delta(delta, segment)));
  }

  private static List<@Nullable Object> delta(DeltaFile delta, Segment segment) {
    return file(delta.file(), delta.isPatch() ? "patch" : "delta", segment, delta.range());
  }

  /**
   * @param range as its writer declared it; null for a base, whose rows tell
   */
  private static List<@Nullable Object> file(
      DataFile file, String kind, Segment segment, @Nullable TimeRange range) {
    FileFacts facts = file.facts();
    if (facts == null) {
      return Arrays.asList(
          file.name(),
          kind,
          segment.id(),
          range == null ? null : instant(range.start()),
          range == null ? null : instant(range.end()),
          null,
          null,
          null,
          null,
          null);
    }
    return Arrays.asList(
        file.name(),
        kind,
        segment.id(),
        instant(facts.minEventTime()),
        instant(facts.maxEventTime()),
        facts.rows(),
        facts.bytes(),
        facts.deletes(),
        facts.minKey(),
        facts.maxKey());
  }

  private static @Nullable Instant instant(@Nullable EventTime time) {
    return time == null ? null : Instant.ofEpochMilli(time.epochMillis());
  }
}
