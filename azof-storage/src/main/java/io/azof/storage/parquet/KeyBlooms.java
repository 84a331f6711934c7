package io.azof.storage.parquet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;

/** The Bloom filters of the keys of a file that has been written, one for each row group. */
final class KeyBlooms {
  private static final int BATCH_ROWS = 16_384;

  private KeyBlooms() {}

  /**
   * From what was seen of the keys while they were written, if they are in one row group; else from
   * the file, since only its writer decides where a row group ends.
   *
   * @param seen of the rows of the file, in order
   */
  static List<KeyBloom> of(
      Path file, FileMetaData footer, KeyHashes seen, BufferAllocator allocator)
      throws IOException {
    return footer.getRow_groupsSize() == 1 && seen.isWhole() && seen.rows() == footer.getNum_rows()
        ? List.of(seen.bloom())
        : of(file, footer, allocator);
  }

  /** From the file. */
  static List<KeyBloom> of(Path file, FileMetaData footer, BufferAllocator allocator)
      throws IOException {
    List<KeyBloom> blooms = new ArrayList<>();
    String label = "what was written to " + file;
    ParquetFile parquet =
        new ParquetFile(file, label, FooterReader.footer(footer, Files.size(file), label));
    String key = footer.getSchema().get(1).getName();
    try (ParquetReader reader =
        ParquetReader.open(List.of(parquet), List.of(key), BATCH_ROWS, allocator)) {
      int row = 0;
      for (RowGroup group : footer.getRow_groups()) {
        KeyHashes hashes = new KeyHashes(Math.toIntExact(group.getNum_rows()));
        while (hashes.rows() < group.getNum_rows()) {
          if (row == reader.root().getRowCount()) {
            row = 0;
            if (!reader.next()) {
              throw new IOException("rows that were written are not there");
            }
          }
          hashes.add((VarCharVector) reader.root().getVector(0), row++);
        }
        blooms.add(hashes.bloom());
      }
    }
    return blooms;
  }
}
