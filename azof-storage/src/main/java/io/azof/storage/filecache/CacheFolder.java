package io.azof.storage.filecache;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a cache, which several processes may share and any of them may leave at any moment.
 *
 * <pre>
 * lock                            held while room is made or taken
 * fetching                        a byte of it is locked while an object is fetched
 * files/ID-BYTES-CRC.parquet      a copy of an object, whole
 * users/NAME/ID.parquet           the same file, by a hard link, while that user reads it
 * users/NAME/ID.part              what that user is fetching
 * users/NAME/ID-BYTES.room        how much that will be
 * </pre>
 *
 * A copy is looked at, byte by byte, before a process uses it for the first time: one that a crash
 * of the machine has damaged is fetched again. A link tells all processes that a copy is in use,
 * and keeps its content even if somebody removes its name. Making and removing a link also changes
 * the time of the last change of the file's status, by which the copy that was not used for longest
 * is found.
 */
final class CacheFolder implements AutoCloseable {
  private static final String COPY = ".parquet";
  private static final String PART = ".part";
  private static final String ROOM = ".room";

  private final Path folder;
  private final Path files;
  private final Path users;
  private final long bytesMax;
  private final FolderLock lock;
  private final FetchLock fetching;
  private final CacheUser user;

  /** What is known to be in the folder; others may have removed it. */
  private final Map<String, CachedFile> known = new ConcurrentHashMap<>();

  private final Set<CachedFile> verified = ConcurrentHashMap.newKeySet();

  private CacheFolder(
      Path folder, long bytesMax, FolderLock lock, FetchLock fetching, CacheUser user) {
    this.folder = folder;
    this.files = folder.resolve("files");
    this.users = folder.resolve("users");
    this.bytesMax = bytesMax;
    this.lock = lock;
    this.fetching = fetching;
    this.user = user;
  }

  /** Opens a folder, which is made when it is not there; the receiver closes it. */
  static CacheFolder open(Path folder, long bytesMax) throws IOException {
    Files.createDirectories(folder.resolve("files"));
    Path users = Files.createDirectories(folder.resolve("users"));
    FolderLock lock = new FolderLock(folder.toRealPath().resolve("lock"));
    FetchLock fetching = FetchLock.open(folder.resolve("fetching"));
    try {
      CacheUser user =
          lock.hold(
              () -> {
                CacheUser.removeDead(users);
                return CacheUser.open(users);
              });
      return new CacheFolder(folder, bytesMax, lock, fetching, user);
    } catch (Throwable e) {
      fetching.close();
      throw e;
    }
  }

  /** Works while no other process, and no other cache of this one, does so for the same object. */
  <T> T whileFetching(String id, FolderLock.Work<T> work) throws IOException {
    return fetching.hold(id, work);
  }

  /** Whether nobody else has the folder open, but for those who have died and not been seen to. */
  boolean isAlone() throws IOException {
    return CacheUser.children(users).size() <= 1;
  }

  /** Keeps a copy from being removed until it is released; empty when there is none. */
  Optional<Path> hold(String id) throws IOException {
    Path held = user.file(id + COPY);
    for (CachedFile copy = find(id); copy != null; copy = find(id)) {
      Path shared = files.resolve(copy.name());
      try {
        // or a copy could be taken for unused, removed and no longer counted, though it is held
        lock.hold(() -> Files.createLink(held, shared));
      } catch (NoSuchFileException e) {
        known.remove(id, copy);
        continue;
      }
      if (isWhole(copy, held)) {
        return Optional.of(held);
      }
      Files.deleteIfExists(shared);
      Files.delete(held);
      known.remove(id, copy);
    }
    return Optional.empty();
  }

  private boolean isWhole(CachedFile copy, Path file) throws IOException {
    if (verified.contains(copy)) {
      return true;
    }
    boolean whole = Files.size(file) == copy.bytes() && Checksum.crc32c(file) == copy.crc32c();
    if (whole) {
      verified.add(copy);
    }
    return whole;
  }

  private @Nullable CachedFile find(String id) throws IOException {
    if (!known.containsKey(id)) {
      copies().forEach(copy -> known.put(copy.id(), copy));
    }
    return known.get(id);
  }

