package io.azof.storage.compact;

import io.azof.storage.model.DataFile;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.Segment;
import io.azof.storage.model.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From a snapshot and a policy to what there is to do; pure. First late rows are folded; only when
 * there are none to fold are deltas merged, bases rewritten and the open era closed, so that what
 * the fold brought is in it.
 */
public final class CompactionPlanner {
  private final Snapshot snapshot;
  private final CompactionPolicy policy;
  private final FileMeasures measures;
  private final List<String> notes = new ArrayList<>();

  private CompactionPlanner(Snapshot snapshot, CompactionPolicy policy, FileMeasures measures) {
    this.snapshot = snapshot;
    this.policy = policy;
    this.measures = measures;
  }

  /**
   * @param measures of all files of the snapshot that have no facts
   */
  public static CompactionPlan plan(
      Snapshot snapshot, CompactionPolicy policy, FileMeasures measures) {
    return new CompactionPlanner(snapshot, policy, measures).plan();
  }

  private CompactionPlan plan() {
    List<CompactionStep> steps = new ArrayList<>();
    if (snapshot.lineage() == null) {
      notes.add("all, because the table is of version 1 of the format until something is appended");
    } else {
      steps.addAll(folds());
      if (steps.isEmpty()) {
        addOthers(steps);
      }
    }
    CompactionPlan plan =
        new CompactionPlan(
            snapshot.version(),
            steps,
            notes,
            Amplification.of(snapshot.segments(), measures),
            Amplification.of(snapshot.segments(), measures));
    return plan.isEmpty() ? plan : withAfter(plan);
  }

  /** The first fold from the top: what it moves down may have to move further. */
  private List<CompactionStep> folds() {
    LatePlanner planner = new LatePlanner(policy, measures);
    for (Segment segment : snapshot.allSegments().toList()) {
      Optional<FoldLateRows> fold = planner.plan(segment, notes);
      if (fold.isPresent()) {
        return List.of(fold.get());
      }
    }
    return List.of();
  }

  private void addOthers(List<CompactionStep> steps) {
    Optional<CloseEra> close = new EraPlanner(policy, measures).plan(snapshot, notes);
    DeltaTiers tiers = new DeltaTiers(policy, measures);
    for (Segment segment : snapshot.allSegments().toList()) {
      if (close.stream().anyMatch(step -> step.path().contains(segment))) {
        continue;
      }
      tiers.plan(segment, notes).ifPresent(steps::add);
      rewrite(segment).ifPresent(steps::add);
    }
    close.ifPresent(steps::add);
  }

  private Optional<CompactionStep> rewrite(Segment segment) {
    List<DeltaFile> patches = SegmentTree.patches(segment);
    DataFile base = segment.base();
    if (base == null || patches.isEmpty()) {
      return Optional.empty();
    }
    long baseRows = measures.of(base).rows();
    long patchRows = measures.rows(patches);
    return patchRows > policy.lateRatio() * baseRows
        ? Optional.of(new RewriteBase(segment, base, patches, baseRows, patchRows))
        : Optional.empty();
  }

  /** The plan with what it leads to if every row of its inputs is kept. */
  private CompactionPlan withAfter(CompactionPlan plan) {
    List<Optional<DataFile>> made =
        plan.tasks().stream().map(task -> Estimate.of(task, measures)).toList();
    List<Segment> after = plan.apply(snapshot.segments(), made);
    return new CompactionPlan(
        plan.version(),
        plan.steps(),
        plan.notes(),
        plan.before(),
        Amplification.of(after, measures));
  }
}
