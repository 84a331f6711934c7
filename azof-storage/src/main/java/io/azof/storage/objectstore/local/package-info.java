/** An object store on local disk: {@link io.azof.storage.objectstore.local.LocalObjectStore}. */
@NullMarked
package io.azof.storage.objectstore.local;

import org.jspecify.annotations.NullMarked;
