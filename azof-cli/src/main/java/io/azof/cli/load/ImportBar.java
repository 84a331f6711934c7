package io.azof.cli.load;

import io.azof.storage.ingest.ImportProgress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far an import is, on the last line of a terminal: bytes, time left, rows and their rate. */
public final class ImportBar implements TableImport.Display.Shown {
  private static final int WIDTH = 110;
  private static final int MILLIS_BETWEEN = 200;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Supplier<ImportProgress> progress;
  private final PrintWriter terminal;
  private final ProgressBar bar;
  private final ScheduledExecutorService ticks;
  private final long startNanos = System.nanoTime();

  private ImportBar(Supplier<ImportProgress> progress, PrintWriter terminal) {
    this.progress = progress;
    this.terminal = terminal;
    this.bar =
        new ProgressBarBuilder()
            .setTaskName("import")
            .setInitialMax(progress.get().bytesTotal())
            .setUnit(" MB", 1_000_000)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(MILLIS_BETWEEN)
            .setConsumer(new DelegatingProgressBarConsumer(this::draw, WIDTH))
            .build();
    this.ticks =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "azof-import-bar");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Begins to draw; the receiver closes it.
   *
   * @param terminal stays the caller's
   */
  public static ImportBar open(Supplier<ImportProgress> progress, PrintWriter terminal) {
    ImportBar opened = new ImportBar(progress, terminal);
    var unused =
        opened.ticks.scheduleWithFixedDelay(opened::step, 0, MILLIS_BETWEEN, TimeUnit.MILLISECONDS);
    return opened;
  }

  private void step() {
    ImportProgress now = progress.get();
    bar.stepTo(now.bytesRead());
    double seconds = (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
    bar.setExtraMessage(
        String.format(
            Locale.ROOT,
            now.bytesRead() < now.bytesTotal()
                ? " %,d rows, %,.0f rows/s"
                : " %,d rows, %,.0f rows/s; writing",
            now.rows(),
            now.rows() / seconds));
  }

  private void draw(String line) {
    terminal.print("\r" + line);
    terminal.flush();
  }

  /** Draws it for the last time. */
  @Override
  public void close() {
    ticks.shutdown();
    try {
      step();
    } finally {
      bar.close();
      terminal.println();
    }
  }
}
