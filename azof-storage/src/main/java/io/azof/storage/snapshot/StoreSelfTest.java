package io.azof.storage.snapshot;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether a store keeps the two conditions on which commits rest: create only if absent, replace
 * only if it matches. There are stores that take such a request and ignore its condition; with them
 * two writers would overwrite each other. Tried once per instance, before the first write, on
 * objects of its own beside the tables, which it removes. Safe for use by many threads.
 */
public final class StoreSelfTest {
  private static final byte[] FIRST = "first".getBytes(StandardCharsets.UTF_8);
  private static final byte[] SECOND = "second".getBytes(StandardCharsets.UTF_8);

  private final ObjectStore store;
  private final Supplier<String> ids;
  private boolean passed;

  /**
   * @param ids gives a new id at each call, fit for the name of an object
   */
  public StoreSelfTest(ObjectStore store, Supplier<String> ids) {
    this.store = store;
    this.ids = ids;
  }

  /**
   * @throws AzofException {@code UNSUPPORTED} when the store ignores a condition: it can be read,
   *     and must not be written; {@code STORE_FAILED} when the test cannot be made
   */
  public synchronized void requireConditionalWrites() {
    if (passed) {
      return;
    }
    String id = ids.get();
    String present = "azof-self-test-" + id + "-present";
    String absent = "azof-self-test-" + id + "-absent";
    try {
      tryConditions(present, absent);
    } catch (AzofException e) {
      try {
        cleanUp(present, absent);
      } catch (AzofException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
    cleanUp(present, absent);
    passed = true;
  }

  private void cleanUp(String present, String absent) {
    store.delete(present);
    store.delete(absent);
  }

  private void tryConditions(String present, String absent) {
    String firstTag =
        store
            .createIfAbsent(present, FIRST)
            .or(() -> tagOfMine(present))
            .orElseThrow(() -> fails("does not create an object that is absent"));
    require(
        store.createIfAbsent(present, SECOND).isEmpty() && holds(present, FIRST),
        "creates an object that exists");
    store.replaceIfMatch(present, SECOND, firstTag); // may be sent twice as well, and say no
    require(holds(present, SECOND), "does not replace an object whose tag matches");
    require(
        store.replaceIfMatch(present, FIRST, firstTag).isEmpty() && holds(present, SECOND),
        "replaces an object whose tag does not match");
    require(
        store.replaceIfMatch(absent, FIRST, firstTag).isEmpty() && store.read(absent).isEmpty(),
        "replaces an object that does not exist");
  }

  /**
   * A request that was not answered may have been sent again, and the second one refused because
   * the first took effect. No other test has an object of that name.
   */
  private Optional<String> tagOfMine(String present) {
    return store
        .read(present)
        .filter(object -> Arrays.equals(object.content(), FIRST))
        .map(StoredObject::tag);
  }

  private boolean holds(String key, byte[] content) {
    Optional<StoredObject> object = store.read(key);
    return object.isPresent() && Arrays.equals(object.get().content(), content);
  }

  private void require(boolean holds, String fault) {
    if (!holds) {
      throw fails(fault);
    }
  }

  private AzofException fails(String fault) {
    return new AzofException(
        ErrorCode.UNSUPPORTED,
        "The store "
            + store.location()
            + " "
            + fault
            + ", so commits would not be safe in it; it can only be read");
  }
}
