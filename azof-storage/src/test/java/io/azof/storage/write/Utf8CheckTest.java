package io.azof.storage.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.util.Text;
import org.junit.jupiter.api.Test;

final class Utf8CheckTest {

  @Test
  void agreesWithJavaOnAnyBytes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[][] parts = {
      {'a'},
      {(byte) 0xC3, (byte) 0xA9},
      {(byte) 0xE2, (byte) 0x82, (byte) 0xAC},
      {(byte) 0xF0, (byte) 0x9F, (byte) 0xA6, (byte) 0x86},
      {(byte) 0xED, (byte) 0x9F, (byte) 0xBF}
    };
    for (int i = 0; i < 50_000; i++) {
      ByteBuffer bytes = ByteBuffer.allocate(32);
      for (int part = random.nextInt(5); part > 0; part--) {
        bytes.put(parts[random.nextInt(parts.length)]);
      }
      int changes = random.nextInt(3);
      for (int change = 0; change < changes && bytes.position() > 0; change++) {
        bytes.put(random.nextInt(bytes.position()), (byte) random.nextInt(256));
      }
      byte[] text = new byte[bytes.position()];
      bytes.flip().get(text);
      assertThat(Utf8Check.isValid(text)).as("seed %d, round %d", seed, i).isEqualTo(decodes(text));
    }
  }

  @Test
  void findsTheFirstRowThatIsNotUtf8() {
    try (RootAllocator allocator = new RootAllocator();
        VarCharVector texts = new VarCharVector("texts", allocator)) {
      texts.allocateNew();
      for (int row = 0; row < 20; row++) {
        texts.setSafe(row, new Text(row % 5 == 0 ? "ü" : "plain text"));
      }
      texts.setNull(7);
      texts.setSafe(11, new byte[] {(byte) 0xFF});
      texts.setSafe(13, new byte[] {(byte) 0xFF});
      texts.setValueCount(20);
      assertThat(Utf8Check.firstInvalid(texts, 20)).isEqualTo(11);
      assertThat(Utf8Check.firstInvalid(texts, 11)).isEqualTo(11);
      assertThat(Utf8Check.firstInvalid(texts, 0)).isZero();
    }
  }

  private static boolean decodes(byte[] text) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
