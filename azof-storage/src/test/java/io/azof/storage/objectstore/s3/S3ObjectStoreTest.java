package io.azof.storage.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.storage.fixture.s3.FakeS3;
import io.azof.storage.objectstore.Listing.Entry;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.ObjectStoreContract;
import io.azof.storage.objectstore.StoredObject;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class S3ObjectStoreTest extends ObjectStoreContract {
  private final FakeS3 fake = new FakeS3("bucket");
  private final S3Settings settings =
      S3Settings.defaults().withEndpoint(fake.endpoint(), FakeS3.REGION);
  private final S3ObjectStore store = S3ObjectStore.open("s3://bucket/a lake", settings);

  @AfterEach
  void close() {
    store.close();
    fake.close();
  }

  @Override
  protected ObjectStore store() {
    return store;
  }

  @Test
  void saysWhereItIs() {
    assertThat(store.location()).isEqualTo("s3://bucket/a lake at " + fake.endpoint());
  }

  @Test
  void isThereWhenAnObjectLiesBelowItsPrefix() {
    assertThat(store.exists()).isFalse();
    store.createIfAbsent("a/b", bytes("x"));
    assertThat(store.exists()).isTrue();
  }

  @Test
  void aSmallReadIsOneRequest() {
    store.createIfAbsent("a", bytes("x"));
    fake.log().clear();
    store.read("a");
    store.readRange("a", 0, 10);
    store.read("absent");
    assertThat(fake.log().requests()).hasSize(3).allMatch(request -> request.startsWith("GET "));
  }

  @Test
  void anObjectThatIsAsItWasIsNotSentAgain() {
    store.createIfAbsent("a", bytes("content"));
    StoredObject known = store.read("a").orElseThrow();
    fake.log().clear();
    assertThat(store.refresh("a", known)).containsSame(known);
    assertThat(fake.log().entries()).extracting(entry -> entry.status()).containsExactly(304);
    store.replaceIfMatch("a", bytes("changed"), known.tag());
    assertThat(store.refresh("a", known).orElseThrow().content()).isEqualTo(bytes("changed"));
    store.delete("a");
    assertThat(store.refresh("a", known)).isEmpty();
  }

  @Test
  void aListingOfManyPagesIsWhole() {
    fake.pageKeysMax(3);
    IntStream.range(10, 20).forEach(i -> store.createIfAbsent("t/" + i, bytes("x")));
    IntStream.range(10, 20).forEach(i -> store.createIfAbsent("t/f" + i + "/x", bytes("x")));
    assertThat(store.list("t").objects())
        .extracting(Entry::name)
        .containsExactlyElementsOf(IntStream.range(10, 20).mapToObj(Integer::toString).toList());
    assertThat(store.list("t").folders()).hasSize(10);
  }

  @Test
  void refusesAnAddressThatIsNone() {
    for (String uri : new String[] {"s3://", "s3:bucket", "s3://b?c/d", "s3://bucket/a//b"}) {
      assertThatThrownBy(() -> S3ObjectStore.open(uri, settings))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
