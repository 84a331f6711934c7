package io.azof.storage.objectstore.s3;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.objectstore.Download;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Objects into files. The first request asks for the first part, and learns how long the object is;
 * what is left is asked for in parts at the same time. A part whose connection breaks goes on where
 * it stopped, and only while the object has the same tag.
 */
final class S3Downloads implements AutoCloseable {
  static final int PART_BYTES = 8 << 20;
  private static final int PARTS_AT_ONCE_MAX = 16;
  private static final int BUFFER_BYTES = 256 << 10;

  private final S3Location location;
  private final S3AsyncClient client;
  private final S3Errors errors;
  private final ExecutorService threads;

  S3Downloads(S3Location location, S3AsyncClient client, S3Errors errors, int connectionsMax) {
    this.location = location;
    this.client = client;
    this.errors = errors;
    this.threads =
        Executors.newFixedThreadPool(
            Math.min(PARTS_AT_ONCE_MAX, connectionsMax),
            task -> {
              Thread thread = new Thread(task, "azof-s3-part");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** See {@link io.azof.storage.objectstore.ObjectStore#download}. */
  Optional<Download> download(String key, Path file, LongConsumer size) {
    S3Call<ResponseInputStream<GetObjectResponse>> first =
        get(key, 0, PART_BYTES, Optional.empty());
    if (first.isAbsent()) {
      return Optional.empty();
    }
    if (first.hasStatus(416)) { // there is no first byte
      size.accept(0);
      create(file);
      return Optional.of(new Download(0, 1));
    }
    try (ResponseInputStream<GetObjectResponse> stream = first.value()) {
      long bytes = objectBytes(stream.response());
      try {
        size.accept(bytes);
      } catch (RuntimeException e) {
        stream.abort();
        throw e;
      }
      long firstEnd =
          stream.response().contentRange() == null ? bytes : Math.min(bytes, PART_BYTES);
      int more = copyAll(key, stream, firstEnd, bytes, file);
      return Optional.of(new Download(bytes, 1 + more));
    } catch (IOException e) { // of closing what has been read to its end
      throw errors.failure(S3Action.READ, key, e);
    }
  }

  /** Gives the number of requests that it took. */
  private int copyAll(
      String key,
      ResponseInputStream<GetObjectResponse> stream,
      long firstEnd,
      long bytes,
      Path file) {
    String tag = stream.response().eTag();
    List<CompletableFuture<Integer>> parts = new ArrayList<>();
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      try {
        for (long from = firstEnd; from < bytes; from += PART_BYTES) {
          Part part = new Part(key, tag, from, Math.min(bytes, from + PART_BYTES), channel);
          parts.add(CompletableFuture.supplyAsync(() -> copy(part), threads));
        }
        Part firstPart = new Part(key, tag, 0, firstEnd, channel);
        long at = transfer(stream, firstPart, 0);
        int requests = at < firstEnd ? copy(firstPart.from(at)) : 0;
        for (CompletableFuture<Integer> part : parts) {
          requests += part.get();
        }
        return requests;
      } finally {
        parts.forEach(part -> part.cancel(false));
        parts.forEach(part -> part.exceptionally(e -> null));
      }
    } catch (IOException e) {
      throw unwritable(file, e);
    } catch (ExecutionException e) {
      throw errors.failure(S3Action.READ, key, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AzofException(ErrorCode.CANCELLED, "Reading \"" + key + "\" was interrupted", e);
    }
  }

  /** Bytes {@code [from, to)} of an object and where they go. */
  private record Part(String key, String tag, long from, long to, FileChannel channel) {
    Part from(long at) {
      return new Part(key, tag, at, to, channel);
    }
  }

  /** Gives the number of requests that it took. */
  private int copy(Part part) {
    long at = part.from();
    int tries;
    for (tries = 0; at < part.to(); ) {
      tries++;
      S3Call<ResponseInputStream<GetObjectResponse>> answer =
          get(part.key(), at, part.to() - at, Optional.of(part.tag()));
      if (answer.isAbsent() || answer.hasStatus(412)) {
        throw new AzofException(
            ErrorCode.STORE_FAILED,
            "\"" + location.uri(part.key()) + "\" was replaced while it was read");
      }
      long before = at;
      try (ResponseInputStream<GetObjectResponse> stream = answer.value()) {
        at = transfer(stream, part, at);
      } catch (IOException e) {
        throw errors.failure(S3Action.READ, part.key(), e);
      }
      if (at < part.to()) {
        if (tries == S3Pauses.TRIES_MAX && at == before) {
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
    }
    return tries;
  }

  /** Writes what comes; gives where it ended, which is before the part's end when it broke. */
  private static long transfer(InputStream stream, Part part, long from) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long at = from;
    while (at < part.to()) {
      int read;
      try {
        read = stream.read(buffer, 0, (int) Math.min(buffer.length, part.to() - at));
      } catch (IOException | RuntimeException e) {
        return at;
      }
      if (read < 0) {
        return at;
      }
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
      while (bytes.hasRemaining()) {
        at += part.channel().write(bytes, at);
      }
    }
    return at;
  }

  private S3Call<ResponseInputStream<GetObjectResponse>> get(
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

  private static long objectBytes(GetObjectResponse response) {
    String range = response.contentRange();
    return range == null
        ? response.contentLength()
        : Long.parseLong(range.substring(range.indexOf('/') + 1));
  }

  private static void create(Path file) {
    try {
      Files.write(file, new byte[0]);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static AzofException unwritable(Path file, IOException e) {
    return new AzofException(
        ErrorCode.STORE_FAILED, "Cannot write \"" + file + "\": " + e.getMessage(), e);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
