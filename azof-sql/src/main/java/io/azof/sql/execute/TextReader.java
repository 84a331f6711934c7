package io.azof.sql.execute;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Lines of text as one batch of one column, none of them null. */
public final class TextReader extends ArrowReader {
  private final Schema schema;
  private final List<String> lines;
  private boolean delivered;

  public TextReader(String column, List<String> lines, BufferAllocator allocator) {
    super(allocator);
    this.schema = schema(column);
    this.lines = List.copyOf(lines);
  }

  /** The schema of a reader with a column of that name. */
  public static Schema schema(String column) {
    FieldType type = FieldType.notNullable(ArrowType.Utf8.INSTANCE);
    return new Schema(List.of(new Field(column, type, null)));
  }

  @Override
  public boolean loadNextBatch() throws java.io.IOException {
    prepareLoadNextBatch();
    if (delivered) {
      return false;
    }
    delivered = true;
    VarCharVector column = (VarCharVector) getVectorSchemaRoot().getVector(0);
    for (int i = 0; i < lines.size(); i++) {
      column.setSafe(i, lines.get(i).getBytes(StandardCharsets.UTF_8));
    }
    getVectorSchemaRoot().setRowCount(lines.size());
    return true;
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  protected void closeReadSource() {}

  @Override
  protected Schema readSchema() {
    return schema;
  }
}
