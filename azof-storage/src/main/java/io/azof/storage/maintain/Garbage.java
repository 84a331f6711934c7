package io.azof.storage.maintain;

import io.azof.storage.format.ObjectNames;
import io.azof.storage.model.DataFile;
import io.azof.storage.model.Snapshot;
import io.azof.storage.objectstore.Listing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What lies in a table's folder that no retained version needs: docs/FORMAT.md, Garbage. Pure.
 *
 * @param removable what nobody needs, in the order in which it is to be removed
 * @param later what only readers may need that began before it was let go of
 * @param pending what a commit may need that is under way, or was given up
 * @param foreign what is not Azof's by its name, and stays
 */
public record Garbage(
    List<Listing.Entry> removable,
    List<Listing.Entry> later,
    List<Listing.Entry> pending,
    List<Listing.Entry> foreign) {

  public Garbage {
    removable = List.copyOf(removable);
    later = List.copyOf(later);
    pending = List.copyOf(pending);
    foreign = List.copyOf(foreign);
  }

  /** The size of some objects. */
  public static long bytes(List<Listing.Entry> objects) {
    return objects.stream().mapToLong(Listing.Entry::bytes).sum();
  }

  /**
   * @param versions read before the folder was listed
   * @param folder all objects of the table's folder
   */
  static Garbage of(NeededVersions versions, List<Listing.Entry> folder) {
    long current = versions.retained().get(0).version();
    Set<String> needed = names(versions.retained());
    needed.add(ObjectNames.VERSION);
    Set<String> inUse = names(versions.inUse());
    List<Listing.Entry> removable = new ArrayList<>();
    List<Listing.Entry> later = new ArrayList<>();
    List<Listing.Entry> pending = new ArrayList<>();
    List<Listing.Entry> foreign = new ArrayList<>();
    for (Listing.Entry object : folder) {
      OptionalLong number = number(object.name());
      if (needed.contains(object.name())) {
        continue;
      }
      if (number.isEmpty()) {
        foreign.add(object);
      } else if (number.getAsLong() >= current) {
        pending.add(object);
      } else if (inUse.contains(object.name())) {
        later.add(object);
      } else {
        removable.add(object);
      }
    }
    removable.sort(ORDER);
    return new Garbage(removable, later, pending, foreign);
  }

  /**
   * Data files first, so that snapshots say until the end what belonged to them; the oldest first,
   * so that the younger ones still lead to those that are left.
   */
  private static final Comparator<Listing.Entry> ORDER =
      Comparator.comparing(
              (Listing.Entry object) -> ObjectNames.snapshotVersion(object.name()).isPresent())
          .thenComparing(object -> number(object.name()).orElse(0))
          .thenComparing(Listing.Entry::name);

  private static OptionalLong number(String name) {
    OptionalLong version = ObjectNames.snapshotVersion(name);
    return version.isPresent() ? version : ObjectNames.writtenAgainst(name);
  }

  private static Set<String> names(List<Snapshot> versions) {
    Set<String> names = new HashSet<>();
    for (Snapshot version : versions) {
      names.add(ObjectNames.snapshotName(version.version()));
      version.files().map(DataFile::name).forEach(names::add);
    }
    return names;
  }
}
