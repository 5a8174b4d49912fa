package dev.slipway.deploy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.slipway.deploy", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule theDomainKnowsNoFramework = classes()
            .that()
            .resideInAPackage("..deploy.domain..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "com.fasterxml.jackson.annotation..",
                    "dev.slipway.events",
                    "dev.slipway.decision",
                    "dev.slipway.deploy.domain..");

    @ArchTest
    static final ArchRule theApplicationKnowsNoAdapter = noClasses()
            .that()
            .resideInAPackage("..deploy.application..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..deploy.kafka..",
                    "..deploy.mongo..",
                    "..deploy.http..",
                    "..deploy.kubernetes..",
                    "..deploy.config..",
                    "org.springframework..",
                    "io.fabric8..",
                    "com.mongodb..");

    @ArchTest
    static final ArchRule adaptersDoNotUseEachOther = slices().matching(
                    "dev.slipway.deploy.(kafka|mongo|http|kubernetes)..")
            .should()
            .notDependOnEachOther();
}
