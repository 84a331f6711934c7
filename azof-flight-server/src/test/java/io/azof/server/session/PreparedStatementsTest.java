package io.azof.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.PreparedQuery;
import io.azof.storage.model.Traffic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PreparedStatementsTest {
  private final AtomicInteger ids = new AtomicInteger();
  private final SetClock clock = new SetClock();
  private final PreparedStatements statements =
      new PreparedStatements(
          2, Duration.ofMinutes(10), clock, () -> "handle-" + ids.incrementAndGet());

  @Test
  void aStatementIsFoundByItsHandleUntilItIsClosed() {
    PreparedStatement statement = statements.add(new Unrunnable(1), Optional.empty());

    assertThat(statements.find(statement.handle())).isSameAs(statement);
    statements.close(statement.handle());
    statements.close(statement.handle());
    assertThatThrownBy(() -> statements.find(statement.handle()))
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARGUMENT_INVALID))
        .hasMessageContaining("prepare it again");
  }

  @Test
  void tooManyAreRefused() {
    statements.add(new Unrunnable(0), Optional.empty());
    statements.add(new Unrunnable(0), Optional.empty());

    assertThatThrownBy(() -> statements.add(new Unrunnable(0), Optional.empty()))
        .isInstanceOfSatisfying(
            AzofException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT_REACHED))
        .hasMessageContaining("server.prepared-statements");
    assertThat(statements.size()).isEqualTo(2);
  }

  @Test
  void thoseThatAreIdleMakeRoom() {
    String idle = statements.add(new Unrunnable(0), Optional.empty()).handle();
    String used = statements.add(new Unrunnable(0), Optional.empty()).handle();
    clock.now = clock.now.plus(Duration.ofMinutes(6));
    statements.find(used);
    clock.now = clock.now.plus(Duration.ofMinutes(6));

    statements.add(new Unrunnable(0), Optional.empty());

    assertThatThrownBy(() -> statements.find(idle)).isInstanceOf(AzofException.class);
    assertThat(statements.find(used).handle()).isEqualTo(used);
  }

  @Test
  void thoseThatWereRunLongestAgoMakeRoomWhenThereIsNone() {
    String first = statements.add(new Unrunnable(0), Optional.empty()).handle();
    String second = statements.add(new Unrunnable(0), Optional.empty()).handle();
    statements.find(second);
    statements.find(first);

    String third = statements.add(new Unrunnable(0), Optional.empty()).handle();

    assertThatThrownBy(() -> statements.find(second)).isInstanceOf(AzofException.class);
    assertThat(statements.find(first).handle()).isEqualTo(first);
    assertThat(statements.find(third).handle()).isEqualTo(third);
  }

  @Test
  void aStatementWithoutParametersRunsOnceWhateverIsBound() {
    PreparedStatement statement = statements.add(new Unrunnable(0), Optional.empty());
    statement.bind(List.of());

    assertThat(statement.parameterRows()).containsExactly(List.of());
  }

  @Test
  void parametersMustBeBound() {
    PreparedStatement statement = statements.add(new Unrunnable(2), Optional.empty());

    assertThatThrownBy(statement::parameterRows)
        .hasMessage("The statement has 2 parameters, which are not set");
    statement.bind(List.of(List.of("a", 1L), List.of("b", 2L)));
    assertThat(statement.parameterRows()).hasSize(2);
  }

  private static final class SetClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  /** A query of which only the number of its parameters matters. */
  private record Unrunnable(int parameterCount) implements PreparedQuery {
    @Override
    public String sql() {
      return "unrunnable";
    }

    @Override
    public Schema schema() {
      return new Schema(List.of());
    }

    @Override
    public Schema parameterSchema() {
      return new Schema(
          java.util.Collections.nCopies(
              parameterCount, Field.nullable("p", ArrowType.Utf8.INSTANCE)));
    }

    @Override
    public ArrowReader openReader(
        BufferAllocator parent, List<@Nullable Object> parameters, Consumer<Traffic> traffic) {
      throw new UnsupportedOperationException();
    }
  }
}
