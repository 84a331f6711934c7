/**
 * Looking after tables, all of it in {@link io.azof.storage.maintain.Maintenance}: {@link
 * io.azof.storage.maintain.TableCheck} finds faults, {@link io.azof.storage.maintain.Retention}
 * decides what is kept, {@link io.azof.storage.maintain.Garbage} says what nobody needs, and {@link
 * io.azof.storage.maintain.Sweep} removes it.
 */
@NullMarked
package io.azof.storage.maintain;

import org.jspecify.annotations.NullMarked;
