package io.azof.cli.export;

/** What a state can be written as. */
public enum ExportFormat {
  /** As {@code azof scan} writes it. */
  CSV("csv"),
  /** One file, as data files are. */
  PARQUET("parquet"),
  /** The file format of Arrow, which is also called IPC and Feather. */
  ARROW("arrow"),
  /** The folder of a table, in version 1 of the format. */
  AZOF_V1("azof-v1");

  private final String text;

  ExportFormat(String text) {
    this.text = text;
  }

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return text;
  }
}
