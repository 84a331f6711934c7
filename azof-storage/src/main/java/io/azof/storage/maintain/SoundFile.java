package io.azof.storage.maintain;

import io.azof.storage.parquet.DataFileFooter;
import io.azof.storage.parquet.DataFileFooter.FileColumn;
import io.azof.storage.parquet.ParquetFile;
import java.nio.file.Path;

/**
 * A data file whose footer is as it should be, so that its rows can be read.
 *
 * @param path where it lies on this machine
 * @param label what to call it in messages
 */
record SoundFile(ListedFile listed, Path path, String label, DataFileFooter footer) {

  boolean hasColumn(String name) {
    return footer.columns().stream().map(FileColumn::name).anyMatch(name::equals);
  }

  ParquetFile parquet() {
    return new ParquetFile(path, label, footer.rows());
  }
}
