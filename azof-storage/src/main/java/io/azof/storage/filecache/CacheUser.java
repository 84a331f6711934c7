package io.azof.storage.filecache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The folder within a cache in which one of its users has what it is fetching and, as hard links,
 * what it is reading. A lock shows that the user lives; what the dead leave is removed by others.
 */
final class CacheUser implements AutoCloseable {
  private static final String LOCK = "lock";

  /**
   * Closing any channel of a file gives up this process's locks of it, so ours are not looked at.
   */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;
  private final FileLock lock;

  private CacheUser(Path folder, FileChannel channel, FileLock lock) {
    this.folder = folder;
    this.channel = channel;
    this.lock = lock;
  }

  /** Opens a folder among those of the users; call it only while the cache is locked. */
  static CacheUser open(Path users) throws IOException {
    Path folder = Files.createTempDirectory(users, "user-").toRealPath();
    OWN.add(folder);
    FileChannel channel =
        FileChannel.open(
            folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      return new CacheUser(folder, channel, channel.lock());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** The names of all files of all users that live; call it only while the cache is locked. */
  static List<String> names(Path users) throws IOException {
    List<String> names = new ArrayList<>();
    for (Path user : children(users)) {
      for (Path file : children(user)) {
        names.add(file.getFileName().toString());
      }
    }
    return names;
  }

  /** Removes the folders of users that have died; call it only while the cache is locked. */
  static void removeDead(Path users) throws IOException {
    for (Path user : children(users)) {
      if (!OWN.contains(user.toRealPath()) && isDead(user)) {
        remove(user);
      }
    }
  }

  private static boolean isDead(Path user) throws IOException {
    try (FileChannel channel = FileChannel.open(user.resolve(LOCK), StandardOpenOption.WRITE);
        FileLock free = channel.tryLock()) {
      return free != null;
    } catch (NoSuchFileException e) { // it died before it had a lock, or as it went
      return true;
    }
  }

  static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      remove(folder);
      lock.release();
    } finally {
      OWN.remove(folder);
    }
  }
}
