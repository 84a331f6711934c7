/**
 * Where rows come from: {@link io.azof.cli.query.ArrowRows} from a reader in this process, {@link
 * io.azof.cli.query.JdbcRows} or a {@link io.azof.cli.query.JdbcAnswer} from a server.
 */
@NullMarked
package io.azof.cli.query;

import org.jspecify.annotations.NullMarked;
