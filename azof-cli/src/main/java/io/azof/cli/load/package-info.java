/**
 * Files into tables: {@link io.azof.cli.load.TableImport} does it, {@link
 * io.azof.cli.load.ImportBar} shows how far it is.
 */
@NullMarked
package io.azof.cli.load;

import org.jspecify.annotations.NullMarked;
