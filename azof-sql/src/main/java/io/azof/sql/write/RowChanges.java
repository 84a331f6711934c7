package io.azof.sql.write;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.execute.Execution;
import io.azof.sql.execute.PinnedTables;
import io.azof.sql.plan.BoundPlan;
import io.azof.sql.plan.ChangePlan;
import io.azof.sql.plan.ChangePlan.Kind;
import io.azof.storage.Lakehouse;
import io.azof.storage.model.EventTime;
import io.azof.storage.model.Traffic;
import io.azof.storage.write.CommitSummary;
import io.azof.storage.write.TableWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/** Writes the rows of plans, each run in one commit. Safe for use by many threads. */
public final class RowChanges {
  /** How often rows are computed anew because somebody else has changed the table meanwhile. */
  private static final int ATTEMPTS_MAX = 10;

  private final Lakehouse lakehouse;
  private final Execution execution;

  /** Neither is closed here. */
  public RowChanges(Lakehouse lakehouse, Execution execution) {
    this.lakehouse = lakehouse;
    this.execution = execution;
  }

  /**
   * Computes rows and commits them, once or not at all. Rows that are computed from the table's own
   * state are computed anew when somebody else has changed it meanwhile.
   *
   * @param runs the rows, one after the other; more than one only for a plan that does not read its
   *     target
   * @param parent where memory is taken from
   * @param traffic is told what it takes to have what is read here, and before each batch nothing,
   *     so that it can end the change by what it throws
   * @return how many rows were written; of several of one key and event time the last one is
   * @throws AzofException {@code CONFLICT} when others changed the table each time; what the rows
   *     or the table's writer throw. Then nothing is committed, except that after {@code
   *     COMMIT_UNKNOWN} it is not known
   */
  public long commit(
      ChangePlan plan, List<BoundPlan> runs, BufferAllocator parent, Consumer<Traffic> traffic) {
    for (int attempt = 1; attempt < ATTEMPTS_MAX && plan.readsTarget(); attempt++) {
      try {
        return attempt(plan, runs, parent, traffic);
      } catch (ChangedMeanwhile e) {
        // once more, from what the others have made of the table
      }
    }
    try {
      return attempt(plan, runs, parent, traffic);
    } catch (ChangedMeanwhile e) {
      throw e.cause;
    }
  }

  private long attempt(
      ChangePlan plan, List<BoundPlan> runs, BufferAllocator parent, Consumer<Traffic> traffic)
      throws ChangedMeanwhile {
    String table = plan.target().name();
    PinnedTables tables = PinnedTables.forChange(lakehouse, traffic);
    long version = tables.pinned(plan.target()).version();
    try (TableWriter writer = lakehouse.openWriter(table, parent)) {
      for (BoundPlan run : runs) {
        try (ArrowReader rows = execution.openReader(run, tables, parent, traffic)) {
          take(rows, plan.kind(), writer, traffic);
        }
      }
      CommitSummary summary = plan.readsTarget() ? commitAfter(writer, version) : writer.commit();
      lakehouse.forget(table);
      return summary.rows();
    } catch (IOException e) {
      throw new AzofException(
          ErrorCode.INTERNAL,
          "The rows for table \"" + table + "\" could not be read: " + e.getMessage(),
          e);
    }
  }

  private static CommitSummary commitAfter(TableWriter writer, long version)
      throws ChangedMeanwhile {
    try {
      return writer.commitAfter(version);
    } catch (AzofException e) {
      if (e.code() == ErrorCode.CONFLICT) {
        throw new ChangedMeanwhile(e);
      }
      throw e;
    }
  }

  private static void take(
      ArrowReader rows, Kind kind, TableWriter writer, Consumer<Traffic> traffic)
      throws IOException {
    VectorSchemaRoot batch = rows.getVectorSchemaRoot();
    traffic.accept(Traffic.NONE);
    while (rows.loadNextBatch()) {
      traffic.accept(Traffic.NONE);
      if (kind == Kind.PUT) {
        writer.write(batch);
      } else {
        delete(batch, writer);
      }
    }
  }

  private static void delete(VectorSchemaRoot batch, TableWriter writer) {
    VarCharVector keys = (VarCharVector) batch.getVector(0);
    TimeStampVector times = (TimeStampVector) batch.getVector(1);
    for (int row = 0; row < batch.getRowCount(); row++) {
      String key = new String(keys.get(row), StandardCharsets.UTF_8);
      writer.delete(key, new EventTime(times.get(row)));
    }
  }

  /** Somebody else has committed, and nothing was. */
  private static final class ChangedMeanwhile extends Exception {
    private static final long serialVersionUID = 1;

    private final AzofException cause;

    ChangedMeanwhile(AzofException cause) {
      super(cause);
      this.cause = cause;
    }
  }
}
