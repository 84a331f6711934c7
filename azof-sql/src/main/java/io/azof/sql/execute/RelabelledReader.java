package io.azof.sql.execute;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.scan.ForeseenReader;
import io.azof.storage.scan.LastingReader;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * The batches of another reader under another schema of the same layout: other names, other
 * nullability, with or without a time zone. No value is copied. The other reader is closed with
 * this one, which may happen on any thread while another one reads.
 */
final class RelabelledReader extends ArrowReader implements ForeseenReader, LastingReader {
  private final ArrowReader source;
  private final List<ArrowType> layout;
  private final Schema schema;
  private final RowWindow window;
  private boolean layoutChecked;
  private final Object turn = new Object();
  private boolean relabelling;
  private boolean closed;

  /**
   * Takes the source over.
   *
   * @param layout the types that the source must have, of the same layout as those of the schema
   * @param allocator where the new vectors, but not their values, are taken from
   */
  RelabelledReader(
      ArrowReader source, List<ArrowType> layout, Schema schema, BufferAllocator allocator) {
    this(source, layout, schema, RowWindow.all(), allocator);
  }

  /**
   * As the other one, of some rows only.
   *
   * @param window not asked before; when it is ended, no further batch is read
   */
  RelabelledReader(
      ArrowReader source,
      List<ArrowType> layout,
      Schema schema,
      RowWindow window,
      BufferAllocator allocator) {
    super(allocator);
    this.window = window;
    this.source = source;
    this.layout = List.copyOf(layout);
    this.schema = schema;
  }

  @Override
  public boolean loadNextBatch() throws IOException {
    requireOpen();
    boolean more = loadSource();
    beginRelabelling();
    try {
      prepareLoadNextBatch();
      if (more) {
        relabel(source.getVectorSchemaRoot());
      }
      return more;
    } finally {
      endRelabelling();
    }
  }

  /** Goes on to a batch of which rows are given. */
  private boolean loadSource() throws IOException {
    while (!window.isEnded() && source.loadNextBatch()) {
      if (window.take(source.getVectorSchemaRoot().getRowCount())) {
        return true;
      }
    }
    return false;
  }

  private void relabel(VectorSchemaRoot batch) throws IOException {
    requireLayout(batch.getSchema());
    if (window.count() < batch.getRowCount()) {
      try (VectorSchemaRoot rows = batch.slice(window.first(), window.count())) {
        load(rows);
      }
    } else {
      load(batch);
    }
  }

  private void load(VectorSchemaRoot batch) throws IOException {
    try (ArrowRecordBatch buffers = new VectorUnloader(batch).getRecordBatch()) {
      requireNoNullWhereNoneIsPromised(buffers);
      new VectorLoader(getVectorSchemaRoot()).load(buffers);
    }
  }

  private void requireLayout(Schema delivered) {
    if (layoutChecked) {
      return;
    }
    List<ArrowType> types = delivered.getFields().stream().map(Field::getType).toList();
    if (!types.equals(layout)) {
      throw new AzofException(
          ErrorCode.INTERNAL, "The columns should be of types " + layout + " but are of " + types);
    }
    layoutChecked = true;
  }

  private void requireNoNullWhereNoneIsPromised(ArrowRecordBatch buffers) {
    List<Field> fields = schema.getFields();
    List<ArrowFieldNode> nodes = buffers.getNodes();
    for (int i = 0; i < fields.size(); i++) {
      if (!fields.get(i).isNullable() && nodes.get(i).getNullCount() > 0) {
        throw new AzofException(
            ErrorCode.INTERNAL,
            "The column \"" + fields.get(i).getName() + "\" holds a null and should not");
      }
    }
  }

  private void requireOpen() {
    synchronized (turn) {
      if (closed) {
        throw cancelled();
      }
    }
  }

  private void beginRelabelling() {
    synchronized (turn) {
      if (closed) {
        throw cancelled();
      }
      relabelling = true;
    }
  }

  private void endRelabelling() {
    synchronized (turn) {
      relabelling = false;
      turn.notifyAll();
    }
  }

  private static AzofException cancelled() {
    return new AzofException(ErrorCode.CANCELLED, "The query was cancelled");
  }

  /** Waits for a batch that is being relabelled, never for one that is being computed. */
  @Override
  public void close() throws IOException {
    synchronized (turn) {
      if (closed) {
        return;
      }
      closed = true;
      awaitRelabelled();
    }
    super.close();
  }

  private void awaitRelabelled() {
    boolean interrupted = false;
    while (relabelling) {
      try {
        turn.wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public long foreseenRows() {
    return source instanceof ForeseenReader foreseen ? foreseen.foreseenRows() : 0;
  }

  @Override
  public boolean isBatchLasting() {
    return source instanceof LastingReader lasting && lasting.isBatchLasting();
  }

  @Override
  public long bytesRead() {
    return source.bytesRead();
  }

  @Override
  protected void closeReadSource() throws IOException {
    source.close();
  }

  @Override
  protected Schema readSchema() {
    return schema;
  }
}
