package io.azof.server.security;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files that hold secrets: only their owner, and at most a group that reads, may come near. */
final class SecretFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("----w-rwx");

  private SecretFile() {}

  /**
   * The lines of the file.
   *
   * @param kind what the file is, for messages: "users file"
   * @throws AzofException {@code ARGUMENT_INVALID} when it cannot be read, or others can
   */
  static List<String> lines(Path file, String kind) {
    try {
      requirePrivate(file, kind);
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw invalid("There is no " + kind + " " + file, e);
    } catch (IOException e) {
      throw invalid("Cannot read the " + kind + " " + file + ": " + reason(e), e);
    }
  }

  private static void requirePrivate(Path file, String kind) throws IOException {
    if (!isPosix(file)) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (permissions.stream().anyMatch(OTHERS::contains)) {
      throw invalid(
          "The "
              + kind
              + " "
              + file
              + " can be read or written by others ("
              + PosixFilePermissions.toString(permissions)
              + "); run chmod 600 "
              + file,
          null);
    }
  }

  /**
   * Makes the file, for its owner only.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} when it exists or cannot be made
   */
  static void create(Path file, String kind, List<String> lines) {
    try {
      Files.createFile(file, ownerOnly(file));
      Files.write(file, lines, StandardCharsets.UTF_8);
    } catch (FileAlreadyExistsException e) {
      throw invalid("There is already a " + kind + " " + file, e);
    } catch (IOException e) {
      throw invalid("Cannot make the " + kind + " " + file + ": " + reason(e), e);
    }
  }

  /**
   * Puts other lines into the file, all at once; it keeps the permissions that it has.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} when it cannot be written
   */
  static void replace(Path file, String kind, List<String> lines) {
    try {
      Path real = file.toRealPath();
      Path next = Files.createTempFile(real.getParent(), ".azof-", ".tmp", ownerOnly(real));
      try {
        Files.write(next, lines, StandardCharsets.UTF_8);
        if (isPosix(real)) {
          Files.setPosixFilePermissions(next, Files.getPosixFilePermissions(real));
        }
        Files.move(next, real, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(next);
      }
    } catch (IOException e) {
      throw invalid("Cannot write the " + kind + " " + file + ": " + reason(e), e);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    return isPosix(file)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** Without the path, which the sentence names already. */
  private static String reason(IOException e) {
    String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return reason == null ? e.getClass().getSimpleName() : reason;
  }

  private static AzofException invalid(String message, @Nullable Throwable cause) {
    return new AzofException(ErrorCode.ARGUMENT_INVALID, message, cause);
  }
}
