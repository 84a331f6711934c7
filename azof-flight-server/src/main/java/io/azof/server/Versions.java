package io.azof.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which versions of Azof and of Arrow this is, as the build wrote them down. */
record Versions(String azof, String arrow) {
  static Versions ofThisBuild() {
    try (InputStream resource = Versions.class.getResourceAsStream("versions.properties")) {
      if (resource == null) {
        throw new IllegalStateException("versions.properties is missing in the jar");
      }
      Properties versions = new Properties();
      versions.load(resource);
      return new Versions(versions.getProperty("azof"), versions.getProperty("arrow"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
