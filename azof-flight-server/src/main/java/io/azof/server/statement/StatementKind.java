package io.azof.server.statement;

/** How a statement came, and so what becomes of it. */
public enum StatementKind {
  /** Its rows are sent. */
  QUERY,
  /** It changes something, and the number of rows is sent. */
  UPDATE,
  /** The client sends rows to write. */
  INGEST
}
