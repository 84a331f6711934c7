package io.azof.storage.objectstore.s3;

import io.azof.storage.objectstore.Download;
import io.azof.storage.objectstore.Listing;
import io.azof.storage.objectstore.ObjectKey;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * Objects in a bucket of S3, below a prefix.
 *
 * <p>Reads, deletes and lists are repeated a few times when they fail. A write with a condition is
 * asked for once: when no answer comes, it throws, and whoever asked must look at what is there.
 */
public final class S3ObjectStore implements ObjectStore, AutoCloseable {
  private static final String DELIMITER = "/";
  private static final String LAST_MODIFIED = "Last-Modified";
  private static final String DATE = "Date";

  private final S3Location location;
  private final S3Settings settings;
  private final S3Clients clients;
  private final S3Errors errors;
  private final S3Downloads downloads;
  private final S3Uploads uploads;
  private final S3Editions editions = new S3Editions();

  private S3ObjectStore(S3Location location, S3Settings settings, S3Clients clients) {
    this.location = location;
    this.settings = settings;
    this.clients = clients;
    this.errors = new S3Errors(location, settings, clients.region());
    this.downloads =
        new S3Downloads(location, clients.repeating(), errors, settings.connectionsMax());
    this.uploads = new S3Uploads(location, clients, errors, this::isSame);
  }

  /**
   * Opens the store at an address of the form {@code s3://BUCKET/PREFIX}; the receiver closes it.
   * Nothing is asked yet: whether the bucket is there and may be read shows with the first object.
   *
   * @throws IllegalArgumentException for an address of another form
   * @throws io.azof.error.AzofException {@code ARGUMENT_INVALID} when the region is not known
   */
  public static S3ObjectStore open(String uri, S3Settings settings) {
    S3Location location = S3Location.parse(uri);
    return new S3ObjectStore(location, settings, S3Clients.open(location, settings));
  }

  /** The address, and the endpoint if it is not that of AWS: what tells one store from another. */
  @Override
  public String location() {
    return location + settings.endpoint().map(URI::toString).map(" at "::concat).orElse("");
  }

  @Override
  public boolean exists() {
    ListObjectsV2Response first = page(listing(location.prefix()).maxKeys(1), "", null);
    return location.prefix().isEmpty() || !first.contents().isEmpty();
  }

  @Override
  public Optional<StoredObject> read(String key) {
    return object(call(key, get(key).checksumMode(ChecksumMode.ENABLED)));
  }

  @Override
  public Optional<StoredObject> refresh(String key, StoredObject known) {
    GetObjectRequest.Builder request =
        get(key).ifNoneMatch(known.tag()).checksumMode(ChecksumMode.ENABLED);
    S3Call<ResponseBytes<GetObjectResponse>> answer = call(key, request);
    return answer.hasStatus(304) ? Optional.of(unchanged(known, answer)) : object(answer);
  }

  /** What has the same content, but may have been removed and written again meanwhile. */
  private StoredObject unchanged(StoredObject known, S3Call<?> answer) {
    String edition =
        answer
            .refusalHeader(LAST_MODIFIED)
            .map(written -> editions.of(written, answer.refusalHeader(DATE)))
            .orElse(known.edition());
    return edition.equals(known.edition())
        ? known
        : new StoredObject(known.content(), known.tag(), edition);
  }

  private Optional<StoredObject> object(S3Call<ResponseBytes<GetObjectResponse>> answer) {
    if (answer.isAbsent()) {
      return Optional.empty();
    }
    ResponseBytes<GetObjectResponse> bytes = answer.value();
    GetObjectResponse response = bytes.response();
    SdkHttpResponse http = response.sdkHttpResponse();
    String edition =
        http.firstMatchingHeader(LAST_MODIFIED)
            .map(written -> editions.of(written, http.firstMatchingHeader(DATE)))
            .orElse("");
    return Optional.of(new StoredObject(bytes.asByteArrayUnsafe(), response.eTag(), edition));
  }

