package io.alertrelay.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.record.ConditionDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A condition as it is written on the command line: as {@code explain} prints it, or as rules have it in JSON. */
final class ConditionParser {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PLAIN = Pattern.compile("(\\S+)\\s+(IN|NOTIN)\\s+(.+)");
    /** A regular expression may contain commas, but a comma before a slash separates values that are paths. */
    private static final Pattern VALUE = Pattern.compile("\\s*(/[^,]*?(?:,(?!\\s*/)[^,]*?)*?/|[^,]*?)\\s*(?:,|$)");

    private ConditionParser() {}

    /** Empty if it is none. */
    static Optional<ConditionDefinition> read(String text) {
        Matcher plain = PLAIN.matcher(text.strip());
        if (plain.matches()) {
            return Optional.of(new ConditionDefinition(plain.group(1), plain.group(2), values(plain.group(3))));
        }
        try {
            JsonNode node = JSON.readTree(text);
            if (node == null || !node.isObject() || !node.path("vals").isArray()) {
                return Optional.empty();
            }
            List<String> vals = new ArrayList<>();
            node.path("vals").forEach(val -> vals.add(val.asText()));
            return Optional.of(new ConditionDefinition(
                    node.path("key").asText(), node.path("oper").asText(), vals));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static List<String> values(String text) {
        List<String> values = new ArrayList<>();
        Matcher value = VALUE.matcher(text);
        for (int end = 0; end < text.length() && value.find(); end = value.end()) {
            values.add(value.group(1));
        }
        return values;
    }
}
