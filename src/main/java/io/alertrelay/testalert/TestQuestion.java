package io.alertrelay.testalert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.Severity;
import io.alertrelay.intake.Nonces;
import io.alertrelay.json.Json;
import io.alertrelay.management.Api;
import io.alertrelay.management.ApiAnswer;
import io.alertrelay.management.OperatorName;
import io.alertrelay.pipeline.ConfigSnapshot;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.text.Suggestion;
import io.alertrelay.time.Deadline;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * {@code POST /api/v1/test}, with {@code channels}, or with an {@code integration} and optionally {@code labels}, and
 * optionally a {@code severity}: sends a marked test alert and its recovery, and answers when each channel has
 * answered, or after a minute. A test that runs when the relay stops ends with its recovery.
 */
public final class TestQuestion implements Api.Question, AutoCloseable {
    /** How many channels it takes at once. */
    static final int MOST_CHANNELS = 100;

    /** Of who tests, in characters. */
    static final int LONGEST_NAME = 100;

    /** Longer than the recoveries take, unless Kafka is away. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final long LOOK_AGAIN_MILLIS = 100;

    private final Supplier<ConfigSnapshot> current;
    private final Supplier<Optional<String>> hindrance;
    private final InternalPost post;
    private final Function<String, ApiAnswer> trails;
    private final Nonces nonces;
    private final Clock clock;
    private final Set<Thread> running = new HashSet<>();
    private boolean closed;

    /**
     * @param hindrance why no webhooks are accepted now, if so
     * @param trails what happened to the webhook with a request id, as the API shows it
     */
    public TestQuestion(
            Supplier<ConfigSnapshot> current,
            Supplier<Optional<String>> hindrance,
            InternalPost post,
            Function<String, ApiAnswer> trails,
            Nonces nonces,
            Clock clock) {
        this.current = current;
        this.hindrance = hindrance;
        this.post = post;
        this.trails = trails;
        this.nonces = nonces;
        this.clock = clock;
    }

    @Override
    public ApiAnswer answer(ObjectNode body, Optional<String> operator) {
        Optional<ApiAnswer> refusal = OperatorName.refusal(operator, LONGEST_NAME, "tests");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        try {
            Map<String, TestAlert> alerts = alerts(body, operator.get());
            Optional<String> reason = hindrance.get();
            if (reason.isPresent()) {
                return ApiAnswer.error(503, "NotTaken", reason.get());
            }
            List<TestAnswer> answers = run(alerts);
            return ApiAnswer.ok(Json.of(new TestResult(
                    alerts.values().iterator().next().name(),
                    operator.get(),
                    answers.stream().allMatch(TestAnswer::isDelivered),
                    answers)));
        } catch (WrongTestException e) {
            return ApiAnswer.error(e.status, "InvalidTest", String.valueOf(e.getMessage()));
        } catch (InternalPost.NotTakenException e) {
            return ApiAnswer.error(503, "NotTaken", String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ApiAnswer.error(503, "Stopping", "the relay is stopping");
        }
    }

    private List<TestAnswer> run(Map<String, TestAlert> alerts)
            throws InternalPost.NotTakenException, InterruptedException {
        synchronized (running) {
            if (closed) {
                throw new InterruptedException();
            }
            running.add(Thread.currentThread());
        }
        try {
            return new TestRun(post, trails, clock).run(alerts);
        } finally {
            synchronized (running) {
                running.remove(Thread.currentThread());
                running.notifyAll();
            }
        }
    }

    /** Ends the tests that run; to be called while webhooks are still stored, so that their recoveries are. */
    @Override
    public void close() throws InterruptedException {
        Deadline deadline = Deadline.after(PATIENCE);
        synchronized (running) {
            closed = true;
            running.forEach(Thread::interrupt);
            while (!running.isEmpty() && !deadline.isOver()) {
                running.wait(LOOK_AGAIN_MILLIS);
            }
        }
    }

    /** The alerts to send, by integration. */
    private Map<String, TestAlert> alerts(ObjectNode body, String by) throws WrongTestException {
        ConfigSnapshot now = current.get();
        Map<String, String> labels = labels(body.path("labels"));
        Severity severity = severity(body.path("severity"));
        Map<String, TestAlert> alerts = new LinkedHashMap<>();
        if (body.hasNonNull("integration") == body.hasNonNull("channels")) {
            throw new WrongTestException(400, "expected either channels or an integration");
        }
        if (body.hasNonNull("integration")) {
            String name = known("integration", body.path("integration").asText(), now.integrationNames());
            alerts.put(name, alert(by, severity, labels));
            return alerts;
        }
        for (JsonNode channel : body.path("channels")) {
            String name = known("channel", channel.asText(), now.channelNames());
            alerts.put(Pipelines.testOf(name), alert(by, severity, labels));
        }
        if (alerts.isEmpty() || alerts.size() > MOST_CHANNELS) {
            throw new WrongTestException(
                    400, "channels: found " + alerts.size() + ", expected 1 to " + MOST_CHANNELS + " in a list");
        }
        return alerts;
    }

    private static Severity severity(JsonNode severity) throws WrongTestException {
        if (severity.isMissingNode()) {
            return Severity.INFO;
        }
        return Severity.named(severity.asText())
                .orElseThrow(() -> new WrongTestException(
                        400,
                        "severity: found \"" + severity.asText() + "\", expected one of "
                                + Arrays.stream(Severity.values())
                                        .map(Severity::word)
                                        .collect(Collectors.joining(", "))));
    }

    private TestAlert alert(String by, Severity severity, Map<String, String> labels) {
        return new TestAlert(
                "relay-test-" + nonces.next(),
                by,
                severity,
                labels,
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private static Map<String, String> labels(JsonNode labels) throws WrongTestException {
        Map<String, String> read = new TreeMap<>();
        labels.properties()
                .forEach(label -> read.put(label.getKey(), label.getValue().asText()));
        for (String own : List.of(TestAlert.SEVERITY, TestAlert.LABEL)) {
            if (read.containsKey(own)) {
                throw new WrongTestException(
                        400,
                        "labels: found " + own
                                + ", expected another: a test alert names who sent it, and its severity is stated by itself");
            }
        }
        return read;
    }

    private static String known(String what, String name, List<String> names) throws WrongTestException {
        if (!names.contains(name)) {
            throw new WrongTestException(
                    404,
                    "there is no " + what + " \"" + name + "\", expected one of " + String.join(", ", names)
                            + Suggestion.nearest(name, names)
                                    .map(near -> " (did you mean " + near + "?)")
                                    .orElse(""));
        }
        return name;
    }

    /** @param delivered whether all were, also the recoveries */
    private record TestResult(String title, String by, boolean delivered, List<TestAnswer> answers) {}

    private static final class WrongTestException extends Exception {
        private final int status;

        WrongTestException(int status, String message) {
            super(message);
            this.status = status;
        }
    }
}
