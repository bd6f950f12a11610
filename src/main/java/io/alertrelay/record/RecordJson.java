package io.alertrelay.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializerBase;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.RecordTime;
import io.alertrelay.alert.Severity;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The JSON of the relay's records: names in snake_case, maps in the order of their keys. Empty values are omitted, and
 * absent fields are read as empty where possible; unknown fields are ignored.
 */
public final class RecordJson {
    private static final ObjectMapper MAPPER = newMapper();
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

    private RecordJson() {}

    /** The mapper that writes and reads all of them. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /**
     * Writes any text. Jackson's own UTF-8 writer fails on a lone surrogate, which an answer of a push target may
     * contain: its dead letter could never be stored.
     */
    private static ObjectMapper newMapper() {
        JsonFactory factory = new JsonFactory() {
            @Override
            public JsonGenerator createGenerator(OutputStream out, JsonEncoding encoding) throws IOException {
                return createGenerator(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            }
        };
        JsonMapper.Builder builder = JsonMapper.builder(factory);
        Stream.of(String.class, List.class, Set.class, SortedSet.class, Map.class)
                .forEach(type -> builder.withConfigOverride(
                        type, o -> o.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY))));
        return builder.addModule(new Jdk8Module())
                .addModule(new SimpleModule()
                        .addSerializer(word(Instant.class, RecordTime::text))
                        .addDeserializer(Instant.class, parsed(Instant.class, RecordTime::parse))
                        .addSerializer(word(Severity.class, Severity::word))
                        .addDeserializer(Severity.class, parsed(Severity.class, RecordJson::severity))
                        .addSerializer(word(AlertStatus.class, AlertStatus::word))
                        .addDeserializer(AlertStatus.class, parsed(AlertStatus.class, AlertStatus::ofWord)))
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.USE_DEFAULTS))
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    /** As bytes of UTF-8. */
    public static byte[] bytes(Object value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the relay's own records can be written as JSON", e);
        }
    }

    /** As a tree. */
    public static ObjectNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** Reads a value; empty if it can't be read. */
    public static <T> Optional<T> read(byte[] json, Class<T> type) {
        try {
            return Optional.ofNullable(MAPPER.readValue(json, type));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Any JSON object; empty if it is not one. */
    public static Optional<ObjectNode> object(byte[] json) {
        try {
            JsonNode node = MAPPER.readTree(json);
            return node instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Names as a JSON array. */
    static String list(List<String> names) {
        StringBuilder list = new StringBuilder("[");
        for (String name : names) {
            if (!isWrittenAsItIs(name)) {
                return text(names);
            }
            list.append(list.length() == 1 ? "\"" : ",\"").append(name).append('"');
        }
        return list.append(']').toString();
    }

    /** Nearly every name is; three lists are written for each alert. */
    private static boolean isWrittenAsItIs(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /** Names from a JSON array; empty if it is not one. */
    static Optional<List<String>> list(String json) {
        try {
            return Optional.ofNullable(MAPPER.readValue(json, TEXTS));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Severity severity(String word) {
        return Severity.ofWord(word).orElseThrow(() -> new IllegalArgumentException("no severity: " + word));
    }

    private static <T> ToStringSerializerBase word(Class<T> type, Function<T, String> word) {
        return new ToStringSerializerBase(type) {
            @Override
            public String valueToString(Object value) {
                return word.apply(type.cast(value));
            }
        };
    }

    private static <T> StdScalarDeserializer<T> parsed(Class<T> type, Function<String, T> parse) {
        return new StdScalarDeserializer<>(type) {
            @Override
            public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
                try {
                    return parse.apply(parser.getText());
                } catch (DateTimeException | IllegalArgumentException e) {
                    return type.cast(context.handleWeirdStringValue(type, parser.getText(), "%s", e.getMessage()));
                }
            }
        };
    }
}
