package org.archivevault.edge;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/** The boundaries of the edge agent. */
@AnalyzeClasses(packages = "org.archivevault.edge", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String EDGE = "org.archivevault.edge";
    private static final String SHELVING = EDGE + ".shelving";

    @ArchTest
    static final ArchRule onlyTheModbusClientKnowsJ2modAndTheSerialPort = noClasses()
            .that()
            .resideOutsideOfPackage(EDGE + ".modbus")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.ghgande.j2mod..", "com.fazecast..");

    @ArchTest
    static final ArchRule onlyTheAdaptersOfShelvingAndLightsKnowThatItIsModbus = noClasses()
            .that()
            .resideOutsideOfPackages(EDGE + ".modbus", SHELVING + ".modbus", EDGE + ".light.modbus")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(EDGE + ".modbus");

    @ArchTest
    static final ArchRule onlyTheLlrpClientKnowsTheLlrpToolkit = noClasses()
            .that()
            .resideOutsideOfPackage(EDGE + ".tags.llrp")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.llrp..", "org.jdom..", "org.apache.log4j..");

    @ArchTest
    static final ArchRule onlyTheAgentKnowsThatReadersSpeakLlrp = noClasses()
            .that()
            .resideOutsideOfPackages(EDGE + ".tags.llrp", EDGE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(EDGE + ".tags.llrp");

    @ArchTest
    static final ArchRule noForeignTypeLeavesTheLlrpClient = noMethods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .resideInAPackage(EDGE + ".tags.llrp")
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .should()
            .haveRawReturnType(resideInAPackage("org.llrp.."));

    /** What does input and output, waits, or goes on at the same time: no business of a decision; and more of ours. */
    private static String[] worldAnd(String... ours) {
        String[] world = {
            "io.vertx..",
            "io.netty..",
            "java.sql..",
            "java.net..",
            "java.nio.file..",
            "java.io..",
            "java.util.concurrent..",
            "org.slf4j..",
            "org.archivevault.link.."
        };
        return Stream.of(world, ours).flatMap(Stream::of).toArray(String[]::new);
    }

    @ArchTest
    static final ArchRule decisionsDoNoInputOrOutput = noClasses()
            .that()
            .resideInAPackage(SHELVING)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(worldAnd(SHELVING + ".drive", SHELVING + ".modbus"));

    @ArchTest
    static final ArchRule decisionsReadNoClock = noClasses()
            .that()
            .resideInAPackage(SHELVING)
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now");

    @ArchTest
    static final ArchRule whatATagReportMeansNeedsNoInputOrOutput = noClasses()
            .that()
            .resideInAPackage(EDGE + ".tags")
            .and()
            .haveNameNotMatching(".*\\.TagReader(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(worldAnd(EDGE + ".tags.drive", EDGE + ".tags.llrp"))
            .orShould()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule lightsAndWhatMovesKnowNothingOfEachOther = noClasses()
            .that()
            .resideInAPackage(EDGE + ".light..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SHELVING + "..");

    @ArchTest
    static final ArchRule whatMovesKnowsNothingOfLights = noClasses()
            .that()
            .resideInAPackage(SHELVING + "..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(EDGE + ".light..");

    @ArchTest
    static final ArchRule whichLampsBurnNeedsNoInputOrOutput = noClasses()
            .that()
            .resideInAPackage(EDGE + ".light")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(worldAnd())
            .orShould()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule whatSensorsAndCamerasMeanNeedsNoInputOrOutput = noClasses()
            .that()
            .resideInAnyPackage(EDGE + ".climate", EDGE + ".camera", EDGE + ".watch")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(worldAnd(EDGE + ".watch.drive", EDGE + ".shelving.drive"))
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now");

    @ArchTest
    static final ArchRule onlyTheUplinkAndTheWatchKnowABroker = noClasses()
            .that()
            .resideOutsideOfPackages(EDGE + ".uplink", EDGE + ".watch.drive", EDGE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.archivevault.link..");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("org.archivevault.edge.(**)").should().beFreeOfCycles();
}
