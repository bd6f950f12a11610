package io.alertrelay.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.cli.Colours;
import io.alertrelay.cli.Table;
import io.alertrelay.cli.Times;
import io.alertrelay.text.OneLine;
import io.alertrelay.text.Plural;
import io.alertrelay.text.ShellWord;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongFunction;

/** The answer of {@code /api/v1/status}, for people at a terminal. */
record StatusText(Colours colours, Times times) {
    private static final String NONE = "-";
    private static final double MOSTLY = 0.9;
    private static final long MIB = 1 << 20;
    /** As AlertRelayChannelLate has it. */
    private static final Duration LATE = Duration.ofMinutes(10);

    void print(JsonNode status, PrintWriter out) {
        String version = OneLine.of(status.path("version").asText(""));
        out.println("Alert Relay " + version + (version.isEmpty() ? "" : " ")
                + colour(status.path("status").asText("?")) + started(status) + facts(status));
        if (status.path("disk").has("problem")) {
            out.println(
                    colours.bad(OneLine.of(status.path("disk").path("problem").asText())));
        } else {
            disk(status.path("disk"), out);
        }
        if (status.hasNonNull("waiting_for")) {
            out.println(colours.bad("waits for ")
                    + OneLine.of(status.path("waiting_for").asText()));
        }
        problems(status.path("problems"), out);
        status.path("bounds_reached")
                .forEach(bound -> out.println(colours.doubtful("public port full ("
                                + OneLine.of(bound.path("bound").asText("?")) + ")")
                        + ": " + OneLine.of(bound.path("means").asText())));
        audit(status, out);
        lastDay(status.path("last_24h"), out);
        configuration(status.path("config"), out);
        status.path("integrations").forEach(integration -> {
            keys(integration, out);
            refused(integration, out);
            truncated(integration, out);
        });
        cluster(status.path("cluster"), out);
        faults(status, out);
        status.path("removed_channels")
                .forEach(channel -> out.println(colours.doubtful("removed channel ")
                        + OneLine.of(channel.path("name").asText(NONE)) + ": "
                        + number(channel.path("waiting")) + " wait; configure it again, or discard them: relay channels"
                        + " discard"));
        status.path("replays").forEach(replay -> replay(replay, out));
        JsonNode channels = status.path("channels");
        if (!channels.isEmpty()) {
            Table table = new Table(
                            "CHANNEL", "STATE", "WAITING", "OLDEST", "IN FLIGHT", "RETRYING", "RATE", "LAST DELIVERED")
                    .numbers(2, 3, 4, 5)
                    .coloured(1, this::colour);
            channels.forEach(channel -> table.row(row(channel)));
            table.print(colours, out, row -> notes(channels.get(row), out));
            elsewhere(status, out);
        }
    }

    /** Once: of many channels, half may be another relay's. */
    private static void elsewhere(JsonNode status, PrintWriter out) {
        SortedSet<String> hosts = new TreeSet<>();
        status.path("cluster").forEach(relay -> {
            if (!relay.path("this").asBoolean()) {
                hosts.add(OneLine.of(relay.path("host").asText(NONE)));
            }
        });
        for (JsonNode channel : status.path("channels")) {
            if (channel.path("state").asText().equals("elsewhere")) {
                out.println("elsewhere: another relay has the channel, or none yet; run relay status on "
                        + (hosts.isEmpty() ? "the others" : String.join(", ", hosts)));
                return;
            }
        }
    }

    /** Who restarts again and again is up most of the time. */
    private String started(JsonNode status) {
        return status.hasNonNull("started_at")
                ? " · started " + times.age(status.path("started_at").asText()) + " ago"
                : "";
    }

    /** Before it is full, when no more webhooks are taken. */
    private void disk(JsonNode disk, PrintWriter out) {
        long free = disk.path("free_bytes").asLong();
        long wanted = disk.path("wanted_bytes").asLong();
        if (free < 2 * wanted) {
            out.println(colours.doubtful("the disk of the data folder is nearly full: ")
                    + "%,d MiB free; below %,d MiB no webhooks are taken".formatted(free / MIB, wanted / MIB));
        }
    }