  @Override
  public Optional<byte[]> readRange(String key, long offset, int length) {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("offset " + offset + ", length " + length);
    }
    long last = offset + Math.max(length, 1) - 1;
    String range = "bytes=" + offset + "-" + (last < offset ? Long.MAX_VALUE : last);
    S3Call<ResponseBytes<GetObjectResponse>> answer = call(key, get(key).range(range));
    if (answer.hasStatus(416)) { // there is no byte from there on
      return Optional.of(new byte[0]);
    }
    return object(answer)
        .map(object -> Arrays.copyOf(object.content(), Math.min(length, object.content().length)));
  }

  private GetObjectRequest.Builder get(String key) {
    return GetObjectRequest.builder().bucket(location.bucket()).key(location.name(key));
  }

  private S3Call<ResponseBytes<GetObjectResponse>> call(
      String key, GetObjectRequest.Builder request) {
    return S3Call.run(
        errors,
        S3Action.READ,
        key,
        () -> clients.repeating().getObject(request.build(), AsyncResponseTransformer.toBytes()));
  }

  @Override
  public Optional<Download> download(String key, Path file, LongConsumer size) {
    return downloads.download(key, file, size);
  }

  @Override
  public Optional<Download> download(String key, long bytes, Path file) {
    return downloads.download(key, bytes, file);
  }

  @Override
  public Optional<String> createIfAbsent(String key, byte[] content) {
    return uploads.createIfAbsent(key, content);
  }

  @Override
  public boolean createFromFile(String key, Path file) {
    return uploads.createFromFile(key, file);
  }

  @Override
  public Optional<String> replaceIfMatch(String key, byte[] content, String tag) {
    return uploads.replaceIfMatch(key, content, tag);
  }

  @Override
  public Listing list(String folder) {
    String path = folder.isEmpty() ? "" : ObjectKey.require(folder) + DELIMITER;
    String prefix = location.prefix() + path;
    List<Listing.Entry> objects = new ArrayList<>();
    List<String> folders = new ArrayList<>();
    String next = null;
    do {
      ListObjectsV2Response page = page(listing(prefix).delimiter(DELIMITER), folder, next);
      page.contents().stream()
          .filter(object -> object.key().length() > prefix.length()) // a folder made by hand
          .map(o -> new Listing.Entry(o.key().substring(prefix.length()), o.size()))
          .forEach(objects::add);
      page.commonPrefixes().stream()
          .map(common -> common.prefix().substring(prefix.length(), common.prefix().length() - 1))
          .forEach(folders::add);
      next = page.nextContinuationToken();
    } while (next != null);
    objects.sort(Comparator.comparing(Listing.Entry::name));
    folders.sort(Comparator.naturalOrder());
    return new Listing(objects, folders);
  }

  private ListObjectsV2Request.Builder listing(String prefix) {
    return ListObjectsV2Request.builder().bucket(location.bucket()).prefix(prefix);
  }

  private ListObjectsV2Response page(
      ListObjectsV2Request.Builder request, String folder, @Nullable String token) {
    return S3Call.run(
            errors,
            S3Action.LIST,
            folder,
            () -> clients.repeating().listObjectsV2(request.continuationToken(token).build()))
        .value();
  }

  @Override
  public void delete(String key) {
    S3Call<?> answer =
        S3Call.run(
            errors,
            S3Action.DELETE,
            key,
            () ->
                clients
                    .repeating()
                    .deleteObject(r -> r.bucket(location.bucket()).key(location.name(key))));
    if (!answer.isAbsent()) {
      answer.value();
    }
  }

  @Override
  public Optional<Path> localFile(String key) {
    ObjectKey.require(key);
    return Optional.empty();
  }

  private boolean isSame(String key, Path file) {
    try {
      Path copy = Files.createTempFile("azof-compare-", ".tmp");
      try {
        return download(key, copy, size -> {}).isPresent() && Files.mismatch(copy, file) < 0;
      } finally {
        Files.delete(copy);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes the connections; what is being asked for fails. */
  @Override
  public void close() {
    downloads.close();
    clients.close();
  }
}
