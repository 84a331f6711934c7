package io.azof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

final class DirectMemoryTest {
  @Test
  void columnDataMayTakeMoreThanTheHeap() {
    Properties properties = new Properties();
    DirectMemory.allow(1L << 30, properties);
    assertThat(properties)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "io.netty.maxDirectMemory",
                Long.toString((1L << 30) + (256L << 20) + (128L << 20)),
                "io.netty.tryReflectionSetAccessible",
                "true"));
  }

  @Test
  void whatSomebodyHasSetStays() {
    Properties properties = new Properties();
    properties.setProperty(DirectMemory.LIMIT, "5");
    DirectMemory.allow(1L << 30, properties);
    assertThat(properties).containsEntry(DirectMemory.LIMIT, "5");
  }
}
