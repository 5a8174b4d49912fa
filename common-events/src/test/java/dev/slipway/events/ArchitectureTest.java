package dev.slipway.events;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.slipway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule wordsDependOnNothing = classes()
            .that()
            .resideInAPackage("dev.slipway.events")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.slipway.events", "java..", "org.jspecify.annotations", "com.fasterxml.jackson.annotation");

    @ArchTest
    static final ArchRule decisionsAreMadeOfWords = classes()
            .that()
            .resideInAPackage("dev.slipway.decision")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.slipway.decision", "dev.slipway.events", "java..", "org.jspecify.annotations");
}
