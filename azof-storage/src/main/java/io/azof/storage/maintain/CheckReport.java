package io.azof.storage.maintain;

import java.util.List;

/**
 * What a check of a table looked at and found.
 *
 * @param version the current version; 0 when it cannot be known
 * @param versions how many retained versions were looked at
 * @param files how many data files they list
 * @param rows how many rows were read; 0 unless the check was deep
 * @param faults in the order in which they were found; none for a table that is as it should be
 */
public record CheckReport(
    String table, long version, int versions, int files, long rows, List<Fault> faults) {
  public CheckReport {
    faults = List.copyOf(faults);
  }
}
