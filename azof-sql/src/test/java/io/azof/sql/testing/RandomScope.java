package io.azof.sql.testing;

import io.azof.sql.testing.RandomSource.Named;
import java.util.List;
import java.util.stream.Stream;

/**
 * The columns that an expression can use.
 *
 * @param around those of the queries around it
 */
record RandomScope(List<Named> own, List<Named> around) {
  RandomScope within(RandomSource source) {
    return new RandomScope(source.columns(), Stream.concat(own.stream(), around.stream()).toList());
  }
}
