package io.azof.cli;

import java.util.ArrayList;
import java.util.List;

/** Reads RFC 4180 back, independently of what wrote it. */
final class Csv {
  /** Stands for a field that is empty without quotes. */
  static final String NULL = "\0";

  private Csv() {}

  static List<List<String>> parse(String text) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      StringBuilder field = new StringBuilder();
      boolean quoted = text.charAt(at) == '"';
      if (quoted) {
        at++;
        while (text.charAt(at) != '"' || text.startsWith("\"\"", at)) {
          at += text.charAt(at) == '"' ? 1 : 0;
          field.append(text.charAt(at++));
        }
        at++;
      } else {
        while (text.charAt(at) != ',' && text.charAt(at) != '\n') {
          field.append(text.charAt(at++));
        }
      }
      row.add(quoted || field.length() > 0 ? field.toString() : NULL);
      if (text.charAt(at++) == '\n') {
        rows.add(row);
        row = new ArrayList<>();
      }
    }
    return rows;
  }
}
