package io.azof.server.session;

/** The one catalog and the one schema in which every client finds all tables. */
public final class Namespace {
  /** The name of the catalog. */
  public static final String CATALOG = "azof";

  /** The name of the schema in it. */
  public static final String SCHEMA = "main";

  private Namespace() {}
}
