package io.alertrelay.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.delivery.Collapse;
import io.alertrelay.record.CaseDefinition;
import io.alertrelay.record.ChannelReference;
import io.alertrelay.record.ConditionDefinition;
import io.alertrelay.record.DefaultDefinition;
import io.alertrelay.record.RoutingMode;
import io.alertrelay.record.RuleSetDefinition;
import io.alertrelay.routing.RuleSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nothing of the rules is lost on the way to Flashduty's form and back. */
class RulesRoundTripTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Long> WITH_ID = Map.of("payments", 101L, "支付 团队", 102L, "null", 103L);
    private static final List<String> TEXTS = List.of(
            "prod",
            "pre-*",
            "/(?i)a\\\\.b|c$/",
            "cidr:10.0.0.0/8",
            "num:ge:90",
            "",
            " ",
            "true",
            "~",
            "90",
            "0x1",
            "a: b",
            "#x",
            "'",
            "\"",
            "\\",
            "\\n",
            "a\nb",
            "\t",
            "\r",
            "\u0085",
            "\u2028",
            "\ufeff",
            "\u007f",
            "\u0000",
            "\ud83d\ude00",
            "支付",
            "- x",
            "{a}",
            "[a]",
            "a,b",
            "${HOME}",
            "@x",
            "`",
            "%",
            "!!str",
            "&a",
            "*",
            "\\u000a");

    @Test
    void whatWasExportedIsImportedAsItWas() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            List<String> names = random.nextInt(4) == 0
                    ? List.of("payments", "支付 团队", "null", "no-id")
                    : List.copyOf(WITH_ID.keySet());
            RuleSetDefinition rules = rules(random, names);
            String text = new RulesYaml(ids()).write(rules);

            ConvertedRules exported = new RulesJson(WITH_ID).write(rules);
            ConvertedRules imported = importer().read(exported.text(), "reply.json");

            assertThat(imported.text()).as("seed %s", seed).isEqualTo(text);
            assertThat(imported.notes()).as("seed %s", seed).isEmpty();
            assertThat(exported.notes().isEmpty()).isEqualTo(!exported.text().contains("no-id"));
            assertThat(loaded(imported.text()).version())
                    .as("seed %s %s", seed, imported.text())
                    .isEqualTo(RuleSet.compile(rules, directory()).version());
        }
    }

    @Test
    void whatWasImportedIsExportedAsItWas() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            JsonNode rules = JSON.readTree(new RulesJson(WITH_ID)
                    .write(rules(random, List.copyOf(WITH_ID.keySet())))
                    .text());
            ObjectNode reply = JSON.createObjectNode().put("request_id", "r").putNull("error");
            ObjectNode data = reply.putObject("data");
            data.setAll((ObjectNode) rules.deepCopy());
            data.put("version", 7).put("updated_at", 1_700_000_000L);
            data.withArray("cases").forEach(one -> ((ObjectNode) one).put("priority", 1));

            ConvertedRules imported = importer().read(YamlText.escaped(JSON.writeValueAsString(reply)), "reply.json");
            JsonNode again = JSON.readTree(new RulesJson(WITH_ID)
                    .write(loaded(imported.text()).definition().orElseThrow())
                    .text());

            assertThat(again).as("seed %s %s", seed, imported.text()).isEqualTo(rules);
            assertThat(imported.notes()).allMatch(note -> note.startsWith("cases[].priority"));
        }
    }

    @Test
    void flashdutysFormHasIdsOrElseNames() {
        RuleSetDefinition rules = new RuleSetDefinition(
                List.of(
                        new CaseDefinition(
                                List.of(new ConditionDefinition("labels.a", "IN", List.of("x", "支付"))),
                                List.of(new ChannelReference.ByName("payments"), new ChannelReference.ById(999)),
                                true,
                                RoutingMode.STANDARD,
                                Optional.empty()),
                        new CaseDefinition(
                                List.of(), List.of(), false, RoutingMode.NAME_MAPPING, Optional.of("labels.team"))),
                Optional.of(new DefaultDefinition(
                        List.of(new ChannelReference.ById(101), new ChannelReference.ByName("no-id")))));

        ConvertedRules exported = new RulesJson(WITH_ID).write(rules);

        assertThat(exported.text()).isEqualTo("""
                {
                  "cases" : [ {
                    "if" : [ {
                      "key" : "labels.a",
                      "oper" : "IN",
                      "vals" : [ "x", "支付" ]
                    } ],
                    "channel_ids" : [ 101, 999 ],
                    "fallthrough" : true,
                    "routing_mode" : "standard"
                  }, {
                    "if" : [ ],
                    "fallthrough" : false,
                    "routing_mode" : "name_mapping",
                    "name_mapping_label" : "labels.team"
                  } ],
                  "default" : {
                    "channels" : [ "payments", "no-id" ]
                  }
                }
                """);
        assertThat(exported.notes()).singleElement().asString().startsWith("default.channels: \"no-id\"");
    }

    @Test
    void listsWhatItCouldNotCarryOver() throws Exception {
        ConvertedRules imported = importer().read("""
                {"request_id": "r1", "data": {
                  "creator_id": 5,
                  "cases": [
                    {"if": [{"key": "labels.a", "oper": "IN", "vals": ["x"], "id": 1}], "channel_ids": [101, 999]},
                    {"if": [{"key": "labels.b", "oper": "LIKE", "vals": ["x"]}], "channel_ids": [101], "priority": 1},
                    {"if": [], "routing_mode": "name_mapping", "name_mapping_label": "team", "channel_ids": [101], "priority": 2}]}}
                """, "reply.json");

        assertThat(imported.text()).isEqualTo("""
                cases:
                  - if:
                      - { key: labels.a, oper: IN, vals: [x] }
                    channel_ids: [999]
                    channels: [payments]
                  - if:
                      - { key: labels.b, oper: LIKE, vals: [x] }
                    channels: [payments]
                  - routing_mode: name_mapping
                    name_mapping_label: team
                """);
        assertThat(imported.notes())
                .hasSize(6)
                .noneMatch(n -> n.startsWith("request_id") || n.startsWith("creator_id"))
                .anyMatch(n -> n.startsWith("cases[].if[].id: no part"))
                .anyMatch(n -> n.startsWith("cases[].priority (2 times)"))
                .anyMatch(n -> n.contains("cases[2].channel_ids: without meaning"))
                .anyMatch(n -> n.startsWith("cases[0].channel_ids[1]: no channel of the configuration has the id 999"))
                .anyMatch(n -> n.startsWith("cases[1].if[0].oper: found \"LIKE\""))
                .anyMatch(n -> n.startsWith("default: found nothing"));
    }

    private static RuleSetDefinition rules(Random random, List<String> names) {
        List<CaseDefinition> cases = some(random, 0, 4, () -> oneCase(random, names));
        return new RuleSetDefinition(cases, Optional.of(new DefaultDefinition(channels(random, names))));
    }

    private static CaseDefinition oneCase(Random random, List<String> names) {
        List<ConditionDefinition> conditions = some(
                random,
                0,
                2,
                () -> new ConditionDefinition(
                        pick(
                                random,
                                List.of(
                                        "severity",
                                        "incident_severity",
                                        "title",
                                        "labels.env",
                                        "labels.a b",
                                        "labels.支付")),
                        pick(random, List.of("IN", "NOTIN")),
                        some(random, 1, 3, () -> pick(random, TEXTS))));
        List<ConditionDefinition> valid = conditions.stream()
                .map(c -> c.key().endsWith("severity")
                        ? new ConditionDefinition(c.key(), c.oper(), List.of("Critical", "*"))
                        : c)
                .toList();
        return random.nextInt(3) == 0
                ? new CaseDefinition(
                        valid,
                        List.of(),
                        random.nextBoolean(),
                        RoutingMode.NAME_MAPPING,
                        Optional.of(pick(random, List.of("team", "labels.team", "a \"b\""))))
                : new CaseDefinition(
                        valid, channels(random, names), random.nextBoolean(), RoutingMode.STANDARD, Optional.empty());
    }

    private static List<ChannelReference> channels(Random random, List<String> names) {
        return some(random, 1, 3, () -> {
            String name = pick(random, names);
            return random.nextBoolean() && WITH_ID.containsKey(name)
                    ? new ChannelReference.ById(WITH_ID.get(name))
                    : new ChannelReference.ByName(name);
        });
    }

    private static <T> List<T> some(Random random, int least, int most, Supplier<T> one) {
        return IntStream.range(0, least + random.nextInt(most - least + 1))
                .mapToObj(i -> one.get())
                .toList();
    }

    private static <T> T pick(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static Map<Long, String> ids() {
        return WITH_ID.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
    }

    private static KnownChannels directory() {
        return new KnownChannels(Set.of("payments", "支付 团队", "null", "no-id"), ids());
    }

    private static RulesImport importer() {
        return new RulesImport(directory().names().stream()
                .map(name -> new ChannelSettings(
                        name,
                        Optional.ofNullable(WITH_ID.get(name)),
                        null,
                        Format.STANDARD,
                        null,
                        null,
                        null,
                        OptionalInt.empty(),
                        1,
                        Collapse.NONE,
                        false))
                .toList());
    }

    /** As the relay loads a file of rules that is written inline, where an unknown key would be a mistake. */
    private static RuleSet loaded(String yaml) throws InvalidConfigException {
        Document document = new Document("rules.yaml", new ConfigProblems());
        Optional<WrittenRules> rules =
                document.parse(yaml).flatMap(root -> new RoutesReader(document, "", true).read(root, directory()));
        document.problems().throwIfAny();
        return rules.orElseThrow().rules();
    }
}
