/** SQL text to Arrow batches, and to changes of tables: {@link io.azof.sql.QueryEngine}. */
@NullMarked
package io.azof.sql;

import org.jspecify.annotations.NullMarked;
