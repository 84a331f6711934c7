package io.azof.server.statement;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.AllocationOutcome;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** The column memory of one run. Who asks for more than one may have gets {@code LIMIT_REACHED}. */
public final class RunMemory implements AllocationListener {
  private final long bytesMax;
  private @Nullable BufferAllocator allocator;

  private RunMemory(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** The memory of a run; the receiver closes it, after all that was taken is given back. */
  public static BufferAllocator open(BufferAllocator parent, StatementRun run, long bytesMax) {
    RunMemory memory = new RunMemory(bytesMax);
    BufferAllocator allocator =
        parent.newChildAllocator("statement " + run.facts().id(), memory, 0, bytesMax);
    memory.allocator = allocator;
    return allocator;
  }

  @Override
  public boolean onFailedAllocation(long size, AllocationOutcome outcome) {
    BufferAllocator whole = allocator;
    if (whole != null && whole.getAllocatedMemory() + size > bytesMax) {
      throw new AzofException(
          ErrorCode.LIMIT_REACHED,
          "The statement needs more than the "
              + bytesMax
              + " bytes of column memory that one may have; ask for less, or raise"
              + " arrow.query-memory");
    }
    return false;
  }
}
