package io.azof.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import io.azof.storage.scan.SegmentPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

/**
 * One of the 30 right answers about the tables of the Rust implementation. Their row counts are of
 * all rows; their checksums leave out the rows in which a value is null (the lines were joined in
 * SQL, where a null makes the whole line null), so those rows are compared elsewhere.
 */
record ReferenceAnswer(JsonNode expected) {
  private static final String NULL = "\0";

  /** All of them; the test is skipped where they are absent. */
  static List<ReferenceAnswer> all() {
    ObjectMapper json = new ObjectMapper();
    List<ReferenceAnswer> answers = new ArrayList<>();
    try {
      for (String line :
          Files.readAllLines(ReferenceData.folder().resolve("expected-as-of.jsonl"))) {
        answers.add(new ReferenceAnswer(json.readTree(line)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(answers).hasSize(30);
    return answers;
  }

  String table() {
    return expected.get("table").asText();
  }

  /** The scan whose answer this is. */
  TableScan scan(Lakehouse lakehouse) {
    String asOf = expected.get("as_of").asText();
    return lakehouse
        .table(table())
        .scan()
        .asOf(asOf.equals("latest") ? AsOf.LATEST : AsOf.at(EventTime.parse(asOf)));
  }

  /** Reads the state and compares it. */
  void check(Lakehouse lakehouse) throws Exception {
    TableScan scan = scan(lakehouse);
    assertThat(SegmentPath.of(scan.snapshot(), scan.asOf()).files())
        .as("files on the path of %s", this)
        .hasSize(expected.get("files").asInt());
    List<String> lines = new ArrayList<>();
    try (RootAllocator allocator = new RootAllocator();
        ArrowReader reader = scan.openReader(allocator)) {
      while (reader.loadNextBatch()) {
        addLines(reader.getVectorSchemaRoot(), lines);
      }
    }
    assertThat(lines).as("rows of %s", this).hasSize(expected.get("rows").asInt());
    if (expected.has("md5")) {
      lines.removeIf(line -> line.contains(NULL));
      lines.sort(null);
      assertThat(md5(String.join("\n", lines)))
          .as("content of %s", this)
          .isEqualTo(expected.get("md5").asText());
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

  @Override
  public String toString() {
    return table() + " as of " + expected.get("as_of").asText();
  }
}
