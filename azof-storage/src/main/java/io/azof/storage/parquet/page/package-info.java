/**
 * The column chunks of a Parquet file, page by page, as Arrow vectors: only what is asked for is
 * decoded, and only when it is. Begin with {@link io.azof.storage.parquet.page.ColumnReader}; what
 * it needs to know of a file is a {@link io.azof.storage.parquet.page.FileLayout}. Written after
 * the <a href="https://parquet.apache.org/docs/file-format/">file format</a> and its <a
 * href="https://github.com/apache/parquet-format/blob/master/Encodings.md">encodings</a>.
 *
 * <p>Damaged pages are {@code IOException}s or {@code RuntimeException}s of a buffer that ends too
 * early. Buffers check their bounds, and where one is read without that, lengths are checked
 * before: no byte of a file can make a read go astray.
 */
@NullMarked
package io.azof.storage.parquet.page;

import org.jspecify.annotations.NullMarked;
