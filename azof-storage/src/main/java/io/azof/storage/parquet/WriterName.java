package io.azof.storage.parquet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What a data file says about who wrote it: {@code azof} and the version of this library. */
final class WriterName {
  static final String TEXT = "azof " + version();

  private WriterName() {}

  private static String version() {
    try (InputStream resource = WriterName.class.getResourceAsStream("writer.properties")) {
      Properties properties = new Properties();
      properties.load(resource);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
