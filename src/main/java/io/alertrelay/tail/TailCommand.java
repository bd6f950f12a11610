package io.alertrelay.tail;

import io.alertrelay.alert.Severity;
import io.alertrelay.cli.Colours;
import io.alertrelay.cli.ConfigOption;
import io.alertrelay.cli.RelayApi;
import io.alertrelay.cli.RelayCommand;
import io.alertrelay.cli.Times;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.StartException;
import io.alertrelay.record.Place;
import io.alertrelay.trail.WebhookPart;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code relay tail}: what happens now. */
@Command(
        name = "tail",
        description = {
            "Follows what happens to alerts: accepted, routed, delivered, given up, quarantined, and channel states.",
            "",
            "  relay tail --channel payments --severity Warning",
            "  relay tail --last 2h --no-follow --only dead-lettered,quarantined --json",
            "",
            "Reads the topics without a consumer group. Ends with Ctrl-C, or when the other end of a pipe is closed."
        },
        exitCodeList = {
            "0:it ended as asked",
            "1:Kafka can't be read",
            "2:wrong usage, or a mistake in the configuration"
        })
public final class TailCommand extends RelayCommand {
    /** What is meant to be a place, right or wrong: no time is written so. */
    private static final Pattern PLACE_LIKE = Pattern.compile("[-+]?\\d+:[-+]?\\d*");

    @Mixin
    private ConfigOption config;

    @Option(
            names = {"-i", "--integration"},
            paramLabel = "NAME",
            description = "Only what was received by this integration.")
    private String integration;

    @Option(names = "--channel", paramLabel = "NAME", description = "Only what concerns this channel.")
    private String channel;

    @Option(
            names = "--severity",
            converter = SeverityConverter.class,
            paramLabel = "SEVERITY",
            description = "Only what is at least as severe: Critical, Warning or Info.")
    private Severity severity;

    @Option(
            names = "--request-id",
            converter = PartConverter.class,
            paramLabel = "REQUEST_ID",
            description = "Only what became of this webhook. With /0, /1, … at its end: of that alert of it.")
    private WebhookPart receipt;

    @Option(names = "--alert-key", paramLabel = "KEY", description = "Only what concerns this alert.")
    private String alertKey;

