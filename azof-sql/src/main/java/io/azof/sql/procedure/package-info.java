/**
 * What CALL can do: {@link io.azof.sql.procedure.Procedures} finds a {@link
 * io.azof.sql.procedure.Procedure}, which looks after a table and answers with rows.
 */
@NullMarked
package io.azof.sql.procedure;

import org.jspecify.annotations.NullMarked;
