/** One Parquet file as Arrow batches; knows nothing of segments. */
@NullMarked
package io.azof.storage.parquet;

import org.jspecify.annotations.NullMarked;
