package dev.slipway.notify;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.slipway.notify", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule THE_DOMAIN_KNOWS_EVENTS_ONLY = classes()
            .that()
            .resideInAPackage("..notify.domain..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.slipway.notify.domain..",
                    "dev.slipway.decision..",
                    "dev.slipway.events",
                    "java..",
                    "org.jspecify..",
                    "com.fasterxml.jackson.annotation..");

    @ArchTest
    static final ArchRule THE_APPLICATION_KNOWS_NO_ADAPTER = noClasses()
            .that()
            .resideInAPackage("..notify.application..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework..",
                    "java.net.http..",
                    "dev.slipway.notify.slack..",
                    "dev.slipway.notify.webhook..",
                    "dev.slipway.notify.http..",
                    "dev.slipway.notify.config..");

    @ArchTest
    static final ArchRule ADAPTERS_DO_NOT_USE_EACH_OTHER = slices().matching(
                    "dev.slipway.notify.(slack|webhook|http)..")
            .should()
            .notDependOnEachOther();
}