    private String facts(JsonNode status) {
        JsonNode kafka = status.path("kafka");
        if (kafka.isMissingNode()) {
            return "";
        }
        return " · Kafka " + kafka.path("brokers").asText("?")
                + (kafka.path("reachable").asBoolean(true) ? "" : colours.bad(" does not answer"))
                + " · " + number(status.path("routing").path("waiting")) + " waiting to be routed";
    }

    private void problems(JsonNode problems, PrintWriter out) {
        for (JsonNode problem : problems) {
            String of = problem.path("of").asText("");
            out.println(colours.bad(OneLine.of(problem.path("what").asText("?") + (of.isEmpty() ? "" : " of " + of)))
                    + ": " + OneLine.of(problem.path("means").asText()));
            out.println("    " + OneLine.of(times.within(problem.path("cause").asText())));
            out.println("    " + OneLine.of(problem.path("what_to_do").asText()));
        }
    }

    /** What the relay's own audit found, or that it was left out. */
    private void audit(JsonNode status, PrintWriter out) {
        long unaccounted = status.path("unaccounted").asLong();
        if (unaccounted > 0) {
            out.println(colours.bad(Plural.of(unaccounted, "delivery") + (unaccounted == 1 ? " is" : " are")
                            + " unaccounted for")
                    + ": relay audit --from 2h");
        }
        if (status.has("audit_left_out_records")) {
            out.println(colours.doubtful("the last hour is not audited")
                    + ": it has " + number(status.path("audit_left_out_records"))
                    + " records, which is too many for the relay's own audit; relay audit --from 2h");
        }
    }

    private void lastDay(JsonNode day, PrintWriter out) {
        lastDay(
                day.path("dead_letters"),
                "by_channel",
                count -> Plural.of(count, "dead letter"),
                "relay dead-letters list",
                out);
        lastDay(day.path("quarantined"), "by_integration", "%,d quarantined"::formatted, "relay quarantine list", out);
    }

    private void lastDay(JsonNode what, String by, LongFunction<String> words, String command, PrintWriter out) {
        long undecided = what.path("undecided").asLong();
        if (undecided == 0) {
            return;
        }
        List<String> names = new ArrayList<>();
        what.path(by)
                .properties()
                .forEach(entry -> names.add(OneLine.of(entry.getKey()) + " " + number(entry.getValue())));
        out.println(colours.doubtful("undecided: ") + words.apply(undecided) + " (in the last 24 h: "
                + (names.isEmpty() ? "none" : String.join(", ", names)) + "); see " + command);
    }

    private void configuration(JsonNode config, PrintWriter out) {
        if (config.isMissingNode()) {
            return;
        }
        out.println("configuration " + config.path("version").asText("?") + ", since "
                + times.show(config.path("loaded_at").asText(NONE)));
        if (config.hasNonNull("error")) {
            out.println(colours.bad("    the changed files are not active: ")
                    + OneLine.of(config.path("error").asText()));
        }
        config.path("needs_restart")
                .forEach(key -> out.println(
                        colours.doubtful("    changed in the files, needs a restart: ") + OneLine.of(key.asText())));
    }

    /** For an integration whose key is being changed: which of its keys is still used. */
    private void keys(JsonNode integration, PrintWriter out) {
        JsonNode keys = integration.path("keys");
        if (keys.size() == 1 && !keys.get(0).has("not_after")) {
            return;
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode key : keys) {
            String end = key.path("not_after").asText("");
            String used = key.path("last_used_at").asText("");
            texts.add(key.path("hash").asText() + "… "
                    + (used.isEmpty() ? "no use known" : "used " + times.age(used) + " ago")
                    + (end.isEmpty()
                            ? ""
                            : ", not after " + times.show(end)
                                    + (times.isPast(end, Duration.ZERO) ? ", " + colours.bad("ended") : "")));
        }
        if (!texts.isEmpty()) {
            out.println("keys of " + OneLine.of(integration.path("name").asText()) + ": " + String.join("; ", texts));
        }
    }

    /** They had a key of the integration, so alerts of it may be lost. */
    private void refused(JsonNode integration, PrintWriter out) {
        long requests = integration.path("refused_last_hour").asLong();
        if (requests > 0) {
            String name = integration.path("name").asText();
            out.println(colours.bad("refused: ")
                    + Plural.of(requests, "request") + " of " + OneLine.of(name)
                    + " in the last hour; relay find --outcome refused --last 1h --integration "
                    + OneLine.of(ShellWord.of(name)));
        }
    }

