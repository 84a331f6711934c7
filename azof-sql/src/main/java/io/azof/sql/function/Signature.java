package io.azof.sql.function;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlOperandTypeInference;
import org.apache.calcite.sql.type.SqlReturnTypeInference;

/**
 * A function's name and types, read from {@code LPAD(text, integer) text}. A question mark after
 * the result says that it can be null though no argument is.
 *
 * @param name in capitals
 */
record Signature(
    String name, List<ArgumentType> arguments, ResultType result, boolean alwaysNullable) {
  private static final Pattern FORM = Pattern.compile("(\\w+)\\(([\\w, ]*)\\) (\\w+)(\\??)");

  static Signature of(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("no signature: " + text);
    }
    List<ArgumentType> arguments =
        Arrays.stream(form.group(2).split(",\\s*"))
            .filter(argument -> !argument.isEmpty())
            .map(argument -> ArgumentType.valueOf(argument.toUpperCase(Locale.ROOT)))
            .toList();
    return new Signature(
        form.group(1),
        arguments,
        ResultType.valueOf(form.group(3).toUpperCase(Locale.ROOT)),
        !form.group(4).isEmpty());
  }

  SqlReturnTypeInference returnType() {
    return result.inference(alwaysNullable);
  }

  SqlOperandTypeChecker operandTypes() {
    return arguments.isEmpty()
        ? OperandTypes.NILADIC
        : OperandTypes.family(arguments.stream().map(ArgumentType::family).toList());
  }

  /** Parameters are of the type that stands in their place. */
  SqlOperandTypeInference parameterTypes() {
    return (call, returnType, operandTypes) -> {
      for (int i = 0; i < operandTypes.length; i++) {
        operandTypes[i] =
            arguments.get(Math.min(i, arguments.size() - 1)).ofParameter(call.getTypeFactory());
      }
    };
  }
}
