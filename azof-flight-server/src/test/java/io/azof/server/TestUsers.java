package io.azof.server;

import io.azof.server.config.Configuration;
import io.azof.server.config.SecurityConfig;
import io.azof.server.config.ServerConfig;
import io.azof.server.security.PasswordHash;
import io.azof.server.security.Rights;
import io.azof.server.security.User;
import io.azof.server.security.UsersFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;

/** A server with two users: ann, who may write, and bob, who may not. */
final class TestUsers {
  static final String ANN = "ann";
  static final String BOB = "bob";

  private final Path folder;
  private final Map<String, String> settings = new HashMap<>();

  private TestUsers(Path folder) {
    this.folder = folder;
  }

  static TestUsers in(Path folder) {
    TestUsers users = new TestUsers(folder);
    users.put(ANN, Rights.READ_WRITE, password(ANN));
    users.put(BOB, Rights.READ_ONLY, password(BOB));
    return users.with("auth.users-file", folder.resolve("users").toString());
  }

  /** With one setting more. */
  TestUsers with(String key, String value) {
    settings.put(key, value);
    return this;
  }

  SecurityConfig config() {
    Map<String, String> all = new HashMap<>(settings);
    all.put("lakehouse", "unused");
    return ServerConfig.from(Configuration.load(Optional.empty(), Map.of(), all)).security();
  }

  void put(String name, Rights rights, String password) {
    file().put(new User(name, rights, PasswordHash.of(password, new Random(1))));
  }

  void remove(String name) {
    file().remove(name);
  }

  UsersFile file() {
    return new UsersFile(folder.resolve("users"));
  }

  static String password(String user) {
    return "the password of " + user;
  }

  /** What the JDBC driver takes. */
  static Properties properties(String user, String password) {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    return properties;
  }

  static Properties properties(String user) {
    return properties(user, password(user));
  }
}
