package io.azof.storage.maintain;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.filecache.FileCache;
import io.azof.storage.filecache.LocalFiles;
import io.azof.storage.parquet.DataFileFooter;
import io.azof.storage.parquet.DataFileFooter.FileColumn;
import io.azof.storage.parquet.ParquetFile;
import java.nio.file.Path;
import java.util.List;

/**
 * A data file whose footer is as it should be, so that its rows can be read.
 *
 * @param key of the object
 * @param label what to call it in messages
 * @param cache through which it is read
 */
record SoundFile(
    ListedFile listed, String key, String label, DataFileFooter footer, FileCache cache) {

  boolean hasColumn(String name) {
    return footer.columns().stream().map(FileColumn::name).anyMatch(name::equals);
  }

  /** Has the file stay on this machine until the receiver closes this. */
  LocalFiles openLocal() {
    return cache.openFiles(List.of(key));
  }

  /** Where the file lies on this machine. */
  Path path(LocalFiles local) {
    return local
        .path(key)
        .orElseThrow(
            () ->
                new AzofException(
                    ErrorCode.DATA_FILE_MISSING,
                    Character.toUpperCase(label.charAt(0))
                        + label.substring(1)
                        + " was removed while the table was checked"));
  }

  ParquetFile parquet(LocalFiles local) {
    return new ParquetFile(path(local), label, footer);
  }
}
