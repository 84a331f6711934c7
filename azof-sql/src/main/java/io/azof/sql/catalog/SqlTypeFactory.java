package io.azof.sql.catalog;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;

/** The types of {@link SqlTypeSystem}, whose texts are UTF-8. */
public final class SqlTypeFactory extends JavaTypeFactoryImpl {
  public SqlTypeFactory() {
    super(SqlTypeSystem.INSTANCE);
  }

  @Override
  public Charset getDefaultCharset() {
    return StandardCharsets.UTF_8;
  }
}