    /** An Alertmanager says so when its webhook has no place for all. */
    private void truncated(JsonNode integration, PrintWriter out) {
        long alerts = integration.path("truncated_last_hour").asLong();
        if (alerts > 0) {
            out.println(colours.doubtful("left out: ")
                    + "the sender of " + OneLine.of(integration.path("name").asText()) + " left "
                    + Plural.of(alerts, "alert") + " out of its webhooks in the last hour; raise max_alerts there");
        }
    }

    /** One line for each relay, if there are several. */
    private void cluster(JsonNode relays, PrintWriter out) {
        if (relays.size() < 2) {
            return;
        }
        String own = relays.get(0).path("config").asText();
        String ownVersion = relays.get(0).path("version").asText();
        for (JsonNode relay : relays) {
            String place = OneLine.of(relay.path("host").asText(NONE))
                    + (relay.has("port") ? ":" + relay.path("port").asInt() : "");
            String config = relay.path("config").asText();
            String version = OneLine.of(relay.path("version").asText());
            boolean sameVersion = version.equals(ownVersion);
            String runs = !relay.has("config")
                    ? colours.doubtful("has not said what it runs")
                    : (config.equals(own) || !sameVersion ? config : colours.doubtful(config)) + ", since "
                            + times.show(relay.path("since").asText(NONE)) + ", rules " + rules(relay.path("rules"));
            out.println("relay " + place + (relay.path("this").asBoolean() ? " (this one)" : "")
                    + version(relay, ownVersion) + ": " + runs);
            if (!relay.path("this").asBoolean()) {
                relay.path("held")
                        .properties()
                        .forEach(held -> out.println("    " + OneLine.of(held.getKey()) + " is " + colours.bad("held")
                                + " there: " + OneLine.of(held.getValue().asText())));
            }
        }
    }

    private String version(JsonNode relay, String own) {
        String version = OneLine.of(relay.path("version").asText());
        if (!relay.has("config") || version.isEmpty() && own.isEmpty()) {
            return "";
        }
        String shown = version.isEmpty() ? "(an earlier version)" : version;
        return " " + (version.equals(own) ? shown : colours.doubtful(shown));
    }

    /** The faults of topics and files, and the state that is being read before partitions can be handled. */
    private void faults(JsonNode status, PrintWriter out) {
        status.path("topic_faults")
                .forEach(fault -> out.println(colours.bad(fault.has("partition") ? "partition " : "topic ")
                        + OneLine.of(fault.path("topic").asText(NONE))
                        + (fault.has("partition")
                                ? "-" + fault.path("partition").asInt()
                                : "")
                        + ": " + OneLine.of(times.within(fault.path("cause").asText()))));
        status.path("lost_records")
                .properties()
                .forEach(lost -> out.println(colours.bad("lost ") + number(lost.getValue()) + " records of "
                        + OneLine.of(lost.getKey()) + ": damaged on disk or deleted in Kafka, see the log"));
        status.path("reading").forEach(read -> out.println(OneLine.of(read.asText())));
    }

    private void replay(JsonNode replay, PrintWriter out) {
        long planned = 0;
        long ended = 0;
        for (JsonNode channel : replay.path("channels")) {
            planned += channel.path("planned").asLong();
            for (JsonNode count : channel.path("settled")) {
                ended += count.asLong();
            }
        }
        String state = replay.path("state").asText("?");
        String message = replay.path("message").asText("");
        out.println(OneLine.of(replay.path("kind").asText("replay")) + " "
                + OneLine.of(replay.path("id").asText(NONE)) + " " + colour(state)
                + ": %,d of %,d ended".formatted(ended, planned)
                + (state.equals("running") ? ", " + number(replay.path("per_minute")) + " in the last minute" : "")
                + (message.isEmpty() ? "" : "; " + OneLine.of(message)));
    }

    private static String rules(JsonNode versions) {
        List<String> texts = new ArrayList<>();
        versions.properties()
                .forEach(entry -> texts.add(OneLine.of(entry.getKey()) + " "
                        + OneLine.of(entry.getValue().asText())));
        return String.join(", ", texts);
    }

