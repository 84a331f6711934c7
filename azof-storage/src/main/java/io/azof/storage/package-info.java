/**
 * The front door of the storage library: open a {@link io.azof.storage.Lakehouse}, take a {@link
 * io.azof.storage.Table}, refine its {@link io.azof.storage.TableScan}, read it as Arrow batches;
 * open a {@link io.azof.storage.write.TableWriter} to write it.
 */
@NullMarked
package io.azof.storage;

import org.jspecify.annotations.NullMarked;
