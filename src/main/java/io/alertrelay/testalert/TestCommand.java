package io.alertrelay.testalert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.Severity;
import io.alertrelay.cli.Colours;
import io.alertrelay.cli.CurrentUser;
import io.alertrelay.cli.JsonCommand;
import io.alertrelay.cli.RelayApi;
import io.alertrelay.cli.RelayOption;
import io.alertrelay.cli.ShortTextConverter;
import io.alertrelay.cli.Table;
import io.alertrelay.cli.Times;
import io.alertrelay.text.OneLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code relay test}: does an alert reach the channel? */
@Command(
        name = "test",
        description = {
            "Sends a test alert, marked as one, and its recovery by way of the running relay, as if they had been"
                    + " posted; waits for the answers.",
            "",
            "Straight to the channels that are named, or by an integration to where its rules lead."
        },
        optionListHeading = "%nOptions:%n",
        exitCodeList = {
            "0:delivered to each channel, and so was its recovery",
            "1:one was not, or no relay answers",
            "2:wrong usage, or a mistake in the configuration"
        })
public final class TestCommand extends JsonCommand {
    @Mixin
    private RelayOption relay;

    @Parameters(paramLabel = "CHANNEL", arity = "0..*", description = "Where it is to go.")
    private List<String> channels = List.of();

    @Option(names = "--all", description = "To each channel.")
    private boolean all;

    @Option(
            names = {"-i", "--integration"},
            paramLabel = "NAME",
            description = "Where the rules of this integration lead.")
    private @Nullable String integration;

    @Option(
            names = "--labels",
            split = ",",
            paramLabel = "NAME=VALUE",
            description = "What the rules are to look at. Repeatable. An alertname becomes \"[Alert Relay test] …\".")
    private Map<String, String> labels = Map.of();

    @Option(names = "--severity", paramLabel = "WORD", description = "Critical, Warning or Info, which is the default.")
    private String severity = Severity.INFO.word();

    @Option(
            names = "--by",
            converter = NameConverter.class,
            paramLabel = "WHO",
            description = "Who does it, for the record. Without it: the user and the machine.")
    private String by = CurrentUser.runs();

    /** Reads the name of who tests. */
    static final class NameConverter extends ShortTextConverter {
        NameConverter() {
            super(TestQuestion.LONGEST_NAME);
        }
    }

    @Override
    public Integer call() throws Exception {
        if ((channels.isEmpty() ? 0 : 1) + (all ? 1 : 0) + (integration == null ? 0 : 1) != 1) {
            throw wrong("expected the names of channels, or --all, or --integration: where is it to go?");
        }
        return relay.order(this, api -> {
            List<ObjectNode> answers = new ArrayList<>();
            int refused = 0;
            for (ObjectNode question : questions(api)) {
                RelayApi.Reply answer = api.post("api/v1/test", by, question);
                if (answer.status() != 200) {
                    failed(answer.message());
                    refused = answer.status() == 400 || answer.status() == 404 ? 2 : 1;
                    break;
                }
                answers.add((ObjectNode) answer.body());
            }
            if (answers.isEmpty()) {
                return refused;
            }
            ObjectNode whole = whole(answers, refused == 0);
            print(() -> whole, out -> list(whole, out));
            return refused == 0 && !whole.path("delivered").asBoolean() ? 1 : refused;
        });
    }

    /** What is sent one after the other: the relay takes so many channels at once. */
    private List<ObjectNode> questions(RelayApi api) throws IOException, InterruptedException {
        if (integration != null) {
            return List.of(question().put("integration", integration));
        }
        List<String> names = new ArrayList<>(channels);
        if (all) {
            api.startedStatus()
                    .path("channels")
                    .forEach(channel -> names.add(channel.path("name").asText()));
        }
        List<ObjectNode> questions = new ArrayList<>();
        for (int from = 0; from == 0 || from < names.size(); from += TestQuestion.MOST_CHANNELS) {
            ObjectNode question = question();
            ArrayNode some = question.putArray("channels");
            names.subList(from, Math.min(names.size(), from + TestQuestion.MOST_CHANNELS))
                    .forEach(some::add);
            questions.add(question);
        }
        return questions;
    }

    private ObjectNode question() {
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        ObjectNode wanted = question.putObject("labels");
        labels.forEach(wanted::put);
        return question.put("severity", severity);
    }

    /** The answers as one. */
    private static ObjectNode whole(List<ObjectNode> answers, boolean complete) {
        ObjectNode whole = answers.get(0).deepCopy();
        whole.put(
                "delivered",
                complete
                        && answers.stream()
                                .allMatch(answer -> answer.path("delivered").asBoolean()));
        answers.stream()
                .skip(1)
                .forEach(answer -> whole.withArray("answers").addAll((ArrayNode) answer.path("answers")));
        return whole;
    }

    private void list(JsonNode result, PrintWriter out) {
        Times times = times();
        out.println("sent \"" + OneLine.of(result.path("title").asText()) + "\"");
        Table table = new Table("CHANNEL", "ALERT", "ENDED", "AFTER", "ANSWER", "REQUEST ID");
        result.path("answers").forEach(answer -> table.row(row(answer, times)));
        table.print(Colours.auto(), out, row -> {});
    }

    private static List<String> row(JsonNode answer, Times times) {
        List<String> details = new ArrayList<>();
        for (String field : List.of("answer", "reason", "cause", "waits_for")) {
            if (answer.hasNonNull(field)) {
                details.add(times.within(answer.path(field).asText()));
            }
        }
        if (answer.hasNonNull("flashduty_request_id")) {
            details.add("Flashduty's request_id "
                    + answer.path("flashduty_request_id").asText());
        }
        return List.of(
                OneLine.of(answer.path("channel").asText("-")),
                answer.path("status").asText(),
                answer.path("state").asText(),
                answer.has("after_ms") ? answer.path("after_ms").asText() + " ms" : "-",
                OneLine.of(details.isEmpty() ? "-" : String.join(", ", details)),
                answer.path("request_id").asText());
    }
}
