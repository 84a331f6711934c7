package io.azof.sql.procedure;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.sql.catalog.LakehouseSchema;
import io.azof.sql.catalog.SessionSettings;
import io.azof.sql.execute.ListReader;
import io.azof.sql.parse.CallStatement;
import io.azof.sql.parse.SqlFault;
import io.azof.sql.plan.TargetTables;
import io.azof.storage.Lakehouse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** A procedure with its arguments. */
public final class ProcedureCall {
  private final CallStatement statement;
  private final Procedure procedure;

  private ProcedureCall(CallStatement statement, Procedure procedure) {
    this.statement = statement;
    this.procedure = procedure;
  }

  /**
   * @throws AzofException {@code SQL_INVALID} when there is no such procedure, or it takes other
   *     arguments
   */
  public static ProcedureCall of(CallStatement statement, Procedures procedures) {
    return new ProcedureCall(statement, procedures.find(statement));
  }

  /** Whether it changes the table that it is called for. */
  public boolean changesTable() {
    return procedure.changesTable();
  }

  /** The name of that table as it is given; empty when a parameter gives it. */
  public Optional<String> table() {
    return statement.arguments().get(0) instanceof SqlCharStringLiteral name
        ? Optional.of(name.getValueAs(String.class))
        : Optional.empty();
  }

  /** The columns of the answer. */
  public Schema schema() {
    return procedure.columns();
  }

  /** One nullable field per {@code ?}, in order. */
  public Schema parameterSchema() {
    List<Field> parameters = new ArrayList<>();
    for (int i = 0; i < statement.arguments().size(); i++) {
      if (statement.arguments().get(i) instanceof SqlDynamicParam) {
        Field parameter = procedure.parameters().get(i);
        parameters.add(Field.nullable("?" + (parameters.size() + 1), parameter.getType()));
      }
    }
    return new Schema(parameters);
  }

  /**
   * Does what is called for, and then gives the answer; the receiver closes it.
   *
   * @param parameters one value per {@code ?}
   * @throws AzofException {@code TABLE_NOT_FOUND}; {@code ARGUMENT_INVALID} for an argument that is
   *     not of the kind that is asked for; what the procedure throws
   */
  public ArrowReader openAnswer(
      Lakehouse lakehouse, List<@Nullable Object> parameters, BufferAllocator parent) {
    if (parameters.size() != statement.parameterCount()) {
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "The number of values must be "
              + statement.parameterCount()
              + ", one per parameter, but is "
              + parameters.size());
    }
    List<@Nullable Object> values = Arguments.of(statement.arguments(), parameters);
    String table = table(lakehouse, values.get(0));
    Object argument = values.size() > 1 ? values.get(1) : null;
    List<List<@Nullable Object>> rows = procedure.action().run(lakehouse, table, argument, parent);
    lakehouse.forget(table);
    return new ListReader(schema(), rows.stream(), parent);
  }

  private String table(Lakehouse lakehouse, @Nullable Object name) {
    SqlNode place = statement.arguments().get(0);
    if (!(name instanceof String text) || text.isBlank()) {
      throw SqlFault.invalid(
          place.getParserPosition(), "The first argument is the name of a table, as a text");
    }
    return new TargetTables(new LakehouseSchema(lakehouse, SessionSettings.NONE))
        .require(new SqlIdentifier(text, place.getParserPosition()))
        .planned()
        .name();
  }
}
