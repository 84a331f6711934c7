/** A table at an event time: plan (pure), then read. */
@NullMarked
package io.azof.storage.scan;

import org.jspecify.annotations.NullMarked;
