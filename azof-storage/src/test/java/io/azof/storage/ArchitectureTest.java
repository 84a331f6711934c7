package io.azof.storage;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.azof.error.AzofException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The package table of docs/ARCHITECTURE.md, module azof-storage. */
final class ArchitectureTest {
  /** Read downwards: a package may import only those above it. */
  private static final List<String> PACKAGES =
      List.of(
          "io.azof.error",
          "io.azof.storage.model",
          "io.azof.storage.objectstore",
          "io.azof.storage.objectstore.local",
          "io.azof.storage.objectstore.memory",
          "io.azof.storage.objectstore.s3",
          "io.azof.storage.format",
          "io.azof.storage.snapshot",
          "io.azof.storage.evolve",
          "io.azof.storage.filecache",
          "io.azof.storage.duckdb",
          "io.azof.storage.parquet.page",
          "io.azof.storage.parquet",
          "io.azof.storage.csv",
          "io.azof.storage.ingest",
          "io.azof.storage.scan",
          "io.azof.storage.write",
          "io.azof.storage.merge",
          "io.azof.storage.history",
          "io.azof.storage.compact",
          "io.azof.storage.maintain",
          "io.azof.storage");

  /** Heavy libraries, each with the one package that imports it. */
  private static final Map<String, String> HOMES =
      Map.ofEntries(
          Map.entry("com.fasterxml.jackson..", "io.azof.storage.format"),
          Map.entry("org.duckdb..", "io.azof.storage.duckdb"),
          Map.entry("java.sql..", "io.azof.storage.duckdb"),
          Map.entry("org.apache.arrow.c..", "io.azof.storage.duckdb"),
          Map.entry("org.apache.arrow.dataset..", "io.azof.storage.parquet"),
          Map.entry("org.apache.parquet..", "io.azof.storage.parquet.."),
          Map.entry("com.github.luben..", "io.azof.storage.parquet.page"),
          Map.entry("org.xerial..", "io.azof.storage.parquet.page"),
          Map.entry("software.amazon..", "io.azof.storage.objectstore.s3"),
          Map.entry("io.netty..", "io.azof.storage.objectstore.s3"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.azof.error", "io.azof.storage");

  @Test
  void theTableNamesAllPackages() {
    Set<String> found = new TreeSet<>();
    CLASSES.forEach(javaClass -> found.add(javaClass.getPackageName()));
    assertThat(found).isEqualTo(new TreeSet<>(PACKAGES));
  }

  static List<String> packages() {
    return PACKAGES;
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aPackageImportsOnlyThoseAboveIt(String name) {
    List<String> below = new ArrayList<>(PACKAGES);
    below.subList(0, below.indexOf(name) + 1).clear();
    noClasses()
        .that()
        .resideInAPackage(name)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(below.toArray(String[]::new))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aPackageImportsNoneButTheTablesOwn(String name) {
    noClasses()
        .that()
        .resideInAPackage(name)
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.azof..")
                .and(DescribedPredicate.not(resideInAnyPackage(PACKAGES.toArray(String[]::new)))))
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.azof.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void aHeavyLibraryIsImportedInItsHomeOnly() {
    HOMES.forEach(
        (library, home) ->
            noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES));
  }

  @Test
  void theModelKnowsNeitherFilesNorArrow() {
    noClasses()
        .that()
        .resideInAPackage("io.azof.storage.model")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.io..", "java.nio..", "org.apache..")
        .check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.azof.storage.compact.CompactionPlan",
        "io.azof.storage.compact.CompactionPlanner",
        "io.azof.storage.scan.ScanPlanner",
        "io.azof.storage.scan.ScanPlan",
        "io.azof.storage.scan.SegmentPath"
      })
  void planningIsPure(String planner) {
    noClasses()
        .that()
        .haveFullyQualifiedName(planner)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..", "java.nio..", "org.apache..", "io.azof.storage.objectstore..")
        .check(CLASSES);
  }

  @Test
  void clocksIdsAndChanceComeFromOutside() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callConstructor(Random.class)
        .check(CLASSES);
  }

  @Test
  void nobodySleepsPrintsOrExits() {
    noClasses()
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() throws ClassNotFoundException {
    for (String name : PACKAGES) {
      Package marked = Class.forName(name + ".package-info").getPackage();
      assertThat(marked.isAnnotationPresent(NullMarked.class)).as(name).isTrue();
    }
  }

  /**
   * Only {@link AzofException} leaves the module, but for programming errors; an {@link
   * IOException} is thrown where an interface of Java or Arrow asks for it, and caught within.
   */
  @Test
  void noOtherExceptionsAreMade() {
    Set<String> allowed =
        Set.of(
            AzofException.class.getName(),
            IllegalArgumentException.class.getName(),
            IllegalStateException.class.getName(),
            IOException.class.getName(),
            UncheckedIOException.class.getName(),
            "org.apache.arrow.memory.OutOfMemoryException",
            // the compiler's own, for an enum constant that a switch was not compiled with
            "java.lang.IncompatibleClassChangeError",
            "java.lang.MatchException");
    classes().should(makeNoExceptionsBut(allowed)).check(CLASSES);
  }

  private static ArchCondition<JavaClass> makeNoExceptionsBut(Set<String> allowed) {
    return new ArchCondition<>("make no exceptions but " + allowed) {
      @Override
      public void check(JavaClass javaClass, ConditionEvents events) {
        for (JavaConstructorCall call : javaClass.getConstructorCallsFromSelf()) {
          JavaClass made = call.getTargetOwner();
          boolean isSuper = javaClass.isAssignableTo(made.getName());
          if (made.isAssignableTo(Throwable.class)
              && !isSuper
              && !made.getName().startsWith("io.azof.storage.")
              && !allowed.contains(made.getName())) {
            events.add(SimpleConditionEvent.violated(call, call.getDescription()));
          }
        }
      }
    };
  }

  @Test
  void theFrontDoorDeclaresNoCheckedExceptions() {
    classes()
        .that()
        .resideInAPackage("io.azof.storage")
        .and()
        .arePublic()
        .should(
            new ArchCondition<>("declare no exceptions") {
              @Override
              public void check(JavaClass javaClass, ConditionEvents events) {
                javaClass.getCodeUnits().stream()
                    .filter(unit -> !unit.getThrowsClause().getTypes().isEmpty())
                    .forEach(
                        unit ->
                            events.add(SimpleConditionEvent.violated(unit, unit.getDescription())));
              }
            })
        .check(CLASSES);
  }
}
