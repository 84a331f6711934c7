package io.azof.cli;

import io.azof.server.client.AdminClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import picocli.CommandLine.Option;

/** Which server a command asks. */
final class ServerOption {
  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "jdbc:arrow-flight-sql://127.0.0.1:32010/?useEncryption=false",
      description =
          "The server, as in azof sql, with user=…&password=… where it asks for them."
              + " Default: ${DEFAULT-VALUE}.")
  private String url = "";

  /** What a command wants of the server. */
  interface Question<T> {
    T ask(AdminClient server);
  }

  <T> T ask(Question<T> question) {
    try (BufferAllocator allocator = new RootAllocator();
        AdminClient server = AdminClient.open(url, allocator)) {
      return question.ask(server);
    }
  }
}
