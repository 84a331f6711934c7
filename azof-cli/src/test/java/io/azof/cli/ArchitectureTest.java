package io.azof.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The package table of docs/ARCHITECTURE.md, module azof-cli. */
final class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.azof.cli");

  @Test
  void aPackageImportsOnlyThoseAboveIt() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("output")
        .definedBy("io.azof.cli.output")
        .layer("query")
        .definedBy("io.azof.cli.query")
        .layer("demo")
        .definedBy("io.azof.cli.demo")
        .layer("export")
        .definedBy("io.azof.cli.export")
        .layer("load")
        .definedBy("io.azof.cli.load")
        .layer("cli")
        .definedBy("io.azof.cli")
        .whereLayer("output")
        .mayOnlyBeAccessedByLayers("query", "demo", "cli")
        .whereLayer("query")
        .mayOnlyBeAccessedByLayers("demo", "cli")
        .whereLayer("demo")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("export")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("load")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.azof.cli.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void theJdbcDriverIsImportedInOnePackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.azof.cli.query")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.arrow.driver..")
        .check(CLASSES);
  }

  @Test
  void theProgressBarIsImportedInOnePackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.azof.cli.load")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("me.tongfei..")
        .check(CLASSES);
  }

  @Test
  void commandsSpeakToThePersonThroughTheShell() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .check(CLASSES);
    noClasses()
        .that()
        .doNotHaveSimpleName("Main")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(System.class, "getenv")
        .check(CLASSES);
  }

  @Test
  void enginesStayBehindTheModulesThatOwnThem() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.duckdb..", "org.apache.calcite..", "org.apache.arrow.flight..", "io.grpc..")
        .check(CLASSES);
  }
}
