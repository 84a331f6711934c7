package io.azof.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.filecache.FileCacheSettings;
import io.azof.storage.fixture.BaseAndDeltas;
import io.azof.storage.fixture.Rows;
import io.azof.storage.fixture.s3.FakeS3;
import io.azof.storage.fixture.s3.Gate;
import io.azof.storage.fixture.s3.Operation;
import io.azof.storage.fixture.s3.S3Request;
import io.azof.storage.model.AsOf;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Traffic;
import io.azof.storage.scan.SegmentPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables in S3: the same answers as from disk, for as few requests as can be. */
final class S3ScanTest {
  private static final String LAKEHOUSE = "s3://bucket/lake";

  /** Keys of a base of three parts. */
  private static final String THREE_PARTS = "k".repeat(2 << 20);

  @TempDir private Path cacheFolder;
  private final FakeS3 fake = new FakeS3("bucket");

  @AfterEach
  void close() {
    fake.close();
  }

  private Lakehouse openLakehouse() {
    return Lakehouse.open(
        LAKEHOUSE,
        new StorageSettings(
            fake.settings(),
            new FileCacheSettings(Optional.of(cacheFolder), 1L << 30, 32, Duration.ZERO),
            Duration.ZERO));
  }

  @Test
  void answersAreTheSameAsFromDiskColdAndWarmAndInAnotherProcess() throws Exception {
    List<ReferenceAnswer> answers = ReferenceAnswer.all();
    fake.putAll("bucket", "lake/", ReferenceData.folder().resolve("reference-tables"));
    try (Lakehouse lakehouse = openLakehouse()) {
      for (ReferenceAnswer answer : answers) {
        answer.check(lakehouse);
      }
      fake.log().clear();
      for (ReferenceAnswer answer : answers) {
        answer.check(lakehouse);
      }
      assertThat(fake.log().requests()).containsOnly(versionsOf(answers));
      assertThat(fake.log().entries()).allMatch(entry -> entry.status() == 304);
    }
    try (Lakehouse lakehouse = openLakehouse()) {
      fake.log().clear();
      for (ReferenceAnswer answer : answers) {
        answer.check(lakehouse);
      }
      assertThat(fake.log().requests()).noneMatch(request -> request.endsWith(".parquet"));
    }
  }

  private static String[] versionsOf(List<ReferenceAnswer> answers) {
    return answers.stream()
        .map(answer -> "GET lake/" + answer.table() + "/version.txt")
        .distinct()
        .toArray(String[]::new);
  }

  @Test
  void aColdScanGetsTwoSmallObjectsAndTheFilesOfItsPathAWarmOneAsksForTheVersion()
      throws Exception {
    fake.putAll("bucket", "lake/", ReferenceData.folder().resolve("reference-tables"));
    AsOf asOf = AsOf.at(EventTime.parse("2019-01-17"));
    try (Lakehouse lakehouse = openLakehouse()) {
      int rows = rows(lakehouse, "financials", asOf);
      List<String> cold = fake.log().requests();
      List<String> files =
          SegmentPath.of(lakehouse.table("financials").snapshot(), asOf).files().stream()
              .map(file -> "GET lake/financials/" + file.name())
              .toList();
      assertThat(files).hasSizeGreaterThan(1);
      assertThat(cold)
          .startsWith("GET lake/financials/version.txt", "GET lake/financials/s1.json")
          .hasSize(2 + files.size())
          .containsAll(files);
      fake.log().clear();
      assertThat(rows(lakehouse, "financials", asOf)).isEqualTo(rows);
      assertThat(fake.log().requests()).containsExactly("GET lake/financials/version.txt");
      assertThat(fake.log().entries().get(0).status()).isEqualTo(304);
    }
  }

  @Test
  void ofTheRequestsOfAColdScanOfFinancialsThreeDependOnEachOther() throws Exception {
    fake.putAll("bucket", "lake/", ReferenceData.folder().resolve("reference-tables"));
    AsOf asOf = AsOf.at(EventTime.parse("2019-01-17"));
    try (Lakehouse lakehouse = openColdLakehouse();
        RootAllocator allocator = new RootAllocator()) {
      Table table = lakehouse.table("financials");
      assertThat(fake.log().requests())
          .containsExactly("GET lake/financials/version.txt", "GET lake/financials/s1.json");
      int files = SegmentPath.of(table.snapshot(), asOf).files().size();
      fake.faults(new Gate(files, request -> true));
      try (ArrowReader reader = table.scan().asOf(asOf).openReader(allocator)) {
        assertThat(Rows.read(reader)).isNotEmpty();
      }
      assertThat(fake.log().requests()).hasSize(2 + files);
    }
  }

  @Test
  void theFilesOfAScanAreAskedForAllAtOnce() throws Exception {
    put(new BaseAndDeltas(20, "base").ofVersion1());
    fake.faults(new Gate(21, request -> request.key().endsWith(".parquet")));
    try (Lakehouse lakehouse = openColdLakehouse()) {
      assertThat(rows(lakehouse, "t", AsOf.LATEST)).isPositive();
      assertThat(lakehouse.table("t").scan().plan().toString())
          .contains("files: 21 read")
          .contains("of 4 row groups");
    }
    assertThat(fake.log().count(Operation.GET)).isEqualTo(1 + 1 + 21 + 1);
    assertThat(fake.log().entries()).hasSize(1 + 1 + 21 + 1);
  }

