package io.azof.server.config;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The values of all settings, each checked for its form. Immutable. What a command line says wins
 * over the environment, the environment over the file, the file over the defaults.
 */
public final class Configuration {
  /** Variables that the launcher understands; they are no settings. */
  private static final Set<String> LAUNCHER_VARIABLES =
      Set.of("AZOF_HOME", "AZOF_JAR", "AZOF_JAVA_OPTS");

  private record Given(String text, String source) {}

  private final Map<Setting, Given> given = new EnumMap<>(Setting.class);

  private Configuration() {}

  /**
   * Reads the configuration.
   *
   * @param file a properties file in UTF-8; when it is given it must exist
   * @param environment the variables of the process; those that do not start with {@code AZOF_} are
   *     ignored
   * @param overrides what the command line says, by key
   * @throws AzofException {@code ARGUMENT_INVALID} naming the key and where it stands, when a key
   *     is unknown, given twice in the file, or its value is not of the form that is asked for, or
   *     the file cannot be read
   */
  public static Configuration load(
      Optional<Path> file, Map<String, String> environment, Map<String, String> overrides) {
    Configuration configuration = new Configuration();
    file.ifPresent(configuration::readFile);
    new TreeMap<>(environment).forEach(configuration::readVariable);
    overrides.forEach((key, text) -> configuration.readKey(key, text, "on the command line"));
    return configuration;
  }

  private void readFile(Path file) {
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      Entries entries = new Entries();
      entries.load(reader);
      entries.texts.forEach((key, text) -> readKey(key, text, "in " + file));
    } catch (NoSuchFileException e) {
      throw invalid("There is no configuration file " + file, e);
    } catch (IOException | IllegalArgumentException e) {
      throw invalid("Cannot read the configuration file " + file + ": " + e.getMessage(), e);
    }
  }

  private void readVariable(String name, String text) {
    if (!name.startsWith(Setting.ENVIRONMENT_PREFIX) || LAUNCHER_VARIABLES.contains(name)) {
      return;
    }
    Setting setting =
        Setting.ofEnvironmentName(name)
            .orElseThrow(
                () ->
                    invalid(
                        "The environment variable "
                            + name
                            + " is not a setting of Azof; did you mean "
                            + NearestName.of(
                                name, Arrays.stream(Setting.values()).map(Setting::environmentName))
                            + "?",
                        null));
    put(setting, text, "in the environment variable " + name);
  }

  private void readKey(String key, String text, String source) {
    Setting setting =
        Setting.ofKey(key)
            .orElseThrow(
                () ->
                    invalid(
                        "The key \""
                            + key
                            + "\" "
                            + source
                            + " is not a setting of Azof; did you mean \""
                            + NearestName.of(key, Arrays.stream(Setting.values()).map(Setting::key))
                            + "\"?",
                        null));
    put(setting, text, source);
  }

  private void put(Setting setting, String text, String source) {
    String value = text.strip();
    if (value.isEmpty()) {
      throw invalid("The setting \"" + setting.key() + "\" " + source + " is empty", null);
    }
    if (!setting.isAuto(value)) {
      try {
        setting.type().parse(value);
      } catch (IllegalArgumentException e) {
        throw invalid(
            "The setting \""
                + setting.key()
                + "\" "
                + source
                + " is \""
                + value
                + "\"; it must be "
                + setting.type().description(),
            e);
      }
    }
    given.put(setting, new Given(value, source));
  }

  /** Whether somebody gave a value, so that it is not the default. */
  public boolean isGiven(Setting setting) {
    return given.containsKey(setting);
  }

  /**
   * The value as text, or its default.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} when there is neither
   */
  public String text(Setting setting) {
    Given value = given.get(setting);
    String text = value == null ? setting.defaultText() : value.text();
    if (text.isEmpty()) {
      throw invalid(
          "The setting \""
              + setting.key()
              + "\" is missing; give it on the command line, in the configuration file, or as "
              + setting.environmentName(),
          null);
    }
    return text;
  }

  /** Where the value was given, for messages: "in conf/azof.properties", "by default". */
  public String source(Setting setting) {
    Given value = given.get(setting);
    return value == null ? "by default" : value.source();
  }

  /** A setting that is a count or a port; empty when it is left to Azof. */
  public Optional<Integer> number(Setting setting) {
    return isAuto(setting) ? Optional.empty() : Optional.of(Math.toIntExact(parsed(setting)));
  }

  /** A setting that is a port or off; empty when it is off. */
  public Optional<Integer> port(Setting setting) {
    return Optional.of(Math.toIntExact(parsed(setting))).filter(port -> port >= 0);
  }

  /** A setting that names a file; empty when there is none. */
  public Optional<Path> file(Setting setting) {
    return optional(setting).map(Path::of);
  }

  /** A setting that is a text; empty when there is none. */
  public Optional<String> optional(Setting setting) {
    return Optional.of(text(setting)).filter(text -> !text.equals(Setting.NONE));
  }

  /** A setting that is a list, with commas in between; empty when there is none. */
  public List<String> list(Setting setting) {
    String text = text(setting);
    return text.equals(Setting.NONE)
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  /** A setting in bytes. */
  public long bytes(Setting setting) {
    return parsed(setting);
  }

  /** A setting that is a length of time. */
  public Duration duration(Setting setting) {
    return Duration.ofMillis(parsed(setting));
  }

  /** A setting that is off, or on. */
  public boolean isOn(Setting setting) {
    return parsed(setting) > 0;
  }

  /** Whether the value is left to Azof. */
  public boolean isAuto(Setting setting) {
    return setting.isAuto(text(setting));
  }

  private long parsed(Setting setting) {
    return setting.type().parse(text(setting));
  }

  private static AzofException invalid(String message, @Nullable Throwable cause) {
    return new AzofException(ErrorCode.ARGUMENT_INVALID, message, cause);
  }

  /** What a properties file says, in order of the keys; a key may stand in it once. */
  private static final class Entries extends Properties {
    private static final long serialVersionUID = 1L;
    private final transient Map<String, String> texts = new TreeMap<>();

    @Override
    public synchronized @Nullable Object put(Object key, Object value) {
      if (texts.put((String) key, (String) value) != null) {
        throw new IllegalArgumentException("the key \"" + key + "\" stands in it twice");
      }
      return null;
    }
  }
}
