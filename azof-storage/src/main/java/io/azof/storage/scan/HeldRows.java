package io.azof.storage.scan;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.storage.parquet.FileSchema;
import io.azof.storage.parquet.RowFilter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.util.AutoCloseables;
import org.jspecify.annotations.Nullable;

/**
 * The rows that scans under way hold, so that scans of the same files have them in memory once, and
 * decode them once: who comes later takes handles on the buffers of who is there. Nothing is kept
 * for later; the rows go with the last scan that holds them. Shared by the scans of a lakehouse.
 */
public final class HeldRows {
  /** Fewer are read sooner than found. */
  private static final long SHARED_ROWS_MIN = 8_192;

  private static final long WAIT_MILLIS = 10;

  /** Of what is held, the leases of those who hold it: one at least. */
  private final Map<Id, List<Lease>> leases = new HashMap<>();

  private final Set<Id> beingRead = new HashSet<>();

  /**
   * Which rows.
   *
   * @param root whose memory they are in; buffers cannot be handed to another
   */
  private record Id(List<FileId> files, List<String> columns, Same root) {}

  /** Rows of a file, of which the footer tells that it is still the same. */
  private record FileId(
      Path path, Same footer, FileSchema schema, RowFilter filter, Set<Integer> withoutKeys) {
    static FileId of(Path path, FileRead read) {
      KnownFile known = read.known();
      return new FileId(
          path, new Same(known.footer()), read.schema(), read.filter(), known.withoutKeys());
    }
  }

  /** An object itself, whatever it equals. */
  private record Same(Object object) {
    @Override
    @SuppressWarnings("ReferenceEquality") // that is what it is for
    public boolean equals(@Nullable Object other) {
      return other instanceof Same same && same.object == object;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(object);
    }
  }

  /**
   * A batch.
   *
   * @param file which of the files it is of
   */
  private record Piece(HeldBatch batch, int file) {}

  /** Takes the batches of held files. */
  interface Taker {
    /**
     * @param batch closed by who takes it, also when this throws
     * @param file which of the files it is of
     */
    void take(HeldBatch batch, int file);
  }

  /** Reads rows that nobody has. */
  interface Reading {
    void read(Taker taker);
  }

  /** That others may take handles on batches. Closed before the batches are. */
  final class Lease implements AutoCloseable {
    private final @Nullable Id id;
    private final List<Piece> pieces;

    private Lease(@Nullable Id id, List<Piece> pieces) {
      this.id = id;
      this.pieces = pieces;
    }

    @Override
    public void close() {
      if (id != null) {
        end(id, this);
      }
    }
  }

  /**
   * Gives all batches of some files to a taker, in order: handles on those of another scan, or else
   * those that are read.
   *
   * @param reads how the files are read
   * @param paths where they are
   * @param columns those that the batches have
   * @param allocator of the batches
   * @param requireOpen throws when nobody wants the rows any more; asked while another scan reads
   */
  Lease hold(
      List<FileRead> reads,
      List<Path> paths,
      List<String> columns,
      BufferAllocator allocator,
      Runnable requireOpen,
      Reading reading,
      Taker taker) {
    if (reads.stream().mapToLong(FileRead::rows).sum() < SHARED_ROWS_MIN) {
      reading.read(taker);
      return new Lease(null, List.of());
    }
    List<FileId> files = new ArrayList<>();
    for (int i = 0; i < reads.size(); i++) {
      files.add(FileId.of(paths.get(i), reads.get(i)));
    }
    Id id = new Id(files, List.copyOf(columns), new Same(allocator.getRoot()));
    Optional<Lease> shared = share(id, reads, allocator, requireOpen);
    if (shared.isEmpty()) {
      return read(id, reading, taker);
    }
    give(shared.get(), taker);
    return shared.get();
  }

  /** The rows of another scan; empty when none has them, and all wait for the caller to read. */
  private synchronized Optional<Lease> share(
      Id id, List<FileRead> reads, BufferAllocator allocator, Runnable requireOpen) {
    awaitOther(id, requireOpen);
    List<Lease> others = leases.get(id);
    if (others == null) {
      beingRead.add(id);
      return Optional.empty();
    }
    List<Piece> pieces = new ArrayList<>();
    try {
      for (Piece piece : others.get(0).pieces) {
        PathFile file = reads.get(piece.file).file();
        pieces.add(new Piece(piece.batch.openSharing(file, allocator), piece.file));
      }
    } catch (RuntimeException e) {
      close(pieces, e);
      throw e;
    }
    Lease lease = new Lease(id, pieces);
    others.add(lease);
    return Optional.of(lease);
  }

  private synchronized void awaitOther(Id id, Runnable requireOpen) {
    try {
      while (beingRead.contains(id)) {
        requireOpen.run();
        wait(WAIT_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AzofException(ErrorCode.CANCELLED, "The scan was interrupted", e);
    }
  }

  private static void give(Lease lease, Taker taker) {
    int taken = 0;
    try {
      for (Piece piece : lease.pieces) {
        taken++;
        taker.take(piece.batch, piece.file);
      }
    } catch (RuntimeException e) {
      lease.close();
      close(lease.pieces.subList(taken, lease.pieces.size()), e);
      throw e;
    }
  }

  private static void close(List<Piece> pieces, RuntimeException reason) {
    AutoCloseables.close(reason, pieces.stream().map(Piece::batch).toList());
  }

  private Lease read(Id id, Reading reading, Taker taker) {
    List<Piece> pieces = new ArrayList<>();
    try {
      reading.read(
          (batch, file) -> {
            pieces.add(new Piece(batch, file));
            taker.take(batch, file);
          });
    } catch (Throwable e) {
      endReading(id, null);
      throw e;
    }
    Lease lease = new Lease(id, pieces);
    endReading(id, lease);
    return lease;
  }

  private synchronized void endReading(Id id, @Nullable Lease lease) {
    beingRead.remove(id);
    if (lease != null) {
      leases.computeIfAbsent(id, first -> new ArrayList<>()).add(lease);
    }
    notifyAll();
  }

  private synchronized void end(Id id, Lease lease) {
    List<Lease> all = leases.get(id);
    if (all != null && all.remove(lease) && all.isEmpty()) {
      leases.remove(id);
    }
  }
}
