/**
 * What the server remembers between calls: {@link io.azof.server.session.PreparedStatements}; and
 * the one {@link io.azof.server.session.Namespace} in which clients see the tables.
 */
@NullMarked
package io.azof.server.session;

import org.jspecify.annotations.NullMarked;
