package io.azof.storage;

import io.azof.storage.filecache.FileCache;
import io.azof.storage.scan.FileFooters;
import io.azof.storage.scan.HeldRows;
import io.azof.storage.scan.KeyFacts;
import io.azof.storage.write.DataFileWriter;

/**
 * What reading a table takes besides its snapshot.
 *
 * @param sorter sorts files of other writers where their order counts
 */
record TableSources(
    FileCache cache,
    KeyFacts keyFacts,
    HeldRows heldRows,
    FileFooters footers,
    DataFileWriter sorter) {}
