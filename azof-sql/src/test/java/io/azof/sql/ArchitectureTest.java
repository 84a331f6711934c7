package io.azof.sql;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Holds the package table of docs/ARCHITECTURE.md. */
final class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.azof");

  private static final JavaClasses SQL = CLASSES.that(resideInAnyPackage("io.azof.sql.."));

  @Test
  void packagesAreThePipeline() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("parse")
        .definedBy("io.azof.sql.parse..")
        .layer("catalog")
        .definedBy("io.azof.sql.catalog")
        .layer("function")
        .definedBy("io.azof.sql.function")
        .layer("plan")
        .definedBy("io.azof.sql.plan")
        .layer("execute")
        .definedBy("io.azof.sql.execute")
        .layer("write")
        .definedBy("io.azof.sql.write")
        .layer("procedure")
        .definedBy("io.azof.sql.procedure")
        .layer("front door")
        .definedBy("io.azof.sql")
        .whereLayer("front door")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("write")
        .mayOnlyBeAccessedByLayers("front door")
        .whereLayer("procedure")
        .mayOnlyBeAccessedByLayers("front door")
        .whereLayer("execute")
        .mayOnlyBeAccessedByLayers("write", "procedure", "front door")
        .whereLayer("plan")
        .mayOnlyBeAccessedByLayers("execute", "write", "procedure", "front door")
        .whereLayer("function")
        .mayOnlyBeAccessedByLayers("plan", "execute", "write", "procedure", "front door")
        .whereLayer("catalog")
        .mayOnlyBeAccessedByLayers("plan", "execute", "write", "procedure", "front door")
        .check(SQL);
  }

  @Test
  void packagesHaveNoCycles() {
    slices()
        .matching("io.azof.sql.(*)")
        .should()
        .beFreeOfCycles()
        .check(CLASSES.that(resideInAnyPackage("io.azof.sql.*")));
  }

  @Test
  void onlyThisModuleKnowsCalcite() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.azof.sql..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.calcite..")
        .check(CLASSES);
  }

  @Test
  void theEngineIsReachedThroughTheStorageModuleOnly() {
    noClasses().should().dependOnClassesThat().resideInAnyPackage("org.duckdb..").check(SQL);
  }

  @Test
  void theFrontDoorDoesNotShowCalcite() {
    noClasses()
        .that()
        .resideInAPackage("io.azof.sql")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.calcite..")
        .check(SQL);
  }

  @Test
  void clocksAndIdsAreArguments() {
    JavaClasses own =
        SQL.that(
            com.tngtech.archunit.base.DescribedPredicate.not(
                resideInAnyPackage("io.azof.sql.parse.grammar")));
    noClasses().should().callMethod(Instant.class, "now").check(own);
    noClasses().should().callMethod(Clock.class, "systemUTC").check(own);
    noClasses().should().callMethod(System.class, "currentTimeMillis").check(own);
    noClasses().should().callMethod(UUID.class, "randomUUID").check(own);
    noClasses().should().callMethod(Thread.class, "sleep", long.class).check(own);
    noClasses().should().accessField(System.class, "out").check(own);
    noClasses().should().accessField(System.class, "err").check(own);
  }
}
