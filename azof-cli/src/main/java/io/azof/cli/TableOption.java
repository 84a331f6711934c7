package io.azof.cli;

import picocli.CommandLine.Option;

/** The table that a command is about. */
final class TableOption {
  @Option(names = "--table", required = true, paramLabel = "T", description = "The table.")
  private String table = "";

  String table() {
    return table;
  }
}
