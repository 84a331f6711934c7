/** Rows into data files. Start with {@link io.azof.storage.write.CsvDataFile}. */
@NullMarked
package io.azof.storage.write;

import org.jspecify.annotations.NullMarked;
