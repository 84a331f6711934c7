package io.azof.storage.compact;

import io.azof.storage.Lakehouse;
import java.util.function.BooleanSupplier;
import org.apache.arrow.memory.BufferAllocator;

/** Something that is committed to a {@link CompactableTable}, in one commit. */
@FunctionalInterface
public interface TableChange {

  /**
   * @param isMade whether it is committed by now; asking does not count as a call of the store
   */
  void make(Lakehouse lakehouse, BufferAllocator allocator, BooleanSupplier isMade);
}
