/**
 * The commit protocol as a model that is small enough to try every order of events: {@link
 * io.azof.storage.snapshot.protocol.WriterModel} and {@link
 * io.azof.storage.snapshot.protocol.CollectorModel} say what may happen next, {@link
 * io.azof.storage.snapshot.protocol.Safety} what must hold ever after, {@link
 * io.azof.storage.snapshot.protocol.Explorer} tries it all. {@link
 * io.azof.storage.snapshot.protocol.Flaw} lists the ways of breaking it.
 */
@NullMarked
package io.azof.storage.snapshot.protocol;

import org.jspecify.annotations.NullMarked;
