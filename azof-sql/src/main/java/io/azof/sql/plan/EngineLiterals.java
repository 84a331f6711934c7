package io.azof.sql.plan;

import io.azof.storage.model.KeyRange;
import java.nio.charset.StandardCharsets;
import java.text.CollationKey;
import java.text.Collator;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.SqlCollation;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;

/**
 * Makes literals whose texts are in the order in which the engine has them, that of code points.
 * Calcite joins and cuts ranges of literals, and would by itself do so in the order of {@code
 * char}s, which is another one beyond 16 bits.
 */
final class EngineLiterals extends RexBuilder {
  EngineLiterals(RelDataTypeFactory types) {
    super(types);
  }

  @Override
  protected RexLiteral makeLiteral(@Nullable Comparable o, RelDataType type, SqlTypeName typeName) {
    return o instanceof NlsString text && SqlTypeName.CHAR_TYPES.contains(typeName)
        ? super.makeLiteral(ordered(text), type, typeName)
        : super.makeLiteral(o, type, typeName);
  }

  private static NlsString ordered(NlsString text) {
    return new NlsString(text.getValue(), StandardCharsets.UTF_8.name(), CodePoints.COLLATION);
  }

  /** Has the name of the collation that texts have anyway, so that both are the same to Calcite. */
  private static final class CodePoints extends SqlCollation {
    static final SqlCollation COLLATION = new CodePoints();
    private static final long serialVersionUID = 1;

    CodePoints() {
      super(Coercibility.COERCIBLE);
    }

    @Override
    public Collator getCollator() {
      return CodePointOrder.INSTANCE;
    }
  }

  private static final class CodePointOrder extends Collator {
    static final Collator INSTANCE = new CodePointOrder();

    @Override
    public int compare(String one, String other) {
      return KeyRange.compare(one, other);
    }

    @Override
    public @Nullable CollationKey getCollationKey(@Nullable String text) {
      return text == null ? null : new CodePointKey(text);
    }

    @Override
    public int hashCode() {
      return CodePointOrder.class.hashCode();
    }
  }

  /** The bytes of UTF-8 are in the order of the code points. */
  private static final class CodePointKey extends CollationKey {
    CodePointKey(String text) {
      super(text);
    }

    @Override
    public int compareTo(CollationKey other) {
      return KeyRange.compare(getSourceString(), other.getSourceString());
    }

    @Override
    public byte[] toByteArray() {
      return getSourceString().getBytes(StandardCharsets.UTF_8);
    }
  }
}
