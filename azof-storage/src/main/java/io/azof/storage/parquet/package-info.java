/**
 * One Parquet file as Arrow batches; knows nothing of segments. Begin with {@link
 * io.azof.storage.parquet.DataFileReader} and {@link io.azof.storage.parquet.ParquetFileWriter}.
 */
@NullMarked
package io.azof.storage.parquet;

import org.jspecify.annotations.NullMarked;
