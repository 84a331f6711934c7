package io.azof.cli.output;

/**
 * A column of {@link Rows}.
 *
 * @param numeric whether its values are numbers, which a table aligns to the right
 */
public record OutputColumn(String name, boolean numeric) {}
