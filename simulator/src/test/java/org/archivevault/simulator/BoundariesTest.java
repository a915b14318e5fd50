package org.archivevault.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.archivevault.firmware.profile.ShelvingProfile;

/** What the simulator may know of: its truth is worth nothing if it shares code with what it is to check. */
@AnalyzeClasses(packages = "org.archivevault.simulator", importOptions = ImportOption.DoNotIncludeTests.class)
class BoundariesTest {
    @ArchTest
    static final ArchRule it_shares_nothing_with_the_parts_it_checks = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.archivevault.edge..", "org.archivevault.server..", "org.archivevault.link..");

    @ArchTest
    static final ArchRule it_reads_of_a_profile_nothing_but_its_shape = noClasses()
            .should()
            .accessTargetWhere(JavaAccess.Predicates.targetOwner(
                            HasName.Predicates.nameStartingWith(ShelvingProfile.class.getName()))
                    .and(DescribedPredicate.not(JavaAccess.Predicates.target(
                            HasName.Predicates.nameMatching("shape|BLOCK_MAILBOX|UNIT_PER_CARRIAGE")))));

    @ArchTest
    static final ArchRule decisions_know_neither_io_nor_clocks = noClasses()
            .that()
            .resideInAnyPackage(
                    "..simulator.rails..",
                    "..simulator.shelving..",
                    "..simulator.modbus..",
                    "..simulator.fault..",
                    "..simulator.llrp..",
                    "..simulator.tags..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "com.fazecast..", "java.io..", "java.net..", "java.nio.file..");

    @ArchTest
    static final ArchRule only_the_wire_knows_the_serial_library = noClasses()
            .that()
            .resideOutsideOfPackage("..simulator.wire..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fazecast..");

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("org.archivevault.simulator.(*)..").should().beFreeOfCycles();
}
