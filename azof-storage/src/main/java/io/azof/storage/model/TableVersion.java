package io.azof.storage.model;

/** A version of a table. */
public record TableVersion(String table, long version) {}
