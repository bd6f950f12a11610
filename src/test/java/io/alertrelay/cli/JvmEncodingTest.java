package io.alertrelay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JvmEncodingTest {
    private static final JvmEncoding UTF_8 = new JvmEncoding("UTF-8", "UTF-8");
    private static final JvmEncoding ASCII = new JvmEncoding("ANSI_X3.4-1968", "another one");
    private static final JvmEncoding GBK = new JvmEncoding("GBK", "another one");

    @Test
    void inUtf8EveryTextIsRead() {
        assertThat(UTF_8.refusal(List.of("explain", "--labels", "team=支付"), "/srv/警报"))
                .isEmpty();
        assertThat(UTF_8.environment(Map.of("KEY", "支付"))).isEqualTo(Map.of("KEY", "支付"));
    }

    @Test
    void anArgumentThatWasLostIsRefusedByItsPlace() {
        assertThat(ASCII.refusal(List.of("explain", "--labels", "team=\uFFFD\uFFFD"), "/srv"))
                .hasValueSatisfying(why -> assertThat(why)
                        .contains("argument 3")
                        .contains("ANSI_X3.4-1968")
                        .contains("./relay")
                        .contains("LC_ALL=C.UTF-8"));
    }

    @Test
    void anArgumentThatMayBeAnotherTextIsRefused() {
        assertThat(GBK.refusal(List.of("status", "鏀粯"), "/srv")).isPresent();
        assertThat(UTF_8.refusal(List.of("status", "\uFFFD"), "/srv")).isPresent();
    }

    @Test
    void aFolderWhoseNameWasLostIsRefused() {
        assertThat(ASCII.refusal(List.of("serve"), "/srv/\uFFFD\uFFFD"))
                .hasValueSatisfying(why -> assertThat(why).contains("current folder"));
    }

    @Test
    void asciiIsReadInAnyEncoding() {
        assertThat(ASCII.refusal(List.of("audit", "--json", "what?"), "/srv")).isEmpty();
        assertThat(GBK.refusal(List.of("audit"), "/srv")).isEmpty();
    }

    @Test
    void ofTheEnvironmentWhatMayBeAnotherTextIsMarked() {
        assertThat(GBK.environment(Map.of("URL", "http://a", "TEAM", "a鏀粯")))
                .isEqualTo(Map.of("URL", "http://a", "TEAM", "a\uFFFD\uFFFD"));
    }
}
