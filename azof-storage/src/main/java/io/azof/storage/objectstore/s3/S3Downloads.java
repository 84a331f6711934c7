package io.azof.storage.objectstore.s3;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.objectstore.Download;
import io.azof.storage.objectstore.s3.S3Parts.Copied;
import io.azof.storage.objectstore.s3.S3Parts.Part;
import java.io.IOException;
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
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Objects into files, in parts that are asked for at the same time. Where it is not known how long
 * an object is, the first request asks for the first part alone, and learns it.
 */
final class S3Downloads implements AutoCloseable {
  static final int PART_BYTES = 8 << 20;
  private static final int PARTS_AT_ONCE_MAX = 16;

  private final S3Errors errors;
  private final S3Parts parts;
  private final ExecutorService threads;

  S3Downloads(S3Location location, S3AsyncClient client, S3Errors errors, int connectionsMax) {
    this.errors = errors;
    this.parts = new S3Parts(location, client, errors);
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
        parts.get(key, 0, PART_BYTES, Optional.empty());
    if (first.isAbsent()) {
      return Optional.empty();
    }
    if (first.hasStatus(416)) { // there is no first byte
      size.accept(0);
      create(file);
      return Optional.of(new Download(0, 1));
    }
    try (ResponseInputStream<GetObjectResponse> stream = first.value()) {
      long bytes = S3Parts.objectBytes(stream.response());
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

  /** See {@link io.azof.storage.objectstore.ObjectStore#download}. */
  Optional<Download> download(String key, long bytes, Path file) {
    if (bytes <= PART_BYTES) {
      return download(key, file, found -> parts.requireBytes(key, bytes, found));
    }
    try (FileChannel channel = openChannel(file)) {
      Part whole = new Part(key, Optional.empty(), bytes, 0, bytes, file, channel);
      Part first = whole.between(0, PART_BYTES);
      List<Copied> copied = copyAtOnce(() -> parts.copy(first), whole.between(PART_BYTES, bytes));
      if (copied.get(0).isAbsent()) {
        return Optional.empty();
      }
      if (copied.stream().map(Copied::tag).distinct().count() > 1) {
        throw parts.replaced(key);
      }
      return Optional.of(new Download(bytes, requests(copied)));
    } catch (IOException e) {
      throw S3Parts.unwritable(file, e);
    }
  }

  /** Gives the number of requests that it took. */
  private int copyAll(
      String key,
      ResponseInputStream<GetObjectResponse> stream,
      long firstEnd,
      long bytes,
      Path file) {
    Optional<String> tag = Optional.of(stream.response().eTag());
    try (FileChannel channel = openChannel(file)) {
      Part whole = new Part(key, tag, bytes, 0, bytes, file, channel);
      Part first = whole.between(0, firstEnd);
      return requests(copyAtOnce(() -> parts.copy(stream, first), whole.between(firstEnd, bytes)));
    } catch (IOException e) {
      throw S3Parts.unwritable(file, e);
    }
  }

  private static FileChannel openChannel(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }

  private static int requests(List<Copied> copied) {
    return copied.stream().mapToInt(Copied::requests).sum();
  }

  /** Gives the first part, which the caller's thread copies, and then those of the rest. */
  private List<Copied> copyAtOnce(Supplier<Copied> first, Part rest) {
    List<CompletableFuture<Copied>> others = new ArrayList<>();
    try {
      for (long from = rest.from(); from < rest.to(); from += PART_BYTES) {
        Part part = rest.between(from, Math.min(rest.to(), from + PART_BYTES));
        others.add(CompletableFuture.supplyAsync(() -> parts.copy(part), threads));
      }
      List<Copied> copied = new ArrayList<>(List.of(first.get()));
      for (CompletableFuture<Copied> part : others) {
        copied.add(part.get());
      }
      return copied;
    } catch (ExecutionException e) {
      throw errors.failure(S3Action.READ, rest.key(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AzofException(
          ErrorCode.CANCELLED, "Reading \"" + rest.key() + "\" was interrupted", e);
    } finally {
      others.forEach(part -> part.cancel(false));
      others.forEach(part -> part.exceptionally(e -> Copied.ABSENT));
    }
  }

  private static void create(Path file) {
    try {
      Files.write(file, new byte[0]);
    } catch (IOException e) {
      throw S3Parts.unwritable(file, e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
