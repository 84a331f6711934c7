/**
 * Rows into data files, and data files into tables. Start with {@link
 * io.azof.storage.write.TableWriter}: what it is given goes through {@link
 * io.azof.storage.write.RowIntake} (checked), {@link io.azof.storage.write.RowSpool} (kept), {@link
 * io.azof.storage.write.DataFileWriter} (sorted, staged, put) into an {@link
 * io.azof.storage.write.AppendChange} (routed, committed).
 */
@NullMarked
package io.azof.storage.write;

import org.jspecify.annotations.NullMarked;
