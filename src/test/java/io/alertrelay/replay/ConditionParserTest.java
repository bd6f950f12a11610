package io.alertrelay.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.record.ConditionDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a condition is read from the command line. */
class ConditionParserTest {
    @Test
    void valuesAreSeparatedByCommas() {
        assertThat(vals("payments , pay-*,a b")).containsExactly("payments", "pay-*", "a b");
        assertThat(vals("a,")).containsExactly("a");
    }

    @Test
    void aRegularExpressionIsNotSeparatedAtItsCommas() {
        assertThat(vals("/api-\\d{1,3}/")).containsExactly("/api-\\d{1,3}/");
        assertThat(vals("a, /b{1,2}, c/ ,/d/,e")).containsExactly("a", "/b{1,2}, c/", "/d/", "e");
        assertThat(vals("/a/b{2,}/")).containsExactly("/a/b{2,}/");
    }

    @Test
    void pathsAreNotTakenForOne() {
        assertThat(vals("/data,/var/log")).containsExactly("/data", "/var/log");
        assertThat(vals("/, /data,/")).containsExactly("/", "/data", "/");
        assertThat(vals("/data,/var/")).containsExactly("/data", "/var/");
    }

    private static List<String> vals(String text) {
        ConditionDefinition condition =
                ConditionParser.read("labels.pod NOTIN " + text).orElseThrow();
        assertThat(condition.key()).isEqualTo("labels.pod");
        assertThat(condition.oper()).isEqualTo("NOTIN");
        return condition.vals();
    }
}
