package io.azof.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import io.azof.storage.scan.SegmentPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The 30 right answers about the tables of the Rust implementation. Their row counts are of all
 * rows; their checksums leave out the rows in which a value is null (the lines were joined in SQL,
 * where a null makes the whole line null), so those rows are compared elsewhere.
 */
final class ReferenceAnswersTest {
  private static final String NULL = "\0";

  @TestFactory
  List<DynamicTest> theReferenceTablesAnswerRight() throws IOException {
    Path folder = ReferenceData.folder();
    List<DynamicTest> tests = new ArrayList<>();
    ObjectMapper json = new ObjectMapper();
    for (String line : Files.readAllLines(folder.resolve("expected-as-of.jsonl"))) {
      JsonNode expected = json.readTree(line);
      tests.add(
          DynamicTest.dynamicTest(
              expected.get("table").asText() + " as of " + expected.get("as_of").asText(),
              () -> answersRight(folder.resolve("reference-tables"), expected)));
    }
    assertThat(tests).hasSize(30);
    return tests;
  }

  private static void answersRight(Path location, JsonNode expected) throws Exception {
    String asOf = expected.get("as_of").asText();
    List<String> lines = new ArrayList<>();
    try (RootAllocator allocator = new RootAllocator();
        Lakehouse lakehouse = Lakehouse.open(location.toString())) {
      TableScan scan =
          lakehouse
              .table(expected.get("table").asText())
              .scan()
              .asOf(asOf.equals("latest") ? AsOf.LATEST : AsOf.at(EventTime.parse(asOf)));
      assertThat(SegmentPath.of(scan.snapshot(), scan.asOf()).files())
          .as("files on the path of %s", scan.plan())
          .hasSize(expected.get("files").asInt());
      try (ArrowReader reader = scan.openReader(allocator)) {
        while (reader.loadNextBatch()) {
          addLines(reader.getVectorSchemaRoot(), lines);
        }
      }
    }
    assertThat(lines).hasSize(expected.get("rows").asInt());
    if (expected.has("md5")) {
      lines.removeIf(line -> line.contains(NULL));
      lines.sort(null);
      assertThat(md5(String.join("\n", lines))).isEqualTo(expected.get("md5").asText());
    }
  }

  private static void addLines(VectorSchemaRoot batch, List<String> lines) {
    for (int row = 0; row < batch.getRowCount(); row++) {
      List<String> fields = new ArrayList<>();
      for (FieldVector vector : batch.getFieldVectors()) {
        if (vector.isNull(row)) {
          fields.add(NULL);
        } else if (vector instanceof TimeStampVector times) {
          fields.add(Long.toString(times.get(row)));
        } else {
          fields.add(String.valueOf(vector.getObject(row)));
        }
      }
      lines.add(String.join("|", fields));
    }
  }

  private static String md5(String text) throws NoSuchAlgorithmException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
