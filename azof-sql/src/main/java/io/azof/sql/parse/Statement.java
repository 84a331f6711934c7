package io.azof.sql.parse;

import org.apache.calcite.sql.SqlNode;

/**
 * A parsed statement.
 *
 * @param text the user's text
 * @param query the query; every time clause in it is a snapshot whose period is a call of {@link
 *     EventTimeOperator}
 * @param explain whether its plan is asked for instead of its rows
 * @param parameterCount how many {@code ?} it has
 */
public record Statement(String text, SqlNode query, boolean explain, int parameterCount) {}
