package io.alertrelay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Dependencies point one way. */
class ArchitectureTest {
    private static final String BASE = "io.alertrelay.";
    private static final String[] WIRES = {
        "org.apache.camel..", "org.apache.kafka..", "kafka..", "io.vertx..", "org.apache.hc..", "java.net.http.."
    };

    /** One for each question; none knows another one but those in {@link #KNOWN}. */
    private static final Set<String> FEATURES = Set.of(
            "audit",
            "trail",
            "tail",
            "explain",
            "rulesets",
            "repair",
            "replay",
            "find",
            "channels",
            "testalert",
            "status",
            "journal");

    private static final Map<String, Set<String>> KNOWN = Map.of(
            "explain", Set.of("trail"),
            "find", Set.of("trail"),
            "repair", Set.of("explain", "replay"),
            "status", Set.of("channels", "replay"),
            "tail", Set.of("trail"));

    private static final JavaClasses EVERYTHING = new ClassFileImporter().importPackages("io.alertrelay");

    private final JavaClasses classes = EVERYTHING.that(new DescribedPredicate<>("not tests") {
        private final ImportOption option = new ImportOption.DoNotIncludeTests();

        @Override
        public boolean test(JavaClass type) {
            return type.getSource()
                    .map(source -> option.includes(Location.of(source.getUri())))
                    .orElse(false);
        }
    });

    @TestFactory
    Stream<DynamicTest> rules() {
        return Stream.of(
                rule(
                        "the payload, the rules and delivery know no Kafka, no HTTP and no Camel",
                        noClasses()
                                .that()
                                .resideInAnyPackage(
                                        BASE + "alert..",
                                        BASE + "arms..",
                                        BASE + "flashduty..",
                                        BASE + "routing..",
                                        BASE + "pipeline..",
                                        BASE + "delivery..",
                                        BASE + "config..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(WIRES)),
                rule(
                        "Camel's types stay in camel, and in kafka, which makes the clients that Camel asks for",
                        noClasses()
                                .that()
                                .resideOutsideOfPackages(BASE + "camel..", BASE + "kafka..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("org.apache.camel..")),
                rule("the alert knows nothing of the rest", onlyItself("alert")),
                rule(
                        "the record knows the alert and texts alone",
                        noClasses()
                                .that()
                                .resideInAPackage(BASE + "record..")
                                .should()
                                .dependOnClassesThat()
                                .resideOutsideOfPackages(
                                        BASE + "record..",
                                        BASE + "alert..",
                                        BASE + "text..",
                                        "java..",
                                        "org.jspecify..",
                                        "com.fasterxml.jackson..")),
                rule(
                        "arms does not know flashduty, routing or delivery",
                        apart("arms", "flashduty", "routing", "delivery")),
                rule(
                        "flashduty does not know arms, routing or delivery",
                        apart("flashduty", "arms", "routing", "delivery")),
                rule(
                        "routing does not know arms, flashduty or delivery",
                        apart("routing", "arms", "flashduty", "delivery")),
                rule("delivery does not know arms or the rules", apart("delivery", "arms", "routing")),
                rule("the intake does not know the rules", apart("intake", "routing", "pipeline", "delivery")),
                rule("kafka does not know alerts", apart("kafka", "alert", "arms", "flashduty", "routing", "delivery")),
                rule(
                        "kafka does not know which broker it talks to",
                        noClasses()
                                .that()
                                .resideInAPackage(BASE + "kafka")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(BASE + "kafka.embedded")),
                rule(
                        "what judges an audit and puts a trail together reads no topic itself",
                        noClasses()
                                .that()
                                .haveNameMatching(
                                        ".*\\.(Auditor|AuditRecords|QuarantineEntries|TrailBuilder|ResolvableRecords|RepairFilter|Plan|Planner)")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(WIRES)),
                rule(
                        "no feature is known to what all share, or to the relay itself",
                        noClasses()
                                .that()
                                .resideOutsideOfPackages(in(FEATURES, "app", ""))
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(in(FEATURES))),
                rule(
                        "only Main knows app, which assembles",
                        noClasses()
                                .that()
                                .resideOutsideOfPackages(in(Set.of(), "app", ""))
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(in(Set.of(), "app"))),
                DynamicTest.dynamicTest(
                        "features know each other only where it is named",
                        () -> FEATURES.forEach(feature -> apart(
                                        feature,
                                        FEATURES.stream()
                                                .filter(other -> !other.equals(feature)
                                                        && !KNOWN.getOrDefault(feature, Set.of())
                                                                .contains(other))
                                                .toArray(String[]::new))
                                .check(classes))),
                rule(
                        "conversions between text and bytes name their charset, in tests too",
                        TextRules.charsetsAreNamed(),
                        EVERYTHING),
                rule("changes of case name their locale", TextRules.localesAreNamed()),
                DynamicTest.dynamicTest(
                        "every package says in its package-info what it is for, and has no nulls but where it says so",
                        () -> assertThat(packages())
                                .allSatisfy(name -> assertThat(
                                                Path.of("src/main/java", name.replace('.', '/'), "package-info.java"))
                                        .content()
                                        .contains("/**", "@NullMarked"))),
                DynamicTest.dynamicTest(
                        "a name of a class is used once, in tests too",
                        () -> assertThat(usedTwice(EVERYTHING)).isEmpty()),
                rule(
                        "packages have no cycles",
                        slices().matching(BASE + "(*)..").should().beFreeOfCycles()));
    }

    private Set<String> packages() {
        return classes.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> usedTwice(JavaClasses classes) {
        Set<String> seen = new HashSet<>();
        return classes.stream()
                .filter(c -> c.isTopLevelClass() && !c.getSimpleName().equals("package-info"))
                .map(JavaClass::getSimpleName)
                .filter(name -> !seen.add(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private DynamicTest rule(String name, ArchRule rule) {
        return rule(name, rule, classes);
    }

    private static DynamicTest rule(String name, ArchRule rule, JavaClasses classes) {
        return DynamicTest.dynamicTest(name, () -> rule.check(classes));
    }

    private static String[] in(Set<String> packages, String... more) {
        return Stream.concat(packages.stream(), Stream.of(more))
                .map(name -> name.isEmpty() ? "io.alertrelay" : BASE + name + "..")
                .toArray(String[]::new);
    }

    private static ArchRule apart(String one, String... others) {
        return noClasses()
                .that()
                .resideInAPackage(BASE + one + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Stream.of(others).map(o -> BASE + o + "..").toArray(String[]::new));
    }

    private static ArchRule onlyItself(String one) {
        return noClasses()
                .that()
                .resideInAPackage(BASE + one + "..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(BASE + one + "..", "java..", "org.jspecify..");
    }
}
