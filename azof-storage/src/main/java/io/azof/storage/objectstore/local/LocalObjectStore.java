package io.azof.storage.objectstore.local;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.objectstore.Listing;
import io.azof.storage.objectstore.ObjectKey;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.StoredObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Objects as files below a folder.
 *
 * <p>An object appears by a hard link to a finished, synced file, which fails when the name is
 * taken; it is replaced by an atomic rename under a lock that other processes respect. Names that
 * start with {@code .azof-} are this store's own and are not listed.
 */
public final class LocalObjectStore implements ObjectStore {
  private static final String OWN_PREFIX = ".azof-";

  /** A file lock is held by a process, so threads of this one need a lock of their own. */
  private static final ConcurrentHashMap<Path, Object> MONITORS = new ConcurrentHashMap<>();

  private final Path root;

  /**
   * @param root the folder; it need not exist yet
   */
  public LocalObjectStore(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public String location() {
    return root.toString();
  }

  @Override
  public boolean exists() {
    return Files.isDirectory(root);
  }

  @Override
  public Optional<StoredObject> read(String key) {
    Path file = file(key);
    try {
      String edition = edition(file); // before the content, which is then at least as new
      byte[] content = Files.readAllBytes(file);
      return Optional.of(new StoredObject(content, tag(content), edition));
    } catch (IOException e) {
      return absentOrFail(file, e);
    }
  }

  @Override
  public Optional<byte[]> readRange(String key, long offset, int length) {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("offset " + offset + ", length " + length);
    }
    Path file = file(key);
    if (Files.isDirectory(file)) { // which can be opened like a file
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long available = Math.max(0, channel.size() - offset);
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(length, available));
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, offset + bytes.position()) < 0) {
          break;
        }
      }
      return Optional.of(Arrays.copyOf(bytes.array(), bytes.position()));
    } catch (IOException e) {
      return absentOrFail(file, e);
    }
  }

  @Override
  public Optional<String> createIfAbsent(String key, byte[] content) {
    Path file = file(key);
    try {
      createFolders(parent(file));
      Path written = writeBeside(file, content);
      try {
        Files.createLink(file, written);
      } catch (FileAlreadyExistsException e) {
        return Optional.empty();
      } finally {
        Files.delete(written);
      }
      sync(parent(file));
      return Optional.of(tag(content));
    } catch (IOException e) {
      throw failed("create", file, e);
    }
  }

  @Override
  public boolean createFromFile(String key, Path file) {
    Path object = file(key);
    try {
      createFolders(parent(object));
      sync(file);
      if (!isLinked(object, file)) {
        return false;
      }
      sync(parent(object));
      return true;
    } catch (IOException e) {
      throw failed("create", object, e);
    }
  }

  /** Without a copy where both are on one file system; false when the object exists. */
  private static boolean isLinked(Path object, Path file) throws IOException {
    try {
      Files.createLink(object, file);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      return isCopied(object, file);
    }
  }

  private static boolean isCopied(Path object, Path file) throws IOException {
    Path copy = Files.createTempFile(parent(object), OWN_PREFIX, ".tmp");
    try {
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      sync(copy);
      Files.createLink(object, copy);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.delete(copy);
    }
  }

  @Override
  public Optional<String> replaceIfMatch(String key, byte[] content, String tag) {
    Path file = file(key);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Path lockFile = parent(file).resolve(OWN_PREFIX + "lock");
    synchronized (MONITORS.computeIfAbsent(lockFile, path -> new Object())) {
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!lock.isValid() || !Files.isRegularFile(file)) {
          return Optional.empty();
        }
        if (!tag(Files.readAllBytes(file)).equals(tag)) {
          return Optional.empty();
        }
        Path written = writeBeside(file, content);
        try {
          Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
          Files.deleteIfExists(written);
        }
        sync(parent(file));
        return Optional.of(tag(content));
      } catch (IOException e) {
        throw failed("replace", file, e);
      }
    }
  }

  @Override
  public Listing list(String folder) {
    Path path = folder.isEmpty() ? root : file(folder);
    List<Listing.Entry> objects = new ArrayList<>();
    List<String> folders = new ArrayList<>();
    try (Stream<Path> children = Files.list(path)) {
      for (Path child : children.sorted().toList()) {
        String name = child.getFileName().toString();
        if (name.startsWith(OWN_PREFIX)) {
          continue;
        }
        if (Files.isDirectory(child)) {
          folders.add(name);
        } else {
          objects.add(new Listing.Entry(name, Files.size(child)));
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return new Listing(List.of(), List.of());
    } catch (IOException | UncheckedIOException e) {
      throw failed("list", path, e);
    }
    objects.sort(Comparator.comparing(Listing.Entry::name));
    folders.sort(Comparator.naturalOrder());
    return new Listing(objects, folders);
  }

  @Override
  public void delete(String key) {
    Path file = file(key);
    if (Files.isDirectory(file)) {
      return;
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failed("delete", file, e);
    }
  }

  @Override
  public Optional<Path> localFile(String key) {
    Path file = file(key);
    return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
  }

  /** Below the root, so that a finished file becomes an object by a link. */
  @Override
  public Path stagingFolder() {
    return root.resolve(OWN_PREFIX + "staging");
  }

  private Path file(String key) {
    return root.resolve(ObjectKey.require(key));
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalArgumentException(file + " has no folder");
    }
    return parent;
  }

  /** A finished, synced file of another name; nothing is left when this throws. */
  private static Path writeBeside(Path file, byte[] content) throws IOException {
    Path written = Files.createTempFile(parent(file), OWN_PREFIX, ".tmp");
    try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
      return written;
    } catch (IOException e) {
      Files.delete(written); // half a file, on a disk that is full perhaps
      throw e;
    }
  }

  /** Makes a folder and those above it, and the new names in theirs survive a crash. */
  private static void createFolders(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path above = folder.getParent();
    if (above != null) {
      createFolders(above);
    }
    Files.createDirectories(folder);
    if (above != null) {
      sync(above);
    }
  }

  /** Makes a file, or the names in a folder, survive a crash of the machine. */
  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static String edition(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return attributes.lastModifiedTime() + " " + attributes.fileKey();
  }

  private static String tag(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> Optional<T> absentOrFail(Path file, IOException e) {
    if (e instanceof NoSuchFileException || Files.isDirectory(file) || isBelowFile(file)) {
      return Optional.empty();
    }
    throw failed("read", file, e);
  }

  private static boolean isBelowFile(Path file) {
    for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder)) {
        return true;
      }
    }
    return false;
  }

  private static AzofException failed(String verb, Path file, Exception e) {
    return new AzofException(
        ErrorCode.STORE_FAILED, "Cannot " + verb + " \"" + file + "\" (" + reason(e) + ")", e);
  }

  private static String reason(Exception e) {
    String kind = e.getClass().getSimpleName().replaceFirst("Exception$", "");
    return e.getMessage() == null ? kind : kind + ": " + e.getMessage();
  }
}
