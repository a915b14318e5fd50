package org.archivevault.link;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.archivevault.link", importOptions = DoNotIncludeTests.class)
class LinkArchitectureTest {
    @ArchTest
    static final ArchRule ONLY_THE_ADAPTER_KNOWS_PAHO = noClasses()
            .that()
            .resideOutsideOfPackage("org.archivevault.link.mqtt")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.eclipse.paho..");

    @ArchTest
    static final ArchRule ONLY_THE_OUTBOX_KNOWS_ITS_FILE = noClasses()
            .that()
            .resideOutsideOfPackage("org.archivevault.link.outbox")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.sqlite..");

    @ArchTest
    static final ArchRule THE_TWO_HALVES_DO_NOT_KNOW_EACH_OTHER = noClasses()
            .that()
            .resideInAPackage("org.archivevault.link.server")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.archivevault.link.edge", "org.archivevault.link.outbox", "org.archivevault.link.mqtt");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("org.archivevault.link.(*)..").should().beFreeOfCycles();
}
