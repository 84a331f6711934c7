package io.azof.sql.execute;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.plan.BoundPlan;
import io.azof.storage.model.Traffic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/** A run of a plan whose rows nobody sees: what each of its steps gives and takes. */
public final class Analysis implements AutoCloseable {
  private final Execution execution;
  private final BoundPlan plan;
  private final BufferAllocator parent;
  private final Consumer<Traffic> traffic;
  private final Object turn = new Object();
  private @Nullable ArrowReader running;
  private boolean closed;

  /**
   * @param parent where memory is taken from
   * @param traffic is told what it takes to have the tables here, on any thread
   */
  public Analysis(
      Execution execution, BoundPlan plan, BufferAllocator parent, Consumer<Traffic> traffic) {
    this.execution = execution;
    this.plan = plan;
    this.parent = parent;
    this.traffic = traffic;
  }

  /** Runs the plan when the first line is asked for: the plan as it is explained, then the run. */
  public Stream<String> lines() {
    return Stream.of(this).flatMap(analysis -> analysis.run().stream());
  }

  private List<String> run() {
    RunMeters meters = RunMeters.on();
    StepMeter all = meters.step("result");
    try (ArrowReader rows = open(meters, all)) {
      while (rows.loadNextBatch()) {
        requireOpen();
      }
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.INTERNAL, "The rows could not be read: " + e.getMessage(), e);
    }
    requireOpen();
    List<String> lines = new ArrayList<>(execution.explain(plan, fetched -> {}));
    lines.add("Run:");
    lines.addAll(meters.lines());
    return lines;
  }

  private ArrowReader open(RunMeters meters, StepMeter all) {
    ArrowReader rows =
        new MeteredReader(() -> execution.openReader(plan, parent, traffic, meters), all, parent);
    synchronized (turn) {
      running = rows;
    }
    return rows;
  }

  private void requireOpen() {
    synchronized (turn) {
      if (closed) {
        throw new AzofException(ErrorCode.CANCELLED, "The query was cancelled");
      }
    }
  }

  /** Stops the run, if there is one. */
  @Override
  public void close() {
    @Nullable ArrowReader rows;
    synchronized (turn) {
      closed = true;
      rows = running;
    }
    try {
      if (rows != null) {
        rows.close();
      }
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.INTERNAL, "The run could not be stopped: " + e.getMessage(), e);
    }
  }
}
