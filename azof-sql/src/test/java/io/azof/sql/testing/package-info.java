/**
 * SQL tests that are files: {@link io.azof.sql.testing.SqlTestFile} reads one, and {@link
 * io.azof.sql.testing.SqlTestCase#check} holds a {@link io.azof.sql.testing.SqlTestConnection} to
 * it, in-process or over the network. {@link io.azof.sql.testing.SampleTables} writes the tables
 * that the files ask. The format is described in {@code src/test/resources/sql/README.md}.
 */
@NullMarked
package io.azof.sql.testing;

import org.jspecify.annotations.NullMarked;
