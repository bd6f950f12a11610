package io.alertrelay.flashduty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.alertrelay.alert.Alert;
import io.alertrelay.alert.AlertLinks;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

    private static final Map<String, String> LABELS =
            Map.of("team", "payments", "k8s.pod/name", "api-7", "blank", " ", "code", "{labels.team}");
    private static final Map<String, String> ANNOTATIONS = Map.of("message", "slow $1 \\1", "team", "from annotation");
    private static final Alert ALERT = Alerts.linked(
            Alerts.firing(LABELS, ANNOTATIONS),
            new AlertLinks(Optional.empty(), Optional.of("https://arms.example.test/{labels.team}")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "``#``",
                "plain 名 $x \\n#plain 名 $x \\n",
                "{labels.team}#payments",
                "[{labels.team}] {annotations.message}#[payments] slow $1 \\1",
                "{annotations.team}#from annotation",
                "{labels.k8s.pod/name}#api-7",
                "{ labels.team }#payments",
                "a{labels.unknown}b#ab",
                "{labels.unknown|labels.team}#payments",
                "{labels.unknown|labels.blank|\"none\"}#none",
                "{labels.unknown | annotations.unknown | \"a | b } {\"}#a | b } {",
                "{labels.team|\"none\"}#payments",
                "{\"\"}#``",
                "{{labels.team}}#{labels.team}",
                "{{{labels.team}}}#{payments}",
                "}}{{#}{",
                "{labels.code}#{labels.team}",
                "{externalURL}#https://arms.example.test/{labels.team}",
                "{generatorURL|externalURL}#https://arms.example.test/{labels.team}",
                "{generatorURL}#``",
            })
    void rendersWhatItSays(String template, String expected) throws InvalidTemplateException {
        assertThat(Template.parse(template).render(ALERT)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "a}b#2#lone }",
                "ab{#3#never closed",
                "ab{labels.x#3#never closed",
                "ab{labels.x|#3#never closed",
                "ab{{{labels.x#5#never closed",
                "{}#2#found nothing",
                "{labels.}#2#found labels.",
                "{title}#2#found title",
                "{externalUrl}#2#found externalUrl",
                "{Labels.x}#2#found Labels.x",
                "{labels.x|}#11#found nothing",
                "{labels.x||labels.y}#11#found nothing",
                "{labels.x labels.y}#11#expected | or }, found l",
                "{\"x}#2#a \" that is never closed",
                "{\"x\"y}#5#expected | or }, found y",
                "{labels.x{labels.y}}#10#expected | or }, found {",
            })
    void aMistakeIsNamedWithItsPosition(String template, int position, String message) {
        InvalidTemplateException thrown =
                catchThrowableOfType(InvalidTemplateException.class, () -> Template.parse(template));

        assertThat(thrown)
                .hasMessageStartingWith("at character " + position + ": ")
                .hasMessageContaining(message);
        assertThat(thrown.position()).isEqualTo(position);
    }

    @Test
    void isShownAsItWasWritten() throws InvalidTemplateException {
        assertThat(Template.parse("{{x}} {labels.a|\"b\"}")).hasToString("{{x}} {labels.a|\"b\"}");
    }

    @RepeatedTest(500)
    void anyTextIsATemplateOrAMistakeWithinIt(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        String text = text(new Random(seed));
        try {
            assertThat(Template.parse(text).render(ALERT))
                    .as("seed %d: %s", seed, text)
                    .isNotNull();
        } catch (InvalidTemplateException e) {
            assertThat(e.position()).as("seed %d: %s", seed, text).isBetween(1, text.length() + 1);
        }
    }

    private static String text(Random random) {
        String[] pieces = {"{", "}", "|", "\"", "labels.", "annotations.", "team", " ", "x", "{{", "}}"};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i >= 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }
}
