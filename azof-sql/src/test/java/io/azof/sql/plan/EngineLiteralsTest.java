package io.azof.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.azof.sql.catalog.SqlTypeFactory;
import java.text.Collator;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.util.NlsString;
import org.junit.jupiter.api.Test;

final class EngineLiteralsTest {
  private static final EngineLiterals LITERALS = new EngineLiterals(new SqlTypeFactory());

  /** In the order of code points; that of chars has the last two before the third last. */
  private static final List<String> ORDERED =
      List.of("", "a", "ab", "b", "\ud7ff", "\uff21", "\ud83d\ude00", "\ud83d\ude00a");

  @Test
  void compareAsTheirCodePointsDoInAllWaysThatACollatorHas() {
    for (int i = 0; i < ORDERED.size(); i++) {
      for (int j = 0; j < ORDERED.size(); j++) {
        NlsString one = text(ORDERED.get(i));
        NlsString other = text(ORDERED.get(j));
        Collator order = one.getCollation().getCollator();
        assertThat(Integer.signum(one.compareTo(other))).isEqualTo(Integer.compare(i, j));
        assertThat(
                Integer.signum(
                    order
                        .getCollationKey(one.getValue())
                        .compareTo(order.getCollationKey(other.getValue()))))
            .isEqualTo(Integer.compare(i, j));
        assertThat(
                Integer.signum(
                    Arrays.compareUnsigned(
                        order.getCollationKey(one.getValue()).toByteArray(),
                        order.getCollationKey(other.getValue()).toByteArray())))
            .isEqualTo(Integer.compare(i, j));
      }
    }
  }

  private static NlsString text(String value) {
    return LITERALS.makeLiteral(value).getValueAs(NlsString.class);
  }
}
