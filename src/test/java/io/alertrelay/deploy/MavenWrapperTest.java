package io.alertrelay.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Where {@code ./mvnw} fetches itself and Maven from. */
class MavenWrapperTest {
    private final Properties wrapper = new Properties();

    MavenWrapperTest() throws Exception {
        try (Reader file = Files.newBufferedReader(Path.of(".mvn", "wrapper", "maven-wrapper.properties"))) {
            wrapper.load(file);
        }
    }

    /** An address in the file would be used in place of the mirror that MVNW_REPOURL names. */
    @Test
    void theWrapperIsFetchedFromTheMirrorThatTheReadMeTellsOf() {
        assertThat(wrapper).containsKey("wrapperVersion").doesNotContainKey("wrapperUrl");
    }

    @Test
    void whatIsFetchedIsCheckedWhereverItComesFrom() {
        assertThat(wrapper).containsKeys("wrapperSha256Sum", "distributionSha256Sum");
    }
}
