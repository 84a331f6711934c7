package io.azof.storage.evolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.azof.storage.evolve.SchemaChange.AddColumn;
import io.azof.storage.evolve.SchemaChange.DropColumn;
import io.azof.storage.evolve.SchemaChange.RenameColumn;
import io.azof.storage.evolve.SchemaChange.SetDoc;
import io.azof.storage.evolve.SchemaChange.SetNullable;
import io.azof.storage.evolve.SchemaChange.WidenColumn;
import io.azof.storage.model.Column;
import io.azof.storage.model.ColumnType;
import io.azof.storage.model.TableSchema;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SchemaChangeTest {
  private static final TableSchema FIRST =
      new TableSchema(
          List.of(
              new Column("name", ColumnType.STRING, false),
              new Column("price", ColumnType.INT, true),
              new Column("rate", ColumnType.decimal(5, 2), true)));

  @Test
  void anAddedColumnIsTheLastAndHasAnIdOfItsOwn() {
    TableSchema next =
        next(FIRST, new AddColumn("note", ColumnType.STRING, false, "none", "what was said"));
    assertThat(next.id()).isEqualTo(2);
    assertThat(next.lastColumnId()).isEqualTo(4);
    assertThat(next.columns().subList(0, 3)).isEqualTo(FIRST.columns());
    assertThat(next.columns())
        .element(3)
        .isEqualTo(
            new Column(4, "note", ColumnType.STRING, false, "note#4", 2, "none", "what was said"));
  }

  @Test
  void aRenamedColumnIsAnotherNameForTheSame() {
    TableSchema next = next(FIRST, new RenameColumn(2, "cost"));
    assertThat(next.columns())
        .element(1)
        .isEqualTo(new Column(2, "cost", ColumnType.INT, true, "price", 1, null, null));
    assertThat(next(FIRST, new RenameColumn(2, "PRICE")).column(2))
        .get()
        .extracting(Column::name)
        .isEqualTo("PRICE");
  }

  @Test
  void namesCanBeExchangedByWayOfAThird() {
    TableSchema next =
        next(
            FIRST,
            new RenameColumn(1, "other"),
            new RenameColumn(2, "name"),
            new RenameColumn(1, "price"));
    assertThat(next.id()).isEqualTo(2);
    assertThat(next.columns())
        .extracting(Column::id, Column::name, Column::physicalName)
        .map(Object::toString)
        .containsExactly(
            "(1, \"price\", \"name\")", "(2, \"name\", \"price\")", "(3, \"rate\", \"rate\")");
  }

  @Test
  void aDroppedColumnsIdAndPhysicalNameNeverComeBack() {
    TableSchema dropped = next(FIRST, new DropColumn(3));
    assertThat(dropped.columns()).isEqualTo(FIRST.columns().subList(0, 2));
    assertThat(dropped.lastColumnId()).isEqualTo(3);
    TableSchema again = next(dropped, add("rate", ColumnType.INT));
    assertThat(again.columns())
        .element(2)
        .isEqualTo(new Column(4, "rate", ColumnType.INT, true, "rate#4", 3, null, null));
    TableSchema third = next(next(again, new DropColumn(4)), add("rate", ColumnType.BOOLEAN));
    assertThat(third.column("rate")).get().extracting(Column::physicalName).isEqualTo("rate#5");
  }

  @Test
  void aPhysicalNameIsUnlikeAnyThatTheTableHas() {
    TableSchema first = new TableSchema(List.of(new Column("A#2", ColumnType.INT, true)));
    assertThat(next(first, add("a", ColumnType.INT)).column("a"))
        .get()
        .extracting(Column::physicalName)
        .isEqualTo("a#2#2");
  }

  static Stream<Arguments> widenings() {
    return Stream.of(
        arguments(2, ColumnType.DOUBLE),
        arguments(2, ColumnType.decimal(19, 0)),
        arguments(2, ColumnType.decimal(38, 19)),
        arguments(3, ColumnType.decimal(6, 2)),
        arguments(3, ColumnType.decimal(6, 3)),
        arguments(3, ColumnType.decimal(38, 10)));
  }

  @ParameterizedTest
  @MethodSource("widenings")
  void aColumnCanBecomeOfAWiderType(int id, ColumnType type) {
    TableSchema next = next(FIRST, new WidenColumn(id, type));
    Column before = FIRST.column(id).orElseThrow();
    assertThat(next.column(id)).contains(before.ofType(type));
  }

  @Test
  void nullsCanBeAllowedAndWordsChanged() {
    TableSchema next = next(FIRST, new SetNullable(1, true), new SetDoc(2, "in cents"));
    assertThat(next.column(1).orElseThrow().nullable()).isTrue();
    assertThat(next.column(2).orElseThrow().doc()).isEqualTo("in cents");
    assertThat(next(next, new SetDoc(2, null)).column(2).orElseThrow().doc()).isNull();
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments(add("price", ColumnType.INT), "there is a column named \"price\" already"),
        arguments(add("PRICE", ColumnType.INT), "there is a column named \"price\" already"),
        arguments(add(" ", ColumnType.INT), "a column cannot have an empty name"),
        arguments(
            add("Key", ColumnType.INT),
            "a column cannot be named \"Key\", a name that is reserved"),
        arguments(
            add("_deleted", ColumnType.INT),
            "a column cannot be named \"_deleted\", a name that is reserved"),
        arguments(
            new AddColumn("n", ColumnType.INT, false, null, null),
            "column \"n\" may not be null, but would be in the rows that are there already; give it"
                + " a default or allow nulls"),
        arguments(
            new AddColumn("n", ColumnType.INT, true, "many", null),
            "the default of column \"n\" cannot be read as an integer: \"many\""),
        arguments(
            new AddColumn("n", ColumnType.decimal(4, 2), true, "123", null),
            "the default of column \"n\" does not fit in Decimal(4,2): \"123\""),
        arguments(
            new AddColumn("n", ColumnType.STRING, true, "x".repeat(1001), null),
            "the default of column \"n\" has 1001 characters; 1000 are the most"),
        arguments(new RenameColumn(2, "name"), "there is a column named \"name\" already"),
        arguments(
            new RenameColumn(2, "event_time"),
            "a column cannot be named \"event_time\", a name that is reserved"),
        arguments(new RenameColumn(9, "x"), "there is no column with the id 9"),
        arguments(new DropColumn(9), "there is no column with the id 9"),
        arguments(new WidenColumn(9, ColumnType.DOUBLE), "there is no column with the id 9"),
        arguments(new SetNullable(9, true), "there is no column with the id 9"),
        arguments(new SetDoc(9, "x"), "there is no column with the id 9"),
        arguments(new WidenColumn(2, ColumnType.INT), "column \"price\" is of type Int already"),
        arguments(
            new WidenColumn(2, ColumnType.decimal(20, 2)),
            "column \"price\" of type Int cannot become Decimal(20,2), which does not have all its"
                + " values"),
        arguments(
            new WidenColumn(3, ColumnType.decimal(6, 4)),
            "column \"rate\" of type Decimal(5,2) cannot become Decimal(6,4), which does not have"
                + " all its values"),
        arguments(
            new WidenColumn(3, ColumnType.DOUBLE),
            "column \"rate\" of type Decimal(5,2) cannot become Double, which does not have all its"
                + " values"),
        arguments(
            new WidenColumn(1, ColumnType.BINARY),
            "column \"name\" of type String cannot become Binary, which does not have all its"
                + " values"),
        arguments(
            new SetNullable(2, false),
            "nulls in column \"price\" cannot be forbidden: rows that are there already may have"
                + " some"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatOlderFilesCouldNotBeReadUnderIsRefused(SchemaChange change, String reason) {
    assertThatThrownBy(() -> next(FIRST, change))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(reason);
  }

  @Test
  void nothingIsNoChange() {
    assertThatThrownBy(() -> next(FIRST)).hasMessage("there is nothing to change");
  }

  private static AddColumn add(String name, ColumnType type) {
    return new AddColumn(name, type, true, null, null);
  }

  private static TableSchema next(TableSchema schema, SchemaChange... changes) {
    return SchemaChange.next(schema, List.of(changes));
  }
}
