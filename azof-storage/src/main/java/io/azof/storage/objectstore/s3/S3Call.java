package io.azof.storage.objectstore.s3;

import io.azof.error.AzofException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** A request that has been answered, or has failed. */
final class S3Call<T> {
  private final S3Errors errors;
  private final S3Action action;
  private final String key;
  private final @Nullable T value;
  private final @Nullable Throwable failure;

  private S3Call(
      S3Errors errors,
      S3Action action,
      String key,
      @Nullable T value,
      @Nullable Throwable failure) {
    this.errors = errors;
    this.action = action;
    this.key = key;
    this.value = value;
    this.failure = failure;
  }

  /** Sends a request and waits for its end. */
  static <T> S3Call<T> run(
      S3Errors errors, S3Action action, String key, Supplier<CompletableFuture<T>> request) {
    CompletableFuture<T> answer;
    try {
      answer = request.get();
    } catch (SdkException | AzofException e) {
      return new S3Call<>(errors, action, key, null, e);
    }
    try {
      return new S3Call<>(errors, action, key, answer.get(), null);
    } catch (ExecutionException | CancellationException e) {
      return new S3Call<>(errors, action, key, null, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.cancel(true);
      Throwable aborted = AbortedException.create("interrupted", e);
      return new S3Call<>(errors, action, key, null, aborted);
    }
  }

  /** Whether the service says that there is no such object. */
  boolean isAbsent() {
    return failure != null && S3Errors.isAbsent(failure);
  }

  /** Whether the service refused with this HTTP status. */
  boolean hasStatus(int status) {
    return failure != null && S3Errors.hasStatus(failure, status);
  }

  /** A header of the answer with which the service refused. */
  Optional<String> refusalHeader(String name) {
    return failure == null ? Optional.empty() : S3Errors.header(failure, name);
  }

  /** Whether it failed in a way that leaves open whether the service has done it. */
  boolean isAmbiguous() {
    return failure != null && S3Errors.isAmbiguous(failure);
  }

  /**
   * The answer.
   *
   * @throws AzofException what went wrong
   */
  T value() {
    if (value == null) {
      throw error();
    }
    return value;
  }

  /** What went wrong. */
  AzofException error() {
    if (failure == null) {
      throw new IllegalStateException(action + " " + key + " did not fail");
    }
    return errors.failure(action, key, failure);
  }
}
