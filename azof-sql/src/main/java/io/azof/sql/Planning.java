package io.azof.sql;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.parse.Sentence;
import io.azof.sql.parse.SqlFault;
import java.util.function.Supplier;

/** The border behind which nothing of the planner's own errors is seen. */
final class Planning {
  private Planning() {}

  /**
   * Runs a step of planning.
   *
   * @throws AzofException what the step threw, or {@code SQL_INVALID} when the statement does not
   *     fit the stack, or {@code INTERNAL} for a fault of the planner
   */
  static <T> T guarded(Supplier<T> step) {
    try {
      return step.get();
    } catch (AzofException e) {
      throw e;
    } catch (StackOverflowError e) {
      throw SqlFault.tooDeep();
    } catch (RuntimeException | AssertionError e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new AzofException(
          ErrorCode.INTERNAL, "The statement could not be planned: " + Sentence.first(reason), e);
    }
  }
}
