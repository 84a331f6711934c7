/**
 * Bytes by key. Start with {@link io.azof.storage.objectstore.ObjectStore}, whose contract every
 * store keeps; the stores are in the packages below.
 */
@NullMarked
package io.azof.storage.objectstore;

import org.jspecify.annotations.NullMarked;
