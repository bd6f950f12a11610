package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Utf8HeaderSerializerTest {
    private final Utf8HeaderSerializer headers = new Utf8HeaderSerializer();

    @Test
    void textsAreUtf8AndBytesAreLeftAsTheyAre() {
        byte[] bytes = {(byte) 0xff, 0};

        assertThat(headers.serialize("channel", "支付组")).isEqualTo("支付组".getBytes(StandardCharsets.UTF_8));
        assertThat(headers.serialize("channel", bytes)).isSameAs(bytes);
    }

    @Test
    void aNumberIsWrittenAsItsReadersReadIt() {
        assertThat(headers.serialize("index", 3)).isEqualTo("3".getBytes(StandardCharsets.UTF_8));
    }
}
