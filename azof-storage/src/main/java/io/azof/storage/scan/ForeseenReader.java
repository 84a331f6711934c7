package io.azof.storage.scan;

/** A reader that tells how long it will be at work before it has read anything. */
public interface ForeseenReader {

  /** About how many rows of files it reads; few when that is not known. */
  long foreseenRows();
}