  @Test
  void thePartsOfALargeFileAreAskedForAllAtOnceAfterItsFirstWhereVersion1DoesNotSayHowLongItIs()
      throws Exception {
    put(new BaseAndDeltas(20, THREE_PARTS).ofVersion1());
    fake.faults(
        new Gate(21, S3ScanTest::asksForTheBeginning)
            .and(new Gate(2, request -> isRange(request) && !asksForTheBeginning(request))));
    try (Lakehouse lakehouse = openColdLakehouse()) {
      assertThat(rows(lakehouse, "t", AsOf.LATEST)).isPositive();
    }
    assertThat(fake.log().entries()).hasSize(1 + 1 + 21 + 2);
  }

  @Test
  void ofTheRequestsOfAColdScanThreeDependOnEachOtherHoweverLargeTheBaseIs() throws Exception {
    put(new BaseAndDeltas(20, THREE_PARTS).ofVersion2());
    try (Lakehouse lakehouse = openColdLakehouse();
        RootAllocator allocator = new RootAllocator()) {
      Table table = lakehouse.table("t");
      assertThat(fake.log().requests())
          .containsExactly("GET lake/t/version.txt", "GET lake/t/s7.json");
      fake.faults(new Gate(21 + 2, request -> true));
      try (ArrowReader reader = table.scan().openReader(allocator)) {
        assertThat(Rows.read(reader)).hasSize(20);
      }
      assertThat(fake.log().entries()).hasSize(1 + 1 + 21 + 2);
      assertThat(table.scan().plan().toString())
          .contains("files: 21 read")
          .contains("of 4 row groups");
    }
  }

  @Test
  void aFileThatIsNotAsLongAsItsSnapshotSaysIsAnErrorThatNamesIt() {
    Map<String, byte[]> objects = new BaseAndDeltas(1, THREE_PARTS).ofVersion2();
    for (String name : List.of("d0.parquet", BaseAndDeltas.BASE)) {
      byte[] whole = Objects.requireNonNull(objects.get(name));
      for (int bytes : List.of(whole.length - 1, whole.length + 1, 5, 0)) {
        put(objects);
        put(Map.of(name, Arrays.copyOf(whole, bytes)));
        try (Lakehouse lakehouse = openColdLakehouse()) {
          assertThatThrownBy(() -> rows(lakehouse, "t", AsOf.LATEST))
              .hasMessage(
                  "\"s3://bucket/lake/t/%s\" has %s bytes, but %s are stated; restore that object"
                      .formatted(name, bytes, whole.length))
              .isInstanceOfSatisfying(
                  AzofException.class,
                  e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_FILE_CORRUPT));
        }
      }
    }
  }

  private static boolean isRange(S3Request request) {
    return request.header("Range").isPresent();
  }

  private static boolean asksForTheBeginning(S3Request request) {
    return request.header("Range").filter("bytes=0-8388607"::equals).isPresent();
  }

  @Test
  void aSlowStoreDelaysAColdScanByLessThanFourRequests() throws Exception {
    put(new BaseAndDeltas(20, THREE_PARTS).ofVersion2());
    long[] medianMillis = new long[2];
    for (int latency = 0; latency < 2; latency++) {
      fake.latency(Duration.ofMillis(50L * latency));
      long[] millis = new long[5];
      for (int i = 0; i < millis.length; i++) {
        try (Lakehouse lakehouse = openColdLakehouse()) {
          long begin = System.nanoTime();
          assertThat(rows(lakehouse, "t", AsOf.LATEST)).isPositive();
          millis[i] = (System.nanoTime() - begin) / 1_000_000;
        }
      }
      Arrays.sort(millis);
      medianMillis[latency] = millis[2];
    }
    System.out.println(
        "large base and 20 deltas from S3, cold, median of 5: %d ms; with 50 ms each request: %d ms"
            .formatted(medianMillis[0], medianMillis[1]));
  }

  private void put(Map<String, byte[]> objects) {
    objects.forEach((name, content) -> fake.put("bucket", "lake/t/" + name, content));
  }

  @Test
  void aScanSaysWhatItTook() throws Exception {
    put(new BaseAndDeltas(2, "base").ofVersion1());
    try (Lakehouse lakehouse = openLakehouse();
        RootAllocator allocator = new RootAllocator()) {
      Table cold = lakehouse.table("t");
      List<Traffic> fetched = new ArrayList<>();
      try (ArrowReader reader = cold.scan().openReader(allocator, fetched::add)) {
        assertThat(Rows.read(reader)).isNotEmpty();
      }
      assertThat(cold.traffic().requests()).isEqualTo(2);
      assertThat(fetched).hasSize(1);
      assertThat(cold.traffic().plus(fetched.get(0)))
          .isEqualTo(
              new Traffic(
                  fake.log().count(Operation.GET), fake.log().bytesOut(Operation.GET), 3, 0));
      Table warm = lakehouse.table("t");
      assertThat(warm.traffic()).isEqualTo(Traffic.ofRequest(0));
      assertThat(warm.scan().plan().traffic()).isEqualTo(new Traffic(0, 0, 0, 3));
      assertThat(warm.scan().plan().toString())
          .contains("fetch: 0 requests, 0 bytes, 0 files fetched, 3 from the cache");
    }
  }

  /** A lakehouse with an empty cache of its own. */
  private Lakehouse openColdLakehouse() {
    return Lakehouse.open(
        LAKEHOUSE,
        new StorageSettings(fake.settings(), FileCacheSettings.defaults(), Duration.ZERO));
  }

  private static int rows(Lakehouse lakehouse, String table, AsOf asOf) throws Exception {
    try (RootAllocator allocator = new RootAllocator();
        ArrowReader reader = lakehouse.table(table).scan().asOf(asOf).openReader(allocator)) {
      return Rows.read(reader).size();
    }
  }
}
