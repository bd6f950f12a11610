package io.alertrelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.testing.InstalledRelay;
import io.alertrelay.testing.InstalledRelay.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tar.gz that the build makes. */
class DistributionIT {
    @TempDir
    private Path folder;

    private InstalledRelay relay;

    @BeforeEach
    void unpack() throws IOException {
        relay = new InstalledRelay(
                folder.resolve("opt"),
                List.of(
                        "ARMS_PROD_KEY=prod-key-0123",
                        "FLASHDUTY_PAYMENTS_URL=https://example.com/push?integration_key=a",
                        "FLASHDUTY_DEFAULT_URL=https://example.com/push?integration_key=b"));
    }

    @Test
    void itRunsWithoutMavenAndTakesTheSampleConfiguration() throws Exception {
        Result result = relay.run("check", "--config", relay.home() + "/deploy/relay.yaml");

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).as(result.out()).isZero();
        assertThat(relay.home().resolve("target")).doesNotExist();
    }

    @Test
    void itHasTheJarsThatAreNeededAndNoOthers() throws Exception {
        String classPath;
        try (JarFile jar = new JarFile(relay.home().resolve("alert-relay.jar").toFile())) {
            classPath = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
        }
        try (Stream<Path> lib = Files.list(relay.home().resolve("lib"))) {
            assertThat(lib.map(file -> "lib/" + file.getFileName()))
                    .containsExactlyInAnyOrder(classPath.split(" "))
                    .noneMatch(name -> name.matches("lib/(junit|assertj|jmh|archunit|json-schema).*"));
        }
    }

    @Test
    void itHasTheLicenceTheDocumentationAndWhatItNames() {
        assertThat(List.of(
                        "LICENSE",
                        "CHANGELOG.md",
                        "README.md",
                        "README.zh-CN.md",
                        "docs/operations.md",
                        "deploy/relay.schema.json",
                        "deploy/trial.yaml",
                        "samples/arms-firing.json"))
                .allSatisfy(name -> assertThat(relay.home().resolve(name)).isNotEmptyFile());
    }
}
