package org.archivevault.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.archivevault.server", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule FEATURES_FORM_NO_CYCLE =
            slices().matching("org.archivevault.server.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_FEATURE_KNOWS_THE_ROOT = noClasses()
            .that()
            .resideOutsideOfPackage("org.archivevault.server")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.archivevault.server");

    @ArchTest
    static final ArchRule THE_FOUNDATION_KNOWS_NO_FEATURE = noClasses()
            .that()
            .resideInAnyPackage("..server.database..", "..server.identity..", "..server.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..server.accesslog..",
                    "..server.account..",
                    "..server.catalogue..",
                    "..server.location..",
                    "..server.putaway..",
                    "..server.importing..",
                    "..server.label..",
                    "..server.inventory..",
                    "..server.search..",
                    "..server.retrieval..",
                    "..server.shelving..",
                    "..server.tags..",
                    "..server.alarm..",
                    "..server.climate..",
                    "..server.edge..");

    @ArchTest
    static final ArchRule ONLY_THE_HTTP_SIDE_KNOWS_THE_STATUS_OF_AN_ERROR = classes()
            .that()
            .haveSimpleName("ErrorStatus")
            .should()
            .onlyBeAccessed()
            .byAnyPackage("org.archivevault.server.http");

    @ArchTest
    static final ArchRule ONLY_NOTICES_KNOW_THE_MAIL_LIBRARY = noClasses()
            .that()
            .doNotHaveSimpleName("Mails")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx.ext.mail..");

    @ArchTest
    static final ArchRule NOBODY_SPEAKS_TO_DEVICES_OR_THE_BROKER_ITSELF = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.ghgande..", "org.eclipse.paho..", "org.archivevault.edge..");

    @ArchTest
    static final ArchRule ONLY_THE_MIRROR_KNOWS_THE_INFLUXDB_CLIENT = noClasses()
            .that()
            .resideOutsideOfPackage("..server.mirror..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.influxdb..", "okhttp3..");

    @ArchTest
    static final ArchRule NOBODY_USES_ITS_QUEUE =
            noClasses().should().dependOnClassesThat().haveFullyQualifiedName("com.influxdb.client.WriteApi");
}