    private List<String> row(JsonNode channel) {
        return List.of(
                OneLine.of(channel.path("name").asText(NONE)),
                channel.path("state").asText(NONE),
                number(channel.path("waiting")),
                times.age(channel.path("oldest_received_at").asText()),
                number(channel.path("in_flight")),
                number(channel.path("retrying")),
                rate(channel),
                channel.hasNonNull("last_delivered_at")
                        ? times.age(channel.path("last_delivered_at").asText()) + " ago"
                        : NONE);
    }

    private void notes(JsonNode channel, PrintWriter out) {
        waiting(channel, out);
        JsonNode pause = channel.path("paused");
        if (!pause.isMissingNode()) {
            String until = pause.path("until").asText("");
            String reason = pause.path("reason").asText("");
            out.println("    by " + OneLine.of(pause.path("by").asText(NONE)) + " since "
                    + times.show(pause.path("since").asText(NONE))
                    + (until.isEmpty()
                            ? ", until it is resumed"
                            : ", until " + times.show(until) + ", in " + times.until(until))
                    + (reason.isEmpty() ? "" : ": " + OneLine.of(reason)));
        }
        if (channel.hasNonNull("cause")) {
            String next = channel.hasNonNull("next_attempt_at")
                    ? ", next attempt in "
                            + times.until(channel.path("next_attempt_at").asText())
                    : "";
            out.println("    since " + times.show(channel.path("since").asText(NONE)) + next + ": "
                    + OneLine.of(times.within(channel.path("cause").asText())));
        }
        late(channel, out);
        JsonNode fault = channel.path("last_fault");
        if (!fault.isMissingNode()) {
            out.println(
                    colours.faint("    last fault " + times.age(fault.path("at").asText()) + " ago: "
                            + OneLine.of(fault.path("answer").asText())));
        }
    }

    /** Of a channel that runs nothing else says that something of it does not get through. */
    private void late(JsonNode channel, PrintWriter out) {
        String state = channel.path("state").asText();
        String oldest = channel.path("oldest_received_at").asText();
        if ((state.equals("running") || state.equals("slowed")) && times.isPast(oldest, LATE)) {
            out.println(colours.doubtful("    late: ") + "an alert has waited for " + times.age(oldest)
                    + (channel.path("retrying").asLong() > 0
                            ? ", " + number(channel.path("retrying"))
                                    + (channel.path("retrying").asLong() == 1 ? " is retried" : " are retried")
                            : "")
                    + "; relay find --outcome waiting --to 10m --channel "
                    + OneLine.of(ShellWord.of(channel.path("name").asText(NONE))));
        }
    }

    /** How many wait of each severity, and when they will be delivered. */
    private void waiting(JsonNode channel, PrintWriter out) {
        JsonNode counts = channel.path("waiting_by_severity");
        if (counts.isEmpty()) {
            return;
        }
        List<String> texts = new ArrayList<>();
        long known = 0;
        for (var count : counts.properties()) {
            texts.add(OneLine.of(count.getKey()) + " " + number(count.getValue()));
            known += count.getValue().asLong();
        }
        // Kafka's number is some seconds old, so a small difference means nothing.
        boolean more = channel.path("waiting").asLong() * MOSTLY > known;
        String through = channel.path("through_at").asText("");
        out.println("    " + (more ? "of the first " + "%,d".formatted(known) : "waiting") + ": "
                + String.join(", ", texts)
                + (through.isEmpty() ? "" : "; all through in " + times.until(through) + " at the present rate"));
    }

    private static String rate(JsonNode channel) {
        String used = number(channel.path("rate_used"));
        String limit = channel.path("rate").asText("");
        return limit.isEmpty() ? used : used + " of " + limit;
    }

    private static String number(JsonNode number) {
        return number.isNumber() ? "%,d".formatted(Math.round(number.asDouble())) : NONE;
    }

    private String colour(String state) {
        return switch (state) {
            case "up", "running", "done" -> colours.good(state);
            case "down", "held", "failed" -> colours.bad(state);
            default -> colours.doubtful(state);
        };
    }
}
