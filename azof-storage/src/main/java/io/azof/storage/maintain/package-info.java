/** Looking after a table: {@link io.azof.storage.maintain.TableCheck} finds faults. */
@NullMarked
package io.azof.storage.maintain;

import org.jspecify.annotations.NullMarked;
