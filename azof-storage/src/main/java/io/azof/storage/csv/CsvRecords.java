package io.azof.storage.csv;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The records of a CSV file, as RFC 4180 has them: fields parted by a delimiter, lines ended by LF
 * or CRLF, quotes around a field that holds any of these, doubled within. Empty lines are passed
 * over, and so is a byte order mark.
 *
 * <p>A record whose quotes are not as the RFC has them has a {@link #fault}; the next one starts
 * behind the end of the line that the fault is on. Fields are read where they lie, without a copy:
 * {@link #bytes}, {@link #from} and {@link #to} hold until the next record.
 */
public final class CsvRecords implements AutoCloseable {
  private static final byte QUOTE = '"';
  private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

  private final String name;
  private final RecordBuffer buffer;
  private final byte delimiter;
  private final boolean[] endsPlain;
  private final boolean[] isQuote = oneOf((char) QUOTE);
  private final boolean[] isLineFeed = oneOf('\n');
  private final CsvFields fields = new CsvFields();

  private long line = 1;
  private long recordLine = 1;
  private int recordBytes;
  private @Nullable String fault;

  /**
   * @param name what to call the file in an error
   * @param in closed together with this
   * @param delimiter an ASCII character, neither a quote nor a line end
   * @throws AzofException {@code ARGUMENT_INVALID} for a file of another encoding
   */
  CsvRecords(String name, InputStream in, char delimiter) {
    if (delimiter >= 128 || delimiter == QUOTE || delimiter == '\n' || delimiter == '\r') {
      throw new IllegalArgumentException("\"" + delimiter + "\" cannot part fields");
    }
    this.name = name;
    this.buffer = new RecordBuffer(name, in);
    this.delimiter = (byte) delimiter;
    this.endsPlain = oneOf(delimiter, (char) QUOTE, '\n', '\r');
    skipByteOrderMark();
  }

  private static boolean[] oneOf(char... bytes) {
    boolean[] stops = new boolean[256];
    for (char next : bytes) {
      stops[next] = true;
    }
    return stops;
  }

  /**
   * Opens a file; the receiver closes it.
   *
   * @param name what to call the file in an error
   * @param delimiter an ASCII character, neither a quote nor a line end
   * @throws AzofException {@code ARGUMENT_INVALID} when there is no such file or it is of another
   *     encoding, {@code STORE_FAILED} when it cannot be read
   */
  public static CsvRecords open(Path file, String name, char delimiter) {
    InputStream in;
    try {
      in = Files.newInputStream(file);
    } catch (NoSuchFileException e) {
      throw new AzofException(ErrorCode.ARGUMENT_INVALID, "There is no file " + file, e);
    } catch (IOException e) {
      throw RecordBuffer.failed(name, e);
    }
    try {
      return new CsvRecords(name, in, delimiter);
    } catch (RuntimeException e) {
      try {
        in.close();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private void skipByteOrderMark() {
    int first = buffer.peek();
    if ((first == 0xFE || first == 0xFF) && first + buffer.peekSecond() == 0xFE + 0xFF) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID, name + " is written in UTF-16; it must be in UTF-8");
    }
    if (first == BYTE_ORDER_MARK[0] && buffer.peekSecond() == BYTE_ORDER_MARK[1]) {
      buffer.skip();
      if (buffer.peekSecond() == BYTE_ORDER_MARK[2]) {
        buffer.skip();
        buffer.skip();
      } else {
        throw new AzofException(
            ErrorCode.ARGUMENT_INVALID, name + " starts with bytes that are not UTF-8");
      }
    }
  }

  /** The line on which the record starts, from 1 on. */
  public long recordLine() {
    return recordLine;
  }

  /** What is wrong with the record, as the end of a sentence about it; null when nothing is. */
  public @Nullable String fault() {
    return fault;
  }

  /** How many fields the record has, at least one, unless it has a {@link #fault}. */
  public int fieldCount() {
    return fields.count();
  }

  /** Whether a field is empty and has no quotes. */
  public boolean isNull(int field) {
    return fields.isNull(field);
  }

  /** What {@link #from} and {@link #to} of the field are positions in. Not to be changed. */
  public byte[] bytes(int field) {
    return fields.isUnescaped(field) ? fields.unescaped() : buffer.bytes();
  }

  /** Where the field starts, without the quote around it. */
  public int from(int field) {
    int start = fields.start(field);
    return fields.isUnescaped(field) ? start : buffer.position(start);
  }

  /** The position behind the field's last byte. */
  public int to(int field) {
    int end = fields.end(field);
    return fields.isUnescaped(field) ? end : buffer.position(end);
  }

  /** The field as a text; what is not UTF-8 in it becomes U+FFFD. */
  public String text(int field) {
    return new String(bytes(field), from(field), to(field) - from(field), StandardCharsets.UTF_8);
  }

  /** Whether all of the record is UTF-8. */
  public boolean isUtf8() {
    int start = buffer.position(0);
    return buffer.isAscii() || Utf8.isValid(buffer.bytes(), start, start + recordBytes);
  }

  /** Whether the field is UTF-8. */
  public boolean isUtf8(int field) {
    return Utf8.isValid(bytes(field), from(field), to(field));
  }

  /** The record as it stands in the file, without its line end; what is not UTF-8 as U+FFFD. */
  public String recordText() {
    return new String(buffer.bytes(), buffer.position(0), recordBytes, StandardCharsets.UTF_8);
  }

  /** How many bytes of the file have been passed, this record included. */
  public long bytesPassed() {
    return buffer.bytesPassed();
  }

  /**
   * Reads the next record.
   *
   * @return false at the end of the file
   * @throws AzofException {@code ARGUMENT_INVALID} for a quote that is never closed, {@code
   *     STORE_FAILED} when the file cannot be read
   */
  public boolean next() {
    buffer.startRecord();
    int first = buffer.peek();
    while (isLineEnd(first)) {
      endLine(first);
      buffer.startRecord();
      first = buffer.peek();
    }
    if (first == RecordBuffer.END) {
      return false;
    }
    recordLine = line;
    fault = null;
    fields.clear();
    boolean more = first == QUOTE ? quoted() : plain();
    while (more) {
      more = buffer.peek() == QUOTE ? quoted() : plain();
    }
    return true;
  }

  /** Reads a field without quotes; returns whether another one follows. */
  private boolean plain() {
    int start = buffer.offset();
    if (buffer.skipTo(endsPlain) && buffer.peek() == QUOTE) {
      return faulty("has a quote within a field that does not start with one");
    }
    fields.add(start, buffer.offset(), false);
    return passEnd();
  }

  /** Reads a field in quotes; returns whether another one follows. */
  private boolean quoted() {
    buffer.skip();
    int start = buffer.offset();
    boolean doubled = false;
    while (true) {
      if (!buffer.skipTo(isQuote)) {
        throw new AzofException(
            ErrorCode.ARGUMENT_INVALID,
            name + ", line " + recordLine + ": " + place() + " has a quote that is never closed");
      }
      buffer.skip();
      if (buffer.peek() != QUOTE) {
        break;
      }
      doubled = true;
      buffer.skip();
    }
    int end = buffer.offset() - 1;
    countLines(start, end);
    int next = buffer.peek();
    if (next != delimiter && next != RecordBuffer.END && next != '\r' && next != '\n') {
      return faulty("goes on after its closing quote");
    }
    fields.add(start, end, true);
    if (doubled) {
      fields.unescape(buffer.bytes(), buffer.position(0));
    }
    return passEnd();
  }

  private void countLines(int start, int end) {
    byte[] bytes = buffer.bytes();
    int to = buffer.position(end);
    for (int i = buffer.position(start); i < to; i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
  }

  /** Passes what ends the field that was added last; returns whether another one follows. */
  private boolean passEnd() {
    int next = buffer.peek();
    if (next == delimiter) {
      buffer.skip();
      return true;
    }
    if (next != RecordBuffer.END && !isLineEnd(next)) {
      fields.removeLast();
      return faulty("has a carriage return that ends no line");
    }
    recordBytes = buffer.offset();
    endLine(next);
    return false;
  }

  /** Whether a line feed is here, or a carriage return that belongs to a line end. */
  private boolean isLineEnd(int next) {
    if (next == '\r') {
      int second = buffer.peekSecond();
      return second == '\n' || second == RecordBuffer.END;
    }
    return next == '\n';
  }

  /** Passes a line end; {@code next} is the byte here. */
  private void endLine(int next) {
    int last = next;
    if (last == '\r') {
      buffer.skip();
      last = buffer.peek();
    }
    if (last == '\n') {
      buffer.skip();
      line++;
    }
  }

  private boolean faulty(String what) {
    fault = place() + " " + what;
    buffer.skipTo(isLineFeed);
    int end = buffer.offset();
    boolean hasReturn = end > 0 && buffer.bytes()[buffer.position(end - 1)] == '\r';
    recordBytes = hasReturn ? end - 1 : end;
    endLine(buffer.peek());
    return false;
  }

  private String place() {
    return "field " + (fields.count() + 1);
  }

  @Override
  public void close() {
    buffer.close();
  }
}
