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
final class ConditionText {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PLAIN = Pattern.compile("(\\S+)\\s+(IN|NOTIN)\\s+(.+)");

    private ConditionText() {}

    /** Empty if it is none. */
    static Optional<ConditionDefinition> read(String text) {
        Matcher plain = PLAIN.matcher(text.strip());
        if (plain.matches()) {
            return Optional.of(new ConditionDefinition(
                    plain.group(1), plain.group(2), List.of(plain.group(3).split("\\s*,\\s*"))));
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
}
