/**
 * Statements while they run: {@link io.azof.server.statement.RunningStatements} knows each {@link
 * io.azof.server.statement.StatementRun}, lists them, stops them, and tells every {@link
 * io.azof.server.statement.RunObserver} of their begin and their end.
 */
@NullMarked
package io.azof.server.statement;

import org.jspecify.annotations.NullMarked;
