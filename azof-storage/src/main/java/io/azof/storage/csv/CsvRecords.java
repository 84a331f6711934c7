package io.azof.storage.csv;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The records of a CSV file, as RFC 4180 has them: fields parted by commas, lines ended by LF or
 * CRLF, quotes around a field that holds any of these, doubled within. Empty lines are passed over,
 * and so is a byte order mark.
 */
final class CsvRecords implements AutoCloseable {
  /** Longer than any real value: a quote is missing. */
  private static final int FIELD_BYTES_MAX = 16 << 20;

  private static final int END = -1;
  private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

  private final String name;
  private final BufferedInputStream bytes;
  private final ByteArrayOutputStream field = new ByteArrayOutputStream();
  private long line = 1;
  private long recordLine = 1;

  /**
   * @param name what to call the file in an error
   * @param bytes closed together with this
   */
  CsvRecords(String name, InputStream bytes) throws IOException {
    this.name = name;
    this.bytes = new BufferedInputStream(bytes, 1 << 16);
    skipByteOrderMark();
  }

  /** The line on which the record starts that was read last, from 1 on. */
  long recordLine() {
    return recordLine;
  }

  /**
   * Reads the next record.
   *
   * @return its fields, at least one; empty at the end of the file
   * @throws AzofException {@code ARGUMENT_INVALID} for quotes that are not as the RFC has them
   */
  Optional<List<CsvField>> next() throws IOException {
    int first = bytes.read();
    while (first == '\n' || (first == '\r' && peek() == '\n')) {
      line += first == '\n' ? 1 : 0;
      first = bytes.read();
    }
    if (first == END) {
      return Optional.empty();
    }
    recordLine = line;
    List<CsvField> fields = new ArrayList<>();
    int end = first == '"' ? quoted(fields) : plain(fields, first);
    while (end == ',') {
      int start = bytes.read();
      end = start == '"' ? quoted(fields) : plain(fields, start);
    }
    return Optional.of(fields);
  }

  /** Reads the rest of a field without quotes; returns the comma or line end behind it. */
  private int plain(List<CsvField> fields, int first) throws IOException {
    field.reset();
    int next = first;
    while (next != ',' && next != END && next != '\n') {
      if (next == '"') {
        throw invalid(fields, "has a quote within a field that does not start with one");
      }
      if (next == '\r') {
        if (peek() != '\n' && peek() != END) {
          throw invalid(fields, "has a carriage return that ends no line");
        }
      } else {
        append(fields, next);
      }
      next = bytes.read();
    }
    return ended(fields, false, next);
  }

  /** Reads the rest of a field in quotes; returns the comma or line end behind it. */
  private int quoted(List<CsvField> fields) throws IOException {
    field.reset();
    while (true) {
      int next = bytes.read();
      if (next == END) {
        throw invalid(fields, "has a quote that is never closed");
      }
      if (next == '"') {
        next = bytes.read();
        if (next == '\r' && peek() == '\n') {
          next = bytes.read();
        }
        if (next == ',' || next == END || next == '\n') {
          return ended(fields, true, next);
        }
        if (next != '"') {
          throw invalid(fields, "goes on after its closing quote");
        }
      }
      line += next == '\n' ? 1 : 0;
      append(fields, next);
    }
  }

  private int ended(List<CsvField> fields, boolean quoted, int end) {
    fields.add(new CsvField(field.toByteArray(), quoted));
    line += end == '\n' ? 1 : 0;
    return end;
  }

  private void append(List<CsvField> fields, int next) {
    if (field.size() == FIELD_BYTES_MAX) {
      throw invalid(fields, "is longer than " + FIELD_BYTES_MAX + " bytes; a quote may be missing");
    }
    field.write(next);
  }

  private int peek() throws IOException {
    bytes.mark(1);
    int next = bytes.read();
    bytes.reset();
    return next;
  }

  private void skipByteOrderMark() throws IOException {
    bytes.mark(BYTE_ORDER_MARK.length);
    for (int expected : BYTE_ORDER_MARK) {
      if (bytes.read() != expected) {
        bytes.reset();
        return;
      }
    }
  }

  private AzofException invalid(List<CsvField> before, String fault) {
    return new AzofException(
        ErrorCode.ARGUMENT_INVALID,
        name + ", line " + recordLine + ": field " + (before.size() + 1) + " " + fault);
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
