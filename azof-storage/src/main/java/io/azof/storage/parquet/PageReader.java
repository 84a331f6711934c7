package io.azof.storage.parquet;

import io.azof.storage.model.TableSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Files whose footers are known, decoded page by page: of rows that are not asked for hardly
 * anything is decoded, and no more than one batch before it is asked for. All memory is the
 * allocator's.
 */
final class PageReader implements ParquetReader {
  private final List<ParquetFile> files;
  private final RowFilter filter;
  private final int batchRows;
  private final BufferAllocator allocator;
  private final VectorSchemaRoot root;

  /** The batch behind that of {@link #root}, decoded by another thread. */
  private final VectorSchemaRoot ahead;

  private @Nullable FutureTask<Boolean> decoding;

  /** Which file the current batch is of, and which one the batch that was decoded last. */
  private int fileIndex;

  private int decodedFile;
  private @Nullable FileRows rows;

  private PageReader(
      List<ParquetFile> files,
      Schema schema,
      RowFilter filter,
      int batchRows,
      BufferAllocator allocator) {
    this.files = List.copyOf(files);
    this.filter = filter;
    this.batchRows = batchRows;
    this.allocator = allocator;
    this.root = VectorSchemaRoot.create(schema, allocator);
    this.ahead = VectorSchemaRoot.create(schema, allocator);
  }

  /** Whether the columns of all files are such that they are decoded here. */
  static boolean canRead(List<ParquetFile> files, List<String> columns, RowFilter filter) {
    RowMatcher matcher = new RowMatcher(filter);
    List<String> needed =
        Stream.of(
                columns.stream(),
                matcher.byKey() ? Stream.of(TableSchema.KEY) : Stream.<String>empty(),
                matcher.byTime() ? Stream.of(TableSchema.EVENT_TIME) : Stream.<String>empty())
            .flatMap(names -> names)
            .toList();
    return files.stream().allMatch(file -> fields(file, needed).size() == needed.size());
  }

  private static List<Field> fields(ParquetFile file, List<String> columns) {
    DataFileFooter footer = file.footer();
    return footer == null || !PageColumns.haveNames(footer)
        ? List.of()
        : columns.stream()
            .map(column -> PageColumns.field(footer, column))
            .flatMap(Optional::stream)
            .toList();
  }

  /** As {@link ParquetReader#open}, of files that it {@link #canRead}. */
  static PageReader open(
      List<ParquetFile> files,
      List<String> columns,
      RowFilter filter,
      int batchRows,
      BufferAllocator allocator) {
    List<Field> fields = new ArrayList<>(fields(files.get(0), columns));
    PageReader reader = new PageReader(files, new Schema(fields), filter, batchRows, allocator);
    try {
      reader.rows = reader.openRows();
      return reader;
    } catch (IOException | RuntimeException e) {
      reader.close();
      throw ReadFailure.of(files.get(0), e);
    }
  }

  private FileRows openRows() throws IOException {
    return FileRows.open(files.get(decodedFile), root.getSchema().getFields(), filter, allocator);
  }

  @Override
  public VectorSchemaRoot root() {
    return root;
  }

  @Override
  public boolean ownsMemory() {
    return true;
  }

  @Override
  public int fileIndex() {
    return fileIndex;
  }

  @Override
  public boolean next() {
    root.clear();
    boolean more;
    if (decoding == null) {
      more = decode(root);
    } else {
      more = awaitDecoded();
      if (more) {
        take(ahead);
      }
    }
    fileIndex = decodedFile;
    if (more && hasMore()) {
      decoding = DecodeThreads.start(() -> decode(ahead));
    }
    return more;
  }

  /** Decodes the next batch; false when there is none. */
  private boolean decode(VectorSchemaRoot batch) {
    try {
      while (rows != null) {
        if (rows.next(batch, batchRows)) {
          return true;
        }
        rows.close();
        rows = null;
        if (decodedFile + 1 < files.size()) {
          decodedFile++;
          rows = openRows();
        }
      }
      return false;
    } catch (IOException | RuntimeException e) {
      throw ReadFailure.of(files.get(decodedFile), e);
    }
  }

  private boolean hasMore() {
    return (rows != null && rows.hasMore()) || decodedFile + 1 < files.size();
  }

  private boolean awaitDecoded() {
    FutureTask<Boolean> task = Objects.requireNonNull(decoding);
    decoding = null;
    try {
      return DecodeThreads.await(task);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      Exception failure = e.getCause() instanceof Exception cause ? cause : e;
      throw ReadFailure.of(files.get(decodedFile), failure);
    }
  }

  private void take(VectorSchemaRoot decoded) {
    for (int i = 0; i < decoded.getFieldVectors().size(); i++) {
      decoded.getVector(i).makeTransferPair(root.getVector(i)).transfer();
    }
    root.setRowCount(decoded.getRowCount());
  }

  /** Waits for what is being decoded. */
  @Override
  public void close() {
    try (root;
        ahead) {
      stopDecoding();
      if (rows != null) {
        rows.close();
        rows = null;
      }
    }
  }

  private void stopDecoding() {
    if (decoding == null || DecodeThreads.withdraw(decoding)) {
      return;
    }
    try {
      awaitDecoded();
    } catch (RuntimeException e) {
      // nobody asks for that batch any more
    }
  }
}
