/**
 * Programs that ask an Azof server with nothing but its JDBC driver; {@link
 * io.azof.examples.FirstQuery} is the one to begin with. Each takes a JDBC URL, prints what it
 * finds, and is run by a test. The JVM needs {@code --add-opens=java.base/java.nio=ALL-UNNAMED}.
 */
@NullMarked
package io.azof.examples;

import org.jspecify.annotations.NullMarked;
