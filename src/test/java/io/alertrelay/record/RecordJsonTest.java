package io.alertrelay.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecordJsonTest {
    /** Half of a surrogate pair keeps no record from being stored. */
    @Test
    void anyTextIsWrittenAsJavaEncodesIt() throws Exception {
        Random random = new Random(11);
        for (int i = 0; i < 1_000; i++) {
            Object value = JsonNodeFactory.instance.objectNode().put("text", text(random));
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            try (Writer writer = new OutputStreamWriter(expected, StandardCharsets.UTF_8)) {
                RecordJson.mapper().writeValue(writer, value);
            }

            assertThat(RecordJson.bytes(value)).isEqualTo(expected.toByteArray());
            assertThat(RecordJson.mapper().writeValueAsBytes(value)).isEqualTo(expected.toByteArray());
        }
    }

    @Test
    void aListIsWrittenAsAnyOtherValue() throws Exception {
        Random random = new Random(12);
        for (int i = 0; i < 1_000; i++) {
            List<String> names = Stream.generate(() -> random.nextInt(3) == 0 ? text(random) : "支付 " + random.nextInt())
                    .limit(random.nextInt(4))
                    .toList();

            assertThat(RecordJson.list(names)).isEqualTo(RecordJson.mapper().writeValueAsString(names));
        }
        assertThat(RecordJson.list(List.of("", "a\"b"))).isEqualTo("[\"\",\"a\\\"b\"]");
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(40);
        for (int i = 0; i < length; i++) {
            int kind = random.nextInt(4);
            text.append(
                    (char) (kind == 0 ? 0xD800 + random.nextInt(0x800) : random.nextInt(kind == 1 ? 0x10000 : 128)));
        }
        return text.toString();
    }
}
