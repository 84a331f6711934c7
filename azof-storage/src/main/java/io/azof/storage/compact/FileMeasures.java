package io.azof.storage.compact;

import io.azof.storage.model.DataFile;
import io.azof.storage.model.DeltaFile;
import io.azof.storage.model.FileFacts;
import io.azof.storage.parquet.FooterReader;
import io.azof.storage.scan.ScanFiles;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The measures of a table's files: those that the snapshot gives and those that were taken of files
 * without facts.
 *
 * @param taken by the names of the files
 */
public record FileMeasures(Map<String, FileMeasure> taken) {

  public FileMeasures {
    taken = Map.copyOf(taken);
  }

  /** Measures the files of a snapshot that have no facts; reads their footers. */
  static FileMeasures of(ScanFiles files) {
    Map<String, FileMeasure> measures = new HashMap<>();
    files
        .snapshot()
        .files()
        .filter(file -> file.facts() == null)
        .map(DataFile::name)
        .forEach(
            name ->
                measures.put(
                    name, FileMeasure.of(FooterReader.read(files.path(name), files.label(name)))));
    return new FileMeasures(measures);
  }

  FileMeasure of(DataFile file) {
    FileFacts facts = file.facts();
    FileMeasure measure = facts == null ? taken.get(file.name()) : FileMeasure.of(facts);
    if (measure == null) {
      throw new IllegalArgumentException("no measure of " + file.name());
    }
    return measure;
  }

  FileMeasure of(DeltaFile delta) {
    return of(delta.file());
  }

  /**
   * Whether no row of a delta is from before its declared start. Only then all times see what the
   * delta holds from then on, and another file may hold it instead.
   */
  boolean startsAsDeclared(DeltaFile delta) {
    FileMeasure measure = of(delta);
    return delta.isPatch()
        || measure.rows() == 0
        || measure.minMillis() >= delta.range().start().epochMillis();
  }

  long rows(Collection<DeltaFile> deltas) {
    return deltas.stream().mapToLong(delta -> of(delta).rows()).sum();
  }

  long bytes(Collection<DeltaFile> deltas) {
    return deltas.stream().mapToLong(delta -> of(delta).bytes()).sum();
  }
}
