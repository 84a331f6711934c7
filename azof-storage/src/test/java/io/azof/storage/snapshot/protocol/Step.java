package io.azof.storage.snapshot.protocol;

/** Something that may happen next, in words, and what is then. */
record Step<S>(String text, S next) {}
