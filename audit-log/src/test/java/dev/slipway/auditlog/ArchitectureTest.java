package dev.slipway.auditlog;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.slipway.auditlog", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    /** Who checks a trail should have to read and trust as little as possible. */
    @ArchTest
    static final ArchRule NEEDS_ONLY_THE_JDK_AND_A_JSON_READER = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.slipway.auditlog",
                    "java..",
                    "org.jspecify..",
                    "tools.jackson..",
                    "com.fasterxml.jackson.annotation");
}
