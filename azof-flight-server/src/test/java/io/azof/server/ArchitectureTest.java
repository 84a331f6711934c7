package io.azof.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The packages are the pipeline: each one uses only those above it. */
final class ArchitectureTest {
  private static final String ROOT = "io.azof.server";

  /** From the bottom of the house to its roof. */
  private static final List<String> PACKAGES =
      List.of(
          ROOT + ".config",
          ROOT + ".security",
          ROOT + ".transport",
          ROOT + ".session",
          ROOT + ".statement",
          ROOT + ".metrics",
          ROOT + ".tracing",
          ROOT + ".flight.error",
          ROOT + ".flight.stream",
          ROOT + ".flight.parameter",
          ROOT + ".flight.ingest",
          ROOT + ".flight.metadata",
          ROOT + ".flight",
          ROOT + ".client",
          ROOT);

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void everyPackageIsInTheTable() {
    assertThat(CLASSES.stream().map(type -> type.getPackage()).distinct())
        .extracting(JavaPackage::getName)
        .containsExactlyInAnyOrderElementsOf(PACKAGES);
  }

  @TestFactory
  Stream<DynamicTest> aPackageUsesOnlyThoseBeforeIt() {
    return PACKAGES.stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      String[] later =
                          PACKAGES
                              .subList(PACKAGES.indexOf(name) + 1, PACKAGES.size())
                              .toArray(new String[0]);
                      noClasses()
                          .that()
                          .resideInAPackage(name)
                          .should()
                          .dependOnClassesThat()
                          .resideInAnyPackage(later)
                          .allowEmptyShould(true)
                          .check(CLASSES);
                    }));
  }

  @Test
  void noPackagesUseEachOtherInACircle() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void flightIsSpokenInOnePlace() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + ".config", ROOT + ".security", ROOT + ".session", ROOT + ".statement")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.arrow.flight..", "io.grpc..", "com.google.protobuf..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT, ROOT + ".transport")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.grpc..")
        .check(CLASSES);
  }

  @Test
  void cryptographyIsDoneInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".security")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bouncycastle..", "com.nimbusds..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".transport")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.netty..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".metrics")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.prometheus..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".tracing")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.opentelemetry..")
        .check(CLASSES);
  }

  @Test
  void timeAndChanceComeFromOutside() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }

  @Test
  void namesSayWhatThingsAre() {
    classes()
        .should()
        .haveNameNotMatching(".*(Util|Utils|Helper|Manager|Impl)")
        .andShould()
        .haveNameNotMatching(".*\\.(Base|Abstract)[A-Z].*")
        .check(CLASSES);
  }
}
