package io.azof.storage.snapshot;

import io.azof.storage.model.DataFile;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import io.azof.storage.objectstore.ObjectKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** What must hold of the data files that a snapshot lists, whatever was before it. */
final class FileInvariants {
  private FileInvariants() {}

  static Stream<Violation> violations(Snapshot snapshot) {
    return Stream.concat(
        filesAreListedOnce(snapshot),
        snapshot.allSegments().flatMap(segment -> violations(snapshot, segment)));
  }

  private static Stream<Violation> violations(Snapshot snapshot, Segment segment) {
    return segment
        .files()
        .flatMap(
            file ->
                Stream.of(
                        nameIsPlain(file),
                        schemaIsKnown(snapshot, file),
                        rowsAreOfThisVersionOrBefore(snapshot, file))
                    .flatMap(violations -> violations)
                    .map(v -> new Violation(v.rule(), name(segment) + " lists " + v.what())));
  }

  private static Stream<Violation> filesAreListedOnce(Snapshot snapshot) {
    Map<String, Segment> first = new HashMap<>();
    List<Violation> violations = new ArrayList<>();
    BiFunction<Segment, DataFile, Violation> twice =
        (segment, file) ->
            new Violation(
                Invariant.FILE_IS_LISTED_ONCE,
                name(segment) + " lists " + name(file) + ", as another place does");
    snapshot
        .allSegments()
        .forEach(
            segment ->
                segment
                    .files()
                    .filter(file -> first.put(file.name(), segment) != null)
                    .forEach(file -> violations.add(twice.apply(segment, file))));
    return violations.stream();
  }

  private static Stream<Violation> nameIsPlain(DataFile file) {
    return ObjectKey.isName(file.name())
        ? Stream.empty()
        : Stream.of(new Violation(Invariant.FILE_NAME_IS_PLAIN, name(file)));
  }

  private static Stream<Violation> schemaIsKnown(Snapshot snapshot, DataFile file) {
    return file.schemaId() <= snapshot.schema().id()
        ? Stream.empty()
        : Stream.of(
            new Violation(
                Invariant.FILE_SCHEMA_IS_KNOWN,
                name(file)
                    + " of schema "
                    + file.schemaId()
                    + " where the table's is "
                    + snapshot.schema().id()));
  }

  private static Stream<Violation> rowsAreOfThisVersionOrBefore(Snapshot snapshot, DataFile file) {
    return file.maxSequence() <= snapshot.version()
        ? Stream.empty()
        : Stream.of(
            new Violation(
                Invariant.ROWS_ARE_NOT_OF_LATER_VERSIONS,
                name(file)
                    + " with the sequence "
                    + file.maxSequence()
                    + " in version "
                    + snapshot.version()));
  }

  private static String name(Segment segment) {
    return "segment \"" + segment.id() + "\"";
  }

  private static String name(DataFile file) {
    return "\"" + file.name() + "\"";
  }
}
