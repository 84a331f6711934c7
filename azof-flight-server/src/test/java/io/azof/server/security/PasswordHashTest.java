package io.azof.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PasswordHashTest {
  private static final Random RANDOM = new Random(1);

  @Test
  void aHashMatchesItsPasswordOnly() {
    PasswordHash hash = PasswordHash.of("корректно ⚡", RANDOM);

    assertThat(hash.matches("корректно ⚡")).isTrue();
    assertThat(hash.matches("корректно")).isFalse();
    assertThat(hash.matches("")).isFalse();
  }

  @Test
  void aHashIsReadBackFromItsText() {
    PasswordHash hash = PasswordHash.of("secret", RANDOM);

    assertThat(hash.text()).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(PasswordHash.parse(hash.text()).matches("secret")).isTrue();
    assertThat(PasswordHash.parse(hash.text()).text()).isEqualTo(hash.text());
  }

  @Test
  void theSamePasswordNeverHasTheSameHash() {
    assertThat(PasswordHash.of("secret", RANDOM).text())
        .isNotEqualTo(PasswordHash.of("secret", RANDOM).text());
  }

  /** From the tests of the reference implementation of Argon2. */
  @Test
  void aHashOfAnotherToolIsUnderstood() {
    PasswordHash hash =
        PasswordHash.parse(
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");

    assertThat(hash.matches("password")).isTrue();
    assertThat(hash.matches("differentpassword")).isFalse();
  }

  @Test
  void aHashTellsNothingInALog() {
    assertThat(PasswordHash.of("secret", RANDOM)).hasToString("argon2id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=2,p=1$$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
      })
  void anythingElseIsNoHashAndIsNotQuoted(String text) {
    assertThatThrownBy(() -> PasswordHash.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("CTFhFd")
        .doesNotContain("secret");
  }
}
