package io.alertrelay.camel;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;

/** How the routes marshal records of the relay's own. */
final class RecordJson {
    private RecordJson() {}

    /**
     * A mapper that writes whatever text there is. Jackson's own writer of UTF-8 fails on half of a surrogate pair,
     * which an answer of a push target may hold: its dead letter could never be stored.
     */
    static ObjectMapper mapper() {
        return new ObjectMapper(new JsonFactory() {
            @Override
            public JsonGenerator createGenerator(OutputStream out, JsonEncoding encoding) throws IOException {
                return createGenerator(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            }
        });
    }
}
