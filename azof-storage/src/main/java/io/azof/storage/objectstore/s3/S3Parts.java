package io.azof.storage.objectstore.s3;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.objectstore.Download;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Ranges of objects into files. A part whose connection breaks goes on where it stopped, and only
 * while the object has the same tag.
 */
final class S3Parts {
  private static final int BUFFER_BYTES = 256 << 10;

  private final S3Location location;
  private final S3AsyncClient client;
  private final S3Errors errors;

  S3Parts(S3Location location, S3AsyncClient client, S3Errors errors) {
    this.location = location;
    this.client = client;
    this.errors = errors;
  }

  /**
   * Bytes {@code [from, to)} of an object and where they go.
   *
   * @param tag of the object; empty: not known yet
   * @param objectBytes how long the whole object is
   * @param channel of the file, which stays the caller's
   */
  record Part(
      String key,
      Optional<String> tag,
      long objectBytes,
      long from,
      long to,
      Path file,
      FileChannel channel) {
    Part between(long newFrom, long newTo) {
      return new Part(key, tag, objectBytes, newFrom, newTo, file, channel);
    }

    Part withTag(String newTag) {
      return new Part(key, Optional.of(newTag), objectBytes, from, to, file, channel);
    }
  }

  /**
   * A part that has been copied.
   *
   * @param tag of the object then; empty: there was none
   */
  record Copied(String tag, int requests) {
    static final Copied ABSENT = new Copied("", 1);

    boolean isAbsent() {
      return tag.isEmpty();
    }
  }

  /** Copies a part that has been asked for already; the stream stays the caller's. */
  Copied copy(ResponseInputStream<GetObjectResponse> stream, Part first) {
    long at = transfer(stream, first, 0);
    return at < first.to()
        ? copy(first.between(at, first.to()))
        : new Copied(stream.response().eTag(), 0);
  }

  /** Asks for a part, and copies it. */
  Copied copy(Part asked) {
    Part part = asked;
    int tries;
    for (tries = 0; part.from() < part.to(); ) {
      tries++;
      S3Call<ResponseInputStream<GetObjectResponse>> answer =
          get(part.key(), part.from(), part.to() - part.from(), part.tag());
      if (answer.isAbsent() && part.tag().isEmpty()) {
        return Copied.ABSENT;
      }
      boolean endsBefore = answer.hasStatus(416);
      if (endsBefore && part.from() == 0) {
        requireBytes(part.key(), part.objectBytes(), 0);
      }
      if (answer.isAbsent() || answer.hasStatus(412) || endsBefore) {
        throw replaced(part.key());
      }
      long at;
      try (ResponseInputStream<GetObjectResponse> stream = answer.value()) {
        part = part.withTag(stream.response().eTag());
        requireRange(part, stream);
        at = transfer(stream, part, part.from());
      } catch (IOException e) {
        throw errors.failure(S3Action.READ, part.key(), e);
      }
      if (at < part.to()) {
        if (tries >= S3Pauses.TRIES_MAX && at == part.from()) {
          throw new AzofException(
              ErrorCode.STORE_FAILED,
              "Cannot read \""
                  + location.uri(part.key())
                  + "\": the connection broke "
                  + tries
                  + " times; try again later");
        }
        S3Pauses.pauseAfter(tries);
      }
      part = part.between(at, part.to());
    }
    return new Copied(part.tag().orElse(""), tries);
  }

  /** Refuses an answer that has other bytes than were asked for. */
  private void requireRange(Part part, ResponseInputStream<GetObjectResponse> stream) {
    try {
      GetObjectResponse response = stream.response();
      requireBytes(part.key(), part.objectBytes(), objectBytes(response));
      if (response.contentRange() == null && part.from() > 0) {
        throw new AzofException(
            ErrorCode.STORE_FAILED,
            "Cannot read \""
                + location.uri(part.key())
                + "\" in parts: the store gives the whole object when asked for a range of it");
      }
    } catch (AzofException e) {
      stream.abort();
      throw e;
    }
  }

  void requireBytes(String key, long stated, long bytes) {
    Download.requireBytes("\"" + location.uri(key) + "\"", stated, bytes);
  }

  AzofException replaced(String key) {
    return new AzofException(
        ErrorCode.STORE_FAILED, "\"" + location.uri(key) + "\" was replaced while it was read");
  }

  /** Writes what comes; gives where it ended, which is before the part's end when it broke. */
  private static long transfer(InputStream stream, Part part, long from) {
    byte[] buffer = new byte[BUFFER_BYTES];
    long at = from;
    while (at < part.to()) {
      int read;
      try {
        read = stream.read(buffer, 0, (int) Math.min(buffer.length, part.to() - at));
      } catch (IOException | RuntimeException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw new AzofException(
              ErrorCode.CANCELLED, "Reading \"" + part.key() + "\" was interrupted", e);
        }
        return at;
      }
      if (read < 0) {
        return at;
      }
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
      try {
        while (bytes.hasRemaining()) {
          at += part.channel().write(bytes, at);
        }
      } catch (IOException e) {
        throw unwritable(part.file(), e);
      }
    }
    return at;
  }

  S3Call<ResponseInputStream<GetObjectResponse>> get(
      String key, long from, long bytes, Optional<String> tag) {
    GetObjectRequest.Builder request =
        GetObjectRequest.builder()
            .bucket(location.bucket())
            .key(location.name(key))
            .range("bytes=" + from + "-" + (from + bytes - 1));
    tag.ifPresent(request::ifMatch);
    return S3Call.run(
        errors,
        S3Action.READ,
        key,
        () -> client.getObject(request.build(), AsyncResponseTransformer.toBlockingInputStream()));
  }

  static long objectBytes(GetObjectResponse response) {
    String range = response.contentRange();
    return range == null
        ? response.contentLength()
        : Long.parseLong(range.substring(range.indexOf('/') + 1));
  }

  static AzofException unwritable(Path file, IOException e) {
    return new AzofException(
        ErrorCode.STORE_FAILED, "Cannot write \"" + file + "\": " + e.getMessage(), e);
  }
}
