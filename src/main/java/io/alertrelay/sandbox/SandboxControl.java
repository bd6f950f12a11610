package io.alertrelay.sandbox;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The paths on which people and scripts inspect the sandbox and order faults.
 *
 * @param channels their names by their keys, as far as they are known; synchronized
 */
record SandboxControl(ReceivedLog log, PushHandler pushes, Faults faults, Map<String, String> channels) {
    SandboxAnswer answer(HttpServerRequest request, byte[] body, String requestId) {
        boolean get = request.method().equals(HttpMethod.GET);
        switch (request.path()) {
            case "/" -> {
                return get ? page() : Refusals.wrongMethod(requestId, "GET");
            }
            case "/sandbox/health" -> {
                return get
                        ? SandboxAnswer.json(200, SandboxJson.object().put("status", "UP"))
                        : Refusals.wrongMethod(requestId, "GET");
            }
            case "/sandbox/events" -> {
                return get ? events(request, requestId) : Refusals.wrongMethod(requestId, "GET");
            }
            case "/sandbox/faults" -> {
                return faults(request, body, requestId);
            }
            default -> {
                return Refusals.noRoute(requestId);
            }
        }
    }

    private SandboxAnswer page() {
        Map<String, String> known;
        synchronized (channels) {
            known = new LinkedHashMap<>(channels);
        }
        return SandboxAnswer.html(EventsPage.of(
                known,
                log.matching(any -> true),
                key -> pushes.alerts(key).histories().values()));
    }

    private SandboxAnswer events(HttpServerRequest request, String requestId) {
        Optional<String> key = Optional.ofNullable(request.getParam("integration_key"));
        String from = request.getParam("after", "0");
        try {
            long after = Long.parseLong(from);
            return SandboxAnswer.json(
                    200,
                    EventsJson.of(
                            log.matching(received -> received.sequence() > after
                                    && key.map(received.integrationKey()::equals)
                                            .orElse(true)),
                            after));
        } catch (NumberFormatException e) {
            return Refusals.invalidParameter(
                    requestId, "after: found " + FieldChecks.quoted(from) + ", expected a sequence number");
        }
    }

    private SandboxAnswer faults(HttpServerRequest request, byte[] body, String requestId) {
        if (request.method().equals(HttpMethod.DELETE)) {
            return heal(Optional.ofNullable(request.getParam("integration_key")), requestId);
        }
        return request.method().equals(HttpMethod.POST)
                ? order(body, requestId)
                : Refusals.wrongMethod(requestId, "POST, DELETE");
    }

    private SandboxAnswer heal(Optional<String> key, String requestId) {
        key.ifPresent(faults::heal);
        return key.isPresent()
                ? SandboxAnswer.ok(requestId, SandboxJson.object().put("key", Text.masked(key.get())))
                : Refusals.invalidParameter(requestId, "integration_key: found nothing, expected the key to heal");
    }

    private SandboxAnswer order(byte[] body, String requestId) {
        try {
            FaultOrder order = FaultOrder.read(SandboxJson.parse(body));
            order.applyTo(faults);
            return SandboxAnswer.ok(
                    requestId,
                    SandboxJson.object()
                            .put("key", Text.masked(order.integrationKey()))
                            .put("kind", order.kind().word())
                            .put("times", order.times().map(String::valueOf).orElse("always")));
        } catch (SandboxJson.InvalidException | IllegalArgumentException e) {
            return Refusals.invalidParameter(requestId, String.valueOf(e.getMessage()));
        }
    }
}
