package io.azof.storage.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.fixture.s3.FakeS3;
import io.azof.storage.objectstore.s3.S3ObjectStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whether S3, or what calls itself so, may be written. */
final class S3SelfTestTest {
  private final FakeS3 fake = new FakeS3("bucket");
  private final S3ObjectStore store = S3ObjectStore.open("s3://bucket/lake", fake.settings());
  private final StoreSelfTest selfTest = new StoreSelfTest(store, () -> "id");

  @AfterEach
  void close() {
    store.close();
    fake.close();
  }

  @Test
  void aServiceThatKeepsConditionsMayBeWritten() {
    selfTest.requireConditionalWrites();
    assertThat(fake.keys("bucket")).isEmpty();
  }

  @Test
  void aServiceThatIgnoresConditionsIsRefused() {
    fake.conditionsHold(false);
    assertThatThrownBy(selfTest::requireConditionalWrites)
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
        .hasMessage(
            "The store s3://bucket/lake at "
                + fake.endpoint()
                + " creates an object that exists, so commits would not be safe in it; it can only"
                + " be read");
    assertThat(fake.keys("bucket")).isEmpty();
  }
}
