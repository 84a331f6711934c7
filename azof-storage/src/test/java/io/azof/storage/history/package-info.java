/**
 * Random histories of tables against a model that is too simple to be wrong: start with {@link
 * io.azof.storage.history.TableModel}.
 */
@NullMarked
package io.azof.storage.history;

import org.jspecify.annotations.NullMarked;