  private List<CachedFile> copies() throws IOException {
    List<CachedFile> copies = new ArrayList<>();
    for (Path file : CacheUser.children(files)) {
      CachedFile.parse(file.getFileName().toString()).ifPresent(copies::add);
    }
    return copies;
  }

  /** Where to put what is fetched, before it is published. */
  Path part(String id) {
    return user.file(id + PART);
  }

  /**
   * Makes room for a copy, by removing those that were not used for longest.
   *
   * @throws AzofException {@code LIMIT_REACHED} when too many others are in use
   */
  void reserve(String id, long bytes) throws IOException {
    lock.hold(
        () -> {
          long excess = usedBytes() + bytes - bytesMax;
          if (excess > 0) {
            excess -= removeUnused(excess);
          }
          if (excess > 0) {
            CacheUser.removeDead(users);
            excess = usedBytes() + bytes - bytesMax;
            excess -= excess > 0 ? removeUnused(excess) : 0;
          }
          if (excess > 0) {
            throw tooSmall(bytes);
          }
          return Files.createFile(room(id, bytes));
        });
  }

  private AzofException tooSmall(long bytes) {
    return new AzofException(
        ErrorCode.LIMIT_REACHED,
        "A data file of "
            + bytes
            + " bytes does not fit into the file cache "
            + folder
            + ", which may hold "
            + bytesMax
            + " bytes and whose other files are in use; raise cache.size");
  }

  private Path room(String id, long bytes) {
    return user.file(id + "-" + bytes + ROOM);
  }

  private long usedBytes() throws IOException {
    long bytes = 0;
    for (String name : CacheUser.names(users)) {
      if (name.endsWith(ROOM)) {
        bytes += Long.parseLong(name.substring(name.indexOf('-') + 1, name.indexOf('.')));
      }
    }
    for (CachedFile copy : copies()) {
      bytes += copy.bytes();
    }
    return bytes;
  }

  private long removeUnused(long bytes) throws IOException {
    Map<CachedFile, FileTime> lastUses = new HashMap<>();
    for (CachedFile copy : copies()) {
      try {
        Map<String, Object> attributes =
            Files.readAttributes(files.resolve(copy.name()), "unix:ctime,nlink");
        if (Integer.valueOf(1).equals(attributes.get("nlink"))) {
          lastUses.put(copy, (FileTime) Objects.requireNonNull(attributes.get("ctime")));
        }
      } catch (NoSuchFileException e) {
        // it was damaged, and somebody has removed it
      }
    }
    List<CachedFile> oldestFirst = new ArrayList<>(lastUses.keySet());
    oldestFirst.sort(Comparator.comparing(lastUses::get));
    long removed = 0;
    for (CachedFile copy : oldestFirst) {
      if (removed >= bytes) {
        break;
      }
      Files.deleteIfExists(files.resolve(copy.name()));
      removed += copy.bytes();
    }
    return removed;
  }

  /** Makes what was fetched a copy for all, and holds it. */
  Path publish(String id, long bytes) throws IOException {
    Path part = part(id);
    CachedFile copy = new CachedFile(id, bytes, Checksum.crc32c(part));
    Path held = user.file(id + COPY);
    Files.move(part, held);
    lock.hold(() -> share(held, copy)); // so that it is counted once, as room or as a copy
    verified.add(copy);
    known.put(id, copy);
    return held;
  }

  private CachedFile share(Path held, CachedFile copy) throws IOException {
    try {
      Files.createLink(files.resolve(copy.name()), held);
    } catch (FileAlreadyExistsException e) {
      // somebody else fetched it, too: each of us reads the own one, and theirs stays
    }
    Files.delete(room(copy.id(), copy.bytes()));
    return copy;
  }

  /** Gives up what was reserved and fetched. */
  void abandon(String id, long bytes) throws IOException {
    Files.deleteIfExists(part(id));
    Files.deleteIfExists(room(id, bytes));
  }

  /** Lets go of what is held. */
  void release(String id) throws IOException {
    Files.deleteIfExists(user.file(id + COPY));
  }

  /** Lets go of everything. */
  @Override
  public void close() throws IOException {
    try (fetching) {
      user.close();
    }
  }
}
