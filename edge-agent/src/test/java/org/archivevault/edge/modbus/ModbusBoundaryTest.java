package org.archivevault.edge.modbus;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Where j2mod and jSerialComm may be known, and how much of them. */
class ModbusBoundaryTest {
    private static final String J2MOD = "com.ghgande.j2mod..";
    private static final String SERIAL = "com.fazecast..";
    private static final JavaClasses EDGE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.archivevault.edge");

    @Test
    void onlyOneClassKnowsJ2mod() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Requests")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(J2MOD)
                .check(EDGE);
    }

    @Test
    void nobodyUsesJ2modsTransportAndTransactions() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.ghgande.j2mod.modbus.io..",
                        "com.ghgande.j2mod.modbus.net..",
                        "com.ghgande.j2mod.modbus.facade..",
                        "com.ghgande.j2mod.modbus.slave..")
                .check(EDGE);
    }

    @Test
    void onlyTheSerialLinkKnowsJSerialComm() {
        classes()
                .that(describe(
                        "know jSerialComm",
                        c -> c.getDirectDependenciesFromSelf().stream()
                                .anyMatch(
                                        d -> d.getTargetClass().getPackageName().startsWith("com.fazecast"))))
                .should()
                .haveNameMatching(".*\\.SerialLink(\\$.*)?")
                .check(EDGE);
    }

    @Test
    void foreignTypesDoNotLeaveThePackage() {
        DescribedPredicate<JavaClass> foreign =
                JavaClass.Predicates.resideInAnyPackage(J2MOD, SERIAL).as("foreign");
        methods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAPackage("org.archivevault.edge.modbus")
                .should()
                .notHaveRawReturnType(foreign)
                .check(EDGE);
    }

    @Test
    void framingAndDecisionsArePure() {
        noClasses()
                .that()
                .haveSimpleNameStartingWith("Crc")
                .or()
                .haveSimpleName("Breaker")
                .or()
                .haveSimpleName("Backoff")
                .or()
                .haveSimpleName("Pause")
                .or()
                .haveSimpleName("AnswerAssembler")
                .or()
                .haveSimpleName("MbapFraming")
                .or()
                .haveSimpleName("RtuFraming")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "java.net..", "com.fazecast..")
                .check(EDGE);
    }
}
