package io.azof.storage.csv;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * A field of a record, as it stands in the file.
 *
 * @param bytes without the quotes around it and those doubled within
 * @param quoted whether it stood in quotes: an empty one without is a null
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CsvField(byte[] bytes, boolean quoted) {

  boolean isNull() {
    return bytes.length == 0 && !quoted;
  }

  /**
   * @throws CharacterCodingException when it is not UTF-8
   */
  String text() throws CharacterCodingException {
    return StandardCharsets.UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT)
        .decode(ByteBuffer.wrap(bytes))
        .toString();
  }
}
