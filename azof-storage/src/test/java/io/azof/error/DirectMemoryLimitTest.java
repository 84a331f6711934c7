package io.azof.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DirectMemoryLimitTest {
  @Test
  void theVirtualMachinesLimitIsKnownByItsWords() {
    OutOfMemoryError error =
        new OutOfMemoryError(
            "Cannot reserve 4194304 bytes of direct buffer memory (allocated: 1, limit: 2)");
    assertThat(DirectMemoryLimit.isReachedBy(error)).isTrue();
    AzofException explained = DirectMemoryLimit.explained(error);
    assertThat(explained.code()).isEqualTo(ErrorCode.LIMIT_REACHED);
    assertThat(explained)
        .hasMessageContaining("outside of the heap")
        .hasMessageContaining("-XX:MaxDirectMemorySize")
        .hasCause(error);
  }

  @Test
  void nettysLimitIsKnownAndThatOfTheHeapIsAnotherOne() {
    assertThat(
            DirectMemoryLimit.isReachedBy(
                new OutOfMemoryError(
                    "failed to allocate 4194304 byte(s) of direct memory (used: 1, max: 2)")))
        .isTrue();
    assertThat(DirectMemoryLimit.isReachedBy(new OutOfMemoryError("Java heap space"))).isFalse();
    assertThat(DirectMemoryLimit.isReachedBy(new OutOfMemoryError())).isFalse();
  }
}
