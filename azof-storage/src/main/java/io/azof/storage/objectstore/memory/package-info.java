/** An object store in memory. */
@NullMarked
package io.azof.storage.objectstore.memory;

import org.jspecify.annotations.NullMarked;
