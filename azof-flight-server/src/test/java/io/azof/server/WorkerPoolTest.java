package io.azof.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WorkerPoolTest {
  private static final Duration IDLE_MAX = Duration.ofMinutes(1);

  private final WorkerPool pool = new WorkerPool(4, IDLE_MAX, Executors.defaultThreadFactory());

  @AfterEach
  void endThreads() throws InterruptedException {
    pool.shutdownNow();
    assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void tasksOneAfterTheOtherHaveOneThread() throws Exception {
    for (int i = 0; i < 100; i++) {
      pool.submit(() -> {}).get();
      awaitIdleThread();
    }

    assertThat(pool.getLargestPoolSize()).isEqualTo(1);
  }

  private void awaitIdleThread() {
    LinkedTransferQueue<Runnable> tasks = (LinkedTransferQueue<Runnable>) pool.getQueue();
    while (!tasks.hasWaitingConsumer()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void tasksAtTheSameTimeHaveThreadsOfTheirOwn() throws Exception {
    CountDownLatch all = new CountDownLatch(4);
    List<Future<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      tasks.add(
          pool.submit(
              () -> {
                all.countDown();
                return all.await(10, TimeUnit.SECONDS);
              }));
    }

    for (Future<Boolean> task : tasks) {
      assertThat(task.get()).isTrue();
    }
  }

  @Test
  void tasksBeyondTheThreadsWaitAndRun() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    List<Future<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      tasks.add(pool.submit(() -> released.await(10, TimeUnit.SECONDS)));
    }
    assertThat(pool.getPoolSize()).isEqualTo(4);

    released.countDown();

    for (Future<Boolean> task : tasks) {
      assertThat(task.get()).isTrue();
    }
    assertThat(pool.getLargestPoolSize()).isEqualTo(4);
  }

  @Test
  void whatWaitsWhenThePoolIsShutDownStillRuns() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    List<Future<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      tasks.add(pool.submit(() -> released.await(10, TimeUnit.SECONDS)));
    }

    pool.shutdown();
    released.countDown();

    for (Future<Boolean> task : tasks) {
      assertThat(task.get()).isTrue();
    }
    assertThatThrownBy(() -> pool.submit(() -> {})).isInstanceOf(RejectedExecutionException.class);
  }
}
