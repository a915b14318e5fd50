package org.archivevault.firmware;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.archivevault.firmware", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("org.archivevault.firmware.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_DOCUMENT_SEES_THE_YAML_AND_SCHEMA_LIBRARIES = noClasses()
            .that()
            .resideOutsideOfPackage("..firmware.document..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.snakeyaml..", "com.networknt..");

    @ArchTest
    static final ArchRule RECORDS_OF_A_PLAN_KNOW_NO_LOADER = classes()
            .that()
            .haveSimpleName("SitePlan")
            .or()
            .haveSimpleName("ControllerPlan")
            .or()
            .haveSimpleName("ShelvingProfile")
            .or()
            .haveSimpleName("ReaderPlan")
            .or()
            .haveSimpleName("ReaderProfile")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages("..firmware.document..", "..firmware.problem..", "..firmware.check..");
}
