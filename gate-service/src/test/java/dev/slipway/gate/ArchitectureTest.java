package dev.slipway.gate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.slipway.gate", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule theDomainKnowsNoFramework = classes()
            .that()
            .resideInAPackage("..gate.domain..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "com.fasterxml.jackson.annotation..",
                    "dev.slipway.events",
                    "dev.slipway.decision",
                    "dev.slipway.gate.domain..");

    @ArchTest
    static final ArchRule readingFilesKnowsNeitherTheDomainNorTheWorld = noClasses()
            .that()
            .resideInAnyPackage("..gate.evidence..", "..gate.condition..", "..gate.pipeline..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..gate.domain..", "..gate.application..", "org.springframework..", "com.mongodb..");

    @ArchTest
    static final ArchRule theApplicationKnowsNoAdapter = noClasses()
            .that()
            .resideInAPackage("..gate.application..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..gate.http..",
                    "..gate.github..",
                    "..gate.cdevents..",
                    "..gate.mongo..",
                    "..gate.probe..",
                    "..gate.config..",
                    "org.springframework..",
                    "com.mongodb..");

    @ArchTest
    static final ArchRule adaptersDoNotUseEachOther = slices().matching(
                    "dev.slipway.gate.(http|github|cdevents|mongo|probe)..")
            .should()
            .notDependOnEachOther();
}
