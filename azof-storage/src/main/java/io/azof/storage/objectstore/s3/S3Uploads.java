package io.azof.storage.objectstore.s3;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Writes. Those with a condition are asked for once, but for one answer: "conflict", which says
 * that nothing was done. An object out of a file has a name that nobody else chooses, so it may be
 * asked for again: when it is there, with the same bytes, an earlier try has made it.
 */
final class S3Uploads {
  /** A file above this is sent in parts. */
  static final long SINGLE_BYTES_MAX = 64L << 20;

  private static final long PART_BYTES_MIN = 16L << 20;
  private static final int PARTS_MAX = 10_000;
  private static final int PARTS_AT_ONCE = 4;
  private static final String ANY = "*";

  private final S3Location location;
  private final S3Clients clients;
  private final S3Errors errors;
  private final ContentComparison existing;

  /** Whether an object has the bytes of a file. */
  @FunctionalInterface
  interface ContentComparison {
    boolean isSame(String key, Path file);
  }

  S3Uploads(S3Location location, S3Clients clients, S3Errors errors, ContentComparison existing) {
    this.location = location;
    this.clients = clients;
    this.errors = errors;
    this.existing = existing;
  }

  Optional<String> createIfAbsent(String key, byte[] content) {
    PutObjectRequest request = request(key, content).ifNoneMatch(ANY).build();
    S3Call<String> put = putOnce(key, request, content);
    return put.hasStatus(412) ? Optional.empty() : Optional.of(put.value());
  }

  Optional<String> replaceIfMatch(String key, byte[] content, String tag) {
    PutObjectRequest request = request(key, content).ifMatch(tag).build();
    S3Call<String> put = putOnce(key, request, content);
    return put.hasStatus(412) || put.isAbsent() ? Optional.empty() : Optional.of(put.value());
  }

  private S3Call<String> putOnce(String key, PutObjectRequest request, byte[] content) {
    for (int tries = 1; ; tries++) {
      S3Call<String> put =
          call(
              key,
              () ->
                  clients
                      .single()
                      .putObject(request, AsyncRequestBody.fromBytesUnsafe(content))
                      .thenApply(answer -> answer.eTag()));
      if (!put.hasStatus(409) || tries == S3Pauses.TRIES_MAX) {
        return put;
      }
      S3Pauses.pauseAfter(tries);
    }
  }

  boolean createFromFile(String key, Path file) {
    try {
      long bytes = Files.size(file);
      if (bytes > SINGLE_BYTES_MAX) {
        return createInParts(key, file, bytes);
      }
      byte[] content = Files.readAllBytes(file);
      PutObjectRequest request = request(key, content).ifNoneMatch(ANY).build();
      return repeat(key, file, () -> putOnce(key, request, content));
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.STORE_FAILED, "Cannot read \"" + file + "\": " + e.getMessage(), e);
    }
  }

  /** Tries until it is known whether the object is there, or until it is too often. */
  private boolean repeat(String key, Path file, Supplier<S3Call<String>> create) {
    boolean mayBeMade = false;
    for (int tries = 1; ; tries++) {
      S3Call<String> made = create.get();
      if (made.hasStatus(412) || (mayBeMade && made.isAbsent())) {
        return mayBeMade && existing.isSame(key, file);
      }
      if (!made.isAmbiguous() || tries == S3Pauses.TRIES_MAX) {
        made.value();
        return true;
      }
      mayBeMade = true;
      S3Pauses.pauseAfter(tries);
    }
  }

  private boolean createInParts(String key, Path file, long bytes) {
    String name = location.name(key);
    String upload =
        call(
                key,
                () ->
                    clients
                        .repeating()
                        .createMultipartUpload(r -> r.bucket(location.bucket()).key(name)))
            .value()
            .uploadId();
    boolean made = false;
    try {
      List<CompletedPart> parts = uploadParts(key, file, bytes, upload);
      made = repeat(key, file, () -> complete(key, upload, parts));
      return made;
    } finally {
      if (!made) {
        abort(key, upload);
      }
    }
  }

  private List<CompletedPart> uploadParts(String key, Path file, long bytes, String upload) {
    long partBytes = Math.max(PART_BYTES_MIN, (bytes + PARTS_MAX - 1) / PARTS_MAX);
    List<CompletedPart> parts = new ArrayList<>();
    long at = 0;
    while (at < bytes) {
      List<CompletableFuture<CompletedPart>> sent = new ArrayList<>();
      for (int i = 0; i < PARTS_AT_ONCE && at < bytes; i++) {
        long length = Math.min(partBytes, bytes - at);
        sent.add(sendPart(key, file, upload, parts.size() + sent.size() + 1, at, length));
        at += length;
      }
      CompletableFuture<Void> all = CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new));
      call(key, () -> all.thenApply(done -> true)).value();
      sent.forEach(part -> parts.add(part.join()));
    }
    return parts;
  }

  private CompletableFuture<CompletedPart> sendPart(
      String key, Path file, String upload, int number, long from, long length) {
    AsyncRequestBody body =
        AsyncRequestBody.fromFile(
            config -> config.path(file).position(from).numBytesToRead(length));
    return clients
        .repeating()
        .uploadPart(
            r ->
                r.bucket(location.bucket())
                    .key(location.name(key))
                    .uploadId(upload)
                    .partNumber(number),
            body)
        .thenApply(answer -> part(number, answer.eTag()));
  }

  private static CompletedPart part(int number, String tag) {
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  private S3Call<String> complete(String key, String upload, List<CompletedPart> parts) {
    return call(
        key,
        () ->
            clients
                .single()
                .completeMultipartUpload(
                    r ->
                        r.bucket(location.bucket())
                            .key(location.name(key))
                            .uploadId(upload)
                            .multipartUpload(all -> all.parts(parts))
                            .ifNoneMatch(ANY))
                .thenApply(answer -> answer.eTag()));
  }

  /** Gives the parts back that were sent; what has failed before is the error, not this. */
  private void abort(String key, String upload) {
    call(
        key,
        () ->
            clients
                .repeating()
                .abortMultipartUpload(
                    r -> r.bucket(location.bucket()).key(location.name(key)).uploadId(upload)));
  }

  private PutObjectRequest.Builder request(String key, byte[] content) {
    return PutObjectRequest.builder()
        .bucket(location.bucket())
        .key(location.name(key))
        .checksumCRC32(crc32(content));
  }

  private <T> S3Call<T> call(String key, Supplier<CompletableFuture<T>> request) {
    return S3Call.run(errors, S3Action.WRITE, key, request);
  }

  private static String crc32(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    byte[] bigEndian = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
    return Base64.getEncoder().encodeToString(bigEndian);
  }
}
