package io.alertrelay.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"root@host", "张三@值班机", "100% Zoë + co", "%41", "🚨", "a\nb"})
    void aNameThatACommandSendsIsReadAsItWas(String name) {
        String value = OperatorName.encoded(name);

        // Java's client takes it.
        HttpRequest.newBuilder(URI.create("http://localhost")).header(OperatorName.HEADER, value);
        assertThat(value).matches("[ -~]*");
        assertThat(OperatorName.decoded(value)).isEqualTo(name.contains("\n") ? value : name);
    }

    @Test
    void aNameInUtf8IsReadAsCurlSendsIt() {
        assertThat(OperatorName.decoded(new String("张三".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)))
                .isEqualTo("张三");
    }

    @ParameterizedTest
    @ValueSource(strings = {"100%", "Zo\u00eb", "tester"})
    void whatIsNeitherIsLeftAsItIs(String value) {
        assertThat(OperatorName.decoded(value)).isEqualTo(value);
    }
}
