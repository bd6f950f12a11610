package io.alertrelay.flashduty;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkupTest {

    @ParameterizedTest
    @CsvSource({
        "[TPL]{{.Labels.x}}, ［TPL]{{.Labels.x}}",
        "[tpl] ${a}, ［tpl] ${a}",
        "$a::$b, ＄a::＄b",
        "$cluster::disk $name, ＄cluster::disk ＄name",
        "host::$check, host::＄check",
        "$check, ＄check",
        "[TPL]$a::$b, ［TPL]＄a::＄b"
    })
    void aTitleThatFlashdutyWouldRewriteIsMadeHarmless(String title, String expected) {
        assertThat(Markup.harmlessTitle(title)).isEqualTo(expected).hasSameSizeAs(title);
    }

    @ParameterizedTest
    @CsvSource({
        "CPU > 80%",
        "costs 5$ a day",
        "std::vector overflow",
        "see [TPL] there",
        "pod {{$labels.pod}} down",
        "[MD] x",
        "[TP"
    })
    void anyOtherTitleStaysAsItIs(String title) {
        assertThat(Markup.harmlessTitle(title)).isEqualTo(title);
    }

    @ParameterizedTest
    @CsvSource({"[MD]**x**, ［MD]**x**", "[md]x, ［md]x", "a [MD] b, a [MD] b", "[M, [M", "[TPL]$a::$b, [TPL]$a::$b"})
    void onlyADescriptionThatBeginsAsMarkdownIsChanged(String description, String expected) {
        assertThat(Markup.harmlessDescription(description)).isEqualTo(expected);
    }
}
