/**
 * States of tables as files: {@link io.azof.cli.export.NewFile} for what is written row by row,
 * {@link io.azof.cli.export.StateFile} for Parquet, {@link io.azof.cli.export.Version1Table} for a
 * table of version 1 of the format.
 */
@NullMarked
package io.azof.cli.export;

import org.jspecify.annotations.NullMarked;
