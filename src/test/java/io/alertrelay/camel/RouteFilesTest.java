package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class RouteFilesTest {
    /** What can be read in one go: comments included, about two screens. */
    private static final int READABLE = 70;

    private static final int LINE = 120;

    @ParameterizedTest
    @MethodSource("files")
    void isInCamelsCanonicalYamlDsl(Path file) throws IOException {
        List<Error> errors = schema().validate(Files.readString(file), InputFormat.YAML);

        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void canBeReadInOneGo(Path file) throws IOException {
        assertThat(Files.readAllLines(file)).hasSizeLessThan(READABLE);
    }

    @ParameterizedTest
    @MethodSource("files")
    void noLineIsTooLong(Path file) throws IOException {
        assertThat(Files.readAllLines(file)).allMatch(line -> line.length() <= LINE);
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyRouteAndEveryParameterSaysWhatItIsFor(Path file) throws IOException {
        List<?> all = (List<?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));

        for (Object one : all) {
            Map<?, ?> entry = (Map<?, ?>) ((Map<?, ?>) one).values().iterator().next();
            assertThat(entry.keySet().stream().map(Object::toString)).contains("id", "description");
            if (entry.get("parameters") instanceof List<?> parameters) {
                assertThat(parameters)
                        .allSatisfy(parameter -> assertThat((Map<?, ?>) parameter)
                                .extracting("name", "description")
                                .doesNotContainNull());
            }
        }
    }

    /** A reader starts there. */
    @Test
    void thePackageInfoNamesWhatTheRoutesUseAndNothingElse() throws IOException {
        Set<String> used = new TreeSet<>();
        for (Path file : files().toList()) {
            uses(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)), used);
        }

        assertThat(named()).containsExactlyInAnyOrderElementsOf(used);
    }

    private static void uses(@Nullable Object node, Set<String> used) {
        if (node instanceof List<?> list) {
            list.forEach(one -> uses(one, used));
        } else if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                String kind = String.valueOf(key);
                Map<?, ?> inner = value instanceof Map<?, ?> found ? found : Map.of();
                if (Set.of("process", "bean").contains(kind)) {
                    used.add(kind + ": " + inner.get("ref"));
                } else if (Set.of("from", "to").contains(kind)) {
                    used.add(kind + ": " + inner.get("uri"));
                } else if (kind.equals("ref") && inner.containsKey("expression")) {
                    used.add("when: " + inner.get("expression"));
                } else if (kind.equals("objectMapper") || String.valueOf(value).startsWith("#")) {
                    used.add("uses: " + String.valueOf(value).replace("#", ""));
                }
                uses(value, used);
            });
        }
        // Of Camel's own endpoints there is nothing to say.
        used.removeIf(one -> one.matches("(from|to): (kafka:|direct:|\\{\\{endpoint).*"));
    }

    private static List<String> named() throws IOException {
        Pattern row = Pattern.compile("(?m)^ \\*  (from|to|process|bean|when|uses): (.+?)  +[A-Z].*$");
        return row.matcher(Files.readString(Path.of("src/main/java/io/alertrelay/camel/package-info.java")))
                .results()
                .flatMap(found -> Stream.of(found.group(2).split(", ")).map(name -> found.group(1) + ": " + name))
                .toList();
    }

    private static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            return files.toList().stream();
        }
    }

    private static Schema schema() throws IOException {
        try (InputStream in =
                YamlRoutesBuilderLoader.class.getResourceAsStream("/schema/camelYamlDsl-canonical.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
        }
    }
}
