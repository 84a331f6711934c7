package io.azof.storage.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class JoinedKeyTest {
  @Test
  void joinsTextsByBars() {
    assertThat(JoinedKey.of(List.of("NL", "2024", ""))).isEqualTo("NL|2024|");
    assertThat(JoinedKey.of(List.of("a|b", "c\\"))).isEqualTo("a\\|b|c\\\\");
  }

  @Test
  void givesTheTextsBackThatWereJoined() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Map<String, List<String>> known = new HashMap<>();
    for (int round = 0; round < 20_000; round++) {
      List<String> parts = new ArrayList<>();
      for (int i = 2 + random.nextInt(2); i > 0; i--) {
        StringBuilder part = new StringBuilder();
        for (int length = random.nextInt(4); length > 0; length--) {
          part.append("|\\aé".charAt(random.nextInt(4)));
        }
        parts.add(part.toString());
      }
      String key = JoinedKey.of(parts);
      assertThat(JoinedKey.parts(key)).as("seed %d", seed).isEqualTo(parts);
      assertThat(known.getOrDefault(key, parts)).as("seed %d", seed).isEqualTo(parts);
      known.put(key, parts);
    }
  }
}
