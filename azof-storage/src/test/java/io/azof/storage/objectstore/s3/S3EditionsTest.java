package io.azof.storage.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class S3EditionsTest {
  private static final String WRITTEN = "Sun, 22 Nov 2026 16:38:36 GMT";

  private final S3Editions editions = new S3Editions();

  @Test
  void theTimeOfWritingTellsOnceItsSecondIsOver() {
    assertThat(editions.of(WRITTEN, Optional.of("Sun, 22 Nov 2026 16:38:37 GMT")))
        .isEqualTo(WRITTEN);
  }

  @Test
  void whatIsReadInTheSecondInWhichItWasWrittenIsAnEditionOfItsOwn() {
    String first = editions.of(WRITTEN, Optional.of(WRITTEN));
    assertThat(first).isNotEqualTo(WRITTEN);
    assertThat(editions.of(WRITTEN, Optional.of(WRITTEN))).isNotEqualTo(first);
  }

  @Test
  void aServiceThatDoesNotSayWhenItAnsweredIsTakenByItsWord() {
    assertThat(editions.of(WRITTEN, Optional.empty())).isEqualTo(WRITTEN);
    assertThat(editions.of("yesterday", Optional.of(WRITTEN))).isEqualTo("yesterday");
    assertThat(editions.of(WRITTEN, Optional.of("today"))).isEqualTo(WRITTEN);
  }
}
