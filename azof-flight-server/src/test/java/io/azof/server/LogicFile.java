package io.azof.server;

import io.azof.server.LogicRecord.Sort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import net.hydromatic.sqllogictest.Main;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of SQLite's sqllogictest out of {@code net.hydromatic:sql-logic-test}. Of a record
 * that is for some databases only, those that are not Azof's are left out: {@code onlyif} names
 * others, {@code skipif} too.
 */
final class LogicFile {
  private final String name;
  private final BufferedReader lines;
  private int lineNumber;

  private LogicFile(String name, BufferedReader lines) {
    this.name = name;
    this.lines = lines;
  }

  /** The first records of a file. */
  static List<LogicRecord> records(String name, int countMax) throws IOException {
    try (InputStream file =
            Objects.requireNonNull(Main.class.getResourceAsStream("/test/" + name), name);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      return new LogicFile(name, lines).read(countMax);
    }
  }

  private List<LogicRecord> read(int countMax) throws IOException {
    List<LogicRecord> records = new ArrayList<>();
    for (List<String> block = block(); block != null; block = block()) {
      if (block.isEmpty() || block.get(0).startsWith("onlyif")) {
        continue;
      }
      int first = 0;
      while (block.get(first).startsWith("skipif")) {
        first++;
      }
      List<String> record = block.subList(first, block.size());
      String[] words = record.get(0).split(" ", -1);
      if (words[0].equals("halt") || records.size() == countMax) {
        break;
      }
      if (words[0].equals("statement")) {
        records.add(
            new LogicRecord(
                place(block),
                String.join("\n", record.subList(1, record.size())),
                "",
                Sort.NOSORT,
                words[1].equals("ok"),
                List.of()));
      } else if (words[0].equals("query")) {
        records.add(query(place(block), words, record));
      }
    }
    return records;
  }

  private static LogicRecord query(String place, String[] words, List<String> record) {
    int end = record.indexOf("----");
    int sqlEnd = end < 0 ? record.size() : end;
    return new LogicRecord(
        place,
        String.join("\n", record.subList(1, sqlEnd)),
        words[1],
        words.length > 2 ? Sort.valueOf(words[2].toUpperCase(Locale.ROOT)) : Sort.NOSORT,
        true,
        end < 0 ? List.of() : List.copyOf(record.subList(end + 1, record.size())));
  }

  private String place(List<String> block) {
    return name + ":" + (lineNumber - block.size());
  }

  /** Lines up to an empty one, without comments; null at the end. */
  private @Nullable List<String> block() throws IOException {
    List<String> block = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      lineNumber++;
      if (line.isBlank()) {
        return block;
      }
      if (!line.startsWith("#")) {
        block.add(line);
      }
    }
    return block.isEmpty() ? null : block;
  }
}
