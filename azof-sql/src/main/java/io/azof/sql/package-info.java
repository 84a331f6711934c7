/** SQL text to Arrow batches: {@link io.azof.sql.QueryEngine}. */
@NullMarked
package io.azof.sql;

import org.jspecify.annotations.NullMarked;