    @Option(
            names = "--only",
            split = ",",
            converter = KindConverter.class,
            paramLabel = "WHAT",
            description = "Only these: accepted, routed, delivered, dead-lettered, superseded, quarantined, discarded,"
                    + " retried, redriven, held, slowed, paused, running.")
    private List<FlowEvent.Kind> only = List.of();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description =
                    "Begins then: 2026-11-22, 2026-11-22T10:00 (local), 2026-11-22T02:00:00Z, an age, or the place of a"
                            + " webhook, PARTITION:OFFSET. Without it: now.")
    private String from;

    @Option(names = "--last", paramLabel = "AGE", description = "Begins so long ago: 90m, 24h, 7d.")
    private String last;

    @Option(
            names = "--follow",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Runs until Ctrl-C (the default). With --no-follow it ends with what there is now.")
    private boolean follow;

    @Option(
            names = "--url",
            converter = RelayApi.Converter.class,
            paramLabel = "URL",
            description = "The management port that is asked how the channels are. Default: $RELAY_URL, else the"
                    + " configuration's.")
    private RelayApi url;

    @Option(names = "--json", description = "Prints a JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Tail.Start start = start();
        RelayConfig loaded = config.topics(this);
        config.checkNames(this, loaded, null, integration);
        Output output = new Output(out(), filter(), json ? event -> event.json().toString() : text()::line);
        return ask(loaded, (ledger, progress) -> {
            // A removed channel may still have events.
            if (channel != null && !new Tail(ledger).hasTopic(channel)) {
                config.checkNames(this, loaded, channel, null);
            }
            follow(ledger, start, output, url == null ? RelayApi.of(loaded.management()) : url);
            return 0;
        });
    }

    @Override
    public boolean isData() {
        return json;
    }

    private TailText text() {
        TailText text = new TailText(Colours.auto(), times());
        out().println(text.head());
        return text;
    }

    private void follow(Ledger ledger, Tail.Start start, Output output, RelayApi api)
            throws StartException, InterruptedException {
        if (!follow || ledger.hasOwnBroker()) {
            if (follow) {
                err().println("relay: no relay runs, so nothing will happen: only what there is is shown");
            }
            new Tail(ledger).run(start, false, output::show, output::isOpen);
            return;
        }
        try (ChannelWatcher watcher = new ChannelWatcher(api, InstantSource.system())) {
            watcher.start();
            new Tail(ledger).run(start, true, output::show, () -> {
                watcher.notice().ifPresent(notice -> err().println("relay: " + notice));
                watcher.changes().forEach(output::show);
                return output.isOpen();
            });
        }
    }

    private FlowFilter filter() {
        Set<FlowEvent.Kind> kinds = EnumSet.noneOf(FlowEvent.Kind.class);
        kinds.addAll(only);
        return new FlowFilter(
                Optional.ofNullable(integration),
                Optional.ofNullable(channel),
                Optional.ofNullable(severity),
                Optional.ofNullable(receipt),
                Optional.ofNullable(alertKey),
                kinds);
    }

    private Tail.Start start() {
        if (from != null && last != null) {
            throw wrong("--last goes without --from");
        }
        Times times = times();
        if (last != null) {
            return new Tail.Start.At(times.ago(line(), last));
        }
        if (from == null) {
            return new Tail.Start.Now();
        }
        Optional<Place> webhook = Place.parse(from).filter(place -> place.offset() >= 0);
        if (webhook.isEmpty() && PLACE_LIKE.matcher(from).matches()) {
            throw wrong("--from: found \"" + from + "\", expected the place of a webhook as PARTITION:OFFSET, such as"
                    + " 0:1042");
        }
        return webhook.isPresent()
                ? new Tail.Start.AtWebhook(webhook.get())
                : new Tail.Start.At(times.option(line(), "--from", from));
    }

    /** Parses a severity of the command line. */
    static final class SeverityConverter implements ITypeConverter<Severity> {
        @Override
        public Severity convert(String word) {
            return Severity.named(word)
                    .orElseThrow(() ->
                            new TypeConversionException("found \"" + word + "\", expected Critical, Warning or Info"));
        }
    }

    /** Parses the id of a webhook, or of an alert of it. */
    static final class PartConverter implements ITypeConverter<WebhookPart> {
        @Override
        public WebhookPart convert(String text) {
            return WebhookPart.parse(text)
                    .orElseThrow(
                            () -> new TypeConversionException(
                                    "found \"" + text
                                            + "\", expected one such as w0-17-7k3m9qxr2ztc5vbn, or w0-17-7k3m9qxr2ztc5vbn/0 for one alert"));
        }
    }

    /** Parses a kind of event of the command line. */
    static final class KindConverter implements ITypeConverter<FlowEvent.Kind> {
        @Override
        public FlowEvent.Kind convert(String word) {
            return FlowEvent.Kind.of(word)
                    .orElseThrow(() -> new TypeConversionException(
                            "found \"" + word + "\", expected one of those that --help lists, such as delivered"));
        }
    }

    /** Prints the lines of a tail, each at once. */
    private static final class Output {
        private final PrintWriter out;
        private final FlowFilter filter;
        private final Function<FlowEvent, String> line;
        private boolean open = true;

        /** @param line how an event is written */
        Output(PrintWriter out, FlowFilter filter, Function<FlowEvent, String> line) {
            this.out = out;
            this.filter = filter;
            this.line = line;
        }

        void show(FlowEvent event) {
            if (open && filter.shows(event)) {
                out.println(line.apply(event));
                out.flush();
                // The reader of a pipe may be gone: then the writer, or what is behind it, has swallowed an error.
                open = !out.checkError() && !System.out.checkError();
            }
        }

        /** Whether anybody still reads, as far as is known since the last line. */
        boolean isOpen() {
            return open;
        }
    }
}
