package io.azof.storage;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ReferenceAnswersTest {
  static List<ReferenceAnswer> answers() {
    return ReferenceAnswer.all();
  }

  @ParameterizedTest
  @MethodSource("answers")
  void theReferenceTablesAnswerRight(ReferenceAnswer answer) throws Exception {
    String location = ReferenceData.folder().resolve("reference-tables").toString();
    try (Lakehouse lakehouse = Lakehouse.open(location)) {
      answer.check(lakehouse);
    }
  }
}
