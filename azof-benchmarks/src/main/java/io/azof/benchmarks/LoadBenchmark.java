package io.azof.benchmarks;

import io.azof.benchmarks.ServedLakehouse.Memory;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * A server with 512 MB of heap under load: clients that ask small questions and think in between,
 * some that ask for 100,000 rows again and again, and slow readers of a large result, who leave at
 * the end. Then one reads that result to its end. What matters: errors, how long small questions
 * take, and that the memory comes back.
 */
@SuppressWarnings("try") // closing what Flight has may be interrupted
final class LoadBenchmark {
  private static final long SEED = 17;
  private static final long SMALL_KEYS = 1_000;
  private static final int DELTAS = 20;

  /** One client of so many asks large questions. */
  private static final int CLIENTS_PER_LARGE = 16;

  private static final long LARGE_ROWS = 100_000;
  private static final long THINK_MILLIS_MAX = Long.getLong("azof.thinkMillis", 200);
  private static final long WARM_UP_SECONDS = Long.getLong("azof.warmUpSeconds", 60);
  private static final long SLOW_PAUSE_NANOS = 1_000_000_000;
  private static final Duration CALM = Duration.ofSeconds(5);

  private final ServedLakehouse server;
  private final SyntheticTable large;
  private final SyntheticTable small;
  private final BufferAllocator allocator;
  private final PrintStream out;
  private final LoadTally smallTally = new LoadTally();
  private final LoadTally largeTally = new LoadTally();
  private final LoadTally slowTally = new LoadTally();

  private LoadBenchmark(
      ServedLakehouse server,
      SyntheticTable large,
      SyntheticTable small,
      BufferAllocator allocator,
      PrintStream out) {
    this.server = server;
    this.large = large;
    this.small = small;
    this.allocator = allocator;
    this.out = out;
  }

  /**
   * How long clients think at most is {@code -Dazof.thinkMillis}. The times of small questions are
   * printed of the whole run, and of what follows its first {@code -Dazof.warmUpSeconds}.
   *
   * @param args a folder, in which the tables are made when they are not there; the keys of the
   *     large one (30000000 make 2 GB); seconds; clients; slow readers; then settings of the
   *     server, such as server.concurrent-queries=128
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    long keys = Long.parseLong(args[1]);
    SyntheticTable large = new SyntheticTable(folder, keys, keys / 10, DELTAS, SEED);
    SyntheticTable small = new SyntheticTable(folder, SMALL_KEYS, DELTAS, 1, SEED);
    large.generateIfAbsent();
    small.generateIfAbsent();
    List<String> settings = Arrays.asList(args).subList(5, args.length);
    try (ServedLakehouse server = ServedLakehouse.start(folder, settings);
        BufferAllocator allocator = new RootAllocator()) {
      new LoadBenchmark(server, large, small, allocator, System.out)
          .run(
              Duration.ofSeconds(Long.parseLong(args[2])),
              Integer.parseInt(args[3]),
              Integer.parseInt(args[4]));
    }
  }

  private void run(Duration duration, int clients, int slowReaders) throws Exception {
    try (LoadClient first = new LoadClient(allocator, server.port(), new LoadTally())) {
      for (int i = 0; i < clients; i++) {
        first.ask(smallQuestion(new SplittableRandom(i)));
      }
    }
    say("before", calm());
    CountDownLatch end = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < slowReaders; i++) {
      threads.add(start(slowTally, client -> readSlowly(client, end)));
    }
    for (int i = 0; i < clients; i++) {
      boolean asksLarge = i % CLIENTS_PER_LARGE == CLIENTS_PER_LARGE - 1;
      SplittableRandom random = new SplittableRandom(SEED + i);
      threads.add(
          asksLarge
              ? start(largeTally, client -> askLarge(client, random, end))
              : start(smallTally, client -> askSmall(client, random, end)));
    }
    Memory peak = server.memory();
    for (long second = 0; second < duration.toSeconds(); second++) {
      end.await(1, TimeUnit.SECONDS);
      peak = peak.max(server.memory());
    }
    end.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    say("most", peak);
    say("after", calm());
    out.println(smallTally.print("small questions"));
    out.println(smallTally.printAfter(WARM_UP_SECONDS));
    out.println(smallTally.printWindows());
    out.println(largeTally.print("large questions"));
    out.println(slowTally.print("slow readers"));
    LoadTally whole = new LoadTally();
    try (LoadClient last = new LoadClient(allocator, server.port(), whole)) {
      last.ask(everything());
    }
    out.println(whole.print("the large result"));
    say("at last", calm());
  }

  private interface Work {
    void run(LoadClient client) throws InterruptedException;
  }

  private Thread start(LoadTally tally, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try (LoadClient client = new LoadClient(allocator, server.port(), tally)) {
                work.run(client);
              } catch (Exception e) {
                tally.failed(e);
              }
            });
    thread.start();
    return thread;
  }

  private void askSmall(LoadClient client, SplittableRandom random, CountDownLatch end)
      throws InterruptedException {
    while (!end.await(random.nextLong(THINK_MILLIS_MAX), TimeUnit.MILLISECONDS)) {
      client.ask(smallQuestion(random));
    }
  }

  private void askLarge(LoadClient client, SplittableRandom random, CountDownLatch end) {
    while (end.getCount() > 0) {
      long key = random.nextLong(large.keys());
      client.ask(
          String.format(
              Locale.ROOT,
              "SELECT * FROM %s WHERE key >= 'key-%010d' AND key < 'key-%010d'",
              large.name(),
              key,
              key + LARGE_ROWS));
    }
  }

  private void readSlowly(LoadClient client, CountDownLatch end) {
    client.readSlowly(everything(), SLOW_PAUSE_NANOS, () -> end.getCount() > 0);
  }

  private String smallQuestion(SplittableRandom random) {
    return String.format(
        Locale.ROOT,
        "SELECT c4, count(*), sum(c2) FROM %s WHERE key >= 'key-%010d'"
            + " GROUP BY c4 ORDER BY c4 LIMIT 10",
        small.name(),
        random.nextLong(SMALL_KEYS));
  }

  private String everything() {
    return "SELECT * FROM " + large.name();
  }

  private Memory calm() throws Exception {
    LockSupport.parkNanos(CALM.toNanos());
    server.collectGarbage();
    return server.memory();
  }

  private void say(String when, Memory memory) {
    out.println(when + ": " + memory);
  }
}
