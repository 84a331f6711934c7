package io.azof.sql.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.sql.SqlIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Where names are looked up: a table {@code t} is also {@code main.t} and {@code azof.main.t}, the
 * names that clients are told.
 */
public final class LakehouseCatalog extends CalciteCatalogReader {
  private static final String CATALOG = "azof";
  private static final String SCHEMA = "main";

  private final LakehouseSchema tables;

  private LakehouseCatalog(CalciteSchema root, LakehouseSchema tables, RelDataTypeFactory types) {
    super(
        root,
        new ExactFirstMatcher(),
        List.of(List.of(CATALOG, SCHEMA), List.of(CATALOG), List.of()),
        types,
        ignoringCase());
    this.tables = tables;
  }

  /** A catalog for one statement. */
  public static LakehouseCatalog of(LakehouseSchema tables, RelDataTypeFactory types) {
    CalciteSchema root = CalciteSchema.createRootSchema(false, false);
    InformationSchema information = new InformationSchema(List.of(CATALOG, SCHEMA));
    for (String catalogName : inBothCases(CATALOG)) {
      CalciteSchema catalog = root.add(catalogName, new AbstractSchema());
      inBothCases(SCHEMA).forEach(name -> catalog.add(name, tables));
      inBothCases(InformationSchema.NAME).forEach(name -> catalog.add(name, information));
    }
    return new LakehouseCatalog(root, tables, types);
  }

  private static List<String> inBothCases(String name) {
    return List.of(name, name.toUpperCase(Locale.ROOT));
  }

  /** The tables of the lakehouse. */
  public LakehouseSchema tables() {
    return tables;
  }

  /** A type by a name that is not of the standard. */
  @Override
  public @Nullable RelDataType getNamedType(SqlIdentifier name) {
    return name.isSimple()
        ? NamedTypes.find(name.getSimple(), getTypeFactory()).orElse(null)
        : null;
  }

  /** Whether that is the place of the tables: {@code azof.main}, {@code main} or nothing. */
  public boolean isSchema(List<String> names) {
    List<String> place = List.of(CATALOG, SCHEMA);
    return names.size() <= place.size()
        && names.stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .toList()
            .equals(place.subList(place.size() - names.size(), place.size()));
  }

  private static CalciteConnectionConfigImpl ignoringCase() {
    Properties properties = new Properties();
    properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "false");
    return new CalciteConnectionConfigImpl(properties);
  }
}
