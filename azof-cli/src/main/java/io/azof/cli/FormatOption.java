package io.azof.cli;

import io.azof.cli.output.OutputFormat;
import picocli.CommandLine.Option;

/** How a command that answers with rows writes them. */
final class FormatOption {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description =
          "table (for people), csv (RFC 4180 with a header line; a null is nothing, an empty text"
              + " is \"\") or json (one object per line). Default: ${DEFAULT-VALUE}.")
  private OutputFormat format = OutputFormat.TABLE;

  OutputFormat format() {
    return format;
  }
}
