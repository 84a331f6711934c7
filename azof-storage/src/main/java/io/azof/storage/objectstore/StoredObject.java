package io.azof.storage.objectstore;

/**
 * The content of an object and the tag that it had then.
 *
 * @param content the bytes; the receiver's own
 * @param tag changes whenever the content does; opaque, for {@link ObjectStore#replaceIfMatch}
 * @param edition changes when the object is written, even with the same content, as finely as the
 *     store tells; opaque
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record StoredObject(byte[] content, String tag, String edition) {}
