/**
 * What the server remembers between calls: {@link io.azof.server.session.PreparedStatements} and
 * {@link io.azof.server.session.Sessions}; and the one {@link io.azof.server.session.Namespace} in
 * which clients see the tables.
 */
@NullMarked
package io.azof.server.session;

import org.jspecify.annotations.NullMarked;
