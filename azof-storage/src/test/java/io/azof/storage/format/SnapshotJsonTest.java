package io.azof.storage.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.azof.error.AzofException;
import io.azof.storage.model.Column;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Snapshots as files, named by what is special or wrong about them. Beside each stands what it is
 * read as: the drawn tree of a valid one, the code and the message of an invalid one.
 */
final class SnapshotJsonTest {
  private static final String KEY = "t/s7.json";

  @ParameterizedTest
  @MethodSource
  void readsAValidSnapshot(String name) throws Exception {
    assertThat(drawn(parse("valid", name))).isEqualTo(expected("valid", name));
  }

  @ParameterizedTest
  @MethodSource
  void refusesAnInvalidSnapshotSayingWhereItIsWrong(String name) throws Exception {
    AzofException thrown = catchThrowableOfType(AzofException.class, () -> parse("invalid", name));
    assertThat(thrown.code() + "\n" + thrown.getMessage() + "\n")
        .isEqualTo(expected("invalid", name));
  }

  static List<String> readsAValidSnapshot() throws Exception {
    return names("valid");
  }

  static List<String> refusesAnInvalidSnapshotSayingWhereItIsWrong() throws Exception {
    return names("invalid");
  }

  private static Snapshot parse(String folder, String name) throws Exception {
    return SnapshotJson.parse(KEY, 7, Files.readAllBytes(folder(folder).resolve(name + ".json")));
  }

  private static String expected(String folder, String name) throws Exception {
    return Files.readString(folder(folder).resolve(name + ".txt"));
  }

  private static List<String> names(String folder) throws IOException, URISyntaxException {
    try (Stream<Path> files = Files.list(folder(folder))) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.endsWith(".json"))
              .map(file -> file.substring(0, file.length() - ".json".length()))
              .sorted()
              .toList();
      assertThat(names).isNotEmpty();
      return names;
    }
  }

  private static Path folder(String name) throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(SnapshotJsonTest.class.getResource("/format/v1/" + name)).toURI());
  }

  private static String drawn(Snapshot snapshot) {
    StringBuilder text = new StringBuilder("version " + snapshot.version() + "\n");
    for (Column column : snapshot.schema().columns()) {
      text.append("column \"").append(column.name()).append("\" ").append(column.type().kind());
      text.append(column.nullable() ? "\n" : " not null\n");
    }
    draw(snapshot.segments(), "", text);
    return text.toString();
  }

  private static void draw(List<Segment> segments, String indent, StringBuilder text) {
    for (Segment segment : segments) {
      text.append(indent).append("segment \"").append(segment.id()).append("\" ");
      text.append(segment.range()).append('\n');
      segment
          .deltas()
          .forEach(
              delta ->
                  text.append(indent + "  delta " + delta.name() + " " + delta.range() + "\n"));
      if (segment.base() != null) {
        text.append(indent).append("  base ").append(segment.base().name()).append('\n');
      }
      draw(segment.children(), indent + "  ", text);
    }
  }
}
