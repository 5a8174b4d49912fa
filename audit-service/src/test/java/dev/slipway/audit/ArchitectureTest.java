package dev.slipway.audit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.slipway.audit", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule THE_DOMAIN_KNOWS_EVENTS_AND_THE_LOG_ONLY = classes()
            .that()
            .resideInAPackage("..audit.domain..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.slipway.audit.domain..",
                    "dev.slipway.auditlog..",
                    "dev.slipway.decision..",
                    "dev.slipway.events..",
                    "com.fasterxml.jackson.annotation..", // type ids of sealed states
                    "java..",
                    "org.jspecify..",
                    "tools.jackson.databind.."); // the writer that Json hands out

    @ArchTest
    static final ArchRule THE_APPLICATION_KNOWS_NO_ADAPTER = noClasses()
            .that()
            .resideInAPackage("..audit.application..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework..",
                    "com.mongodb..",
                    "org.bson..",
                    "org.apache.kafka..",
                    "dev.slipway.audit.mongo..",
                    "dev.slipway.audit.kafka..",
                    "dev.slipway.audit.http..",
                    "dev.slipway.audit.files..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.slipway.audit.(*)..").should().beFreeOfCycles();
}
