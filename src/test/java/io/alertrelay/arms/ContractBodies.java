package io.alertrelay.arms;

import io.alertrelay.alert.Alert;
import io.alertrelay.alert.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Bodies for tests, made by us from the ARMS webhook contract. */
final class ContractBodies {

    static final String ALERT =
            "{\"status\":\"firing\",\"labels\":{\"alertname\":\"A\"},\"annotations\":{},\"fingerprint\":\"f1\"}";

    private ContractBodies() {}

    static byte[] resource(String name) {
        try (InputStream in = ContractBodies.class.getResourceAsStream("/arms/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A body with one group status and these alerts. */
    static String withAlerts(String... alerts) {
        return "{\"status\":\"firing\",\"alerts\":[" + String.join(",", alerts) + "]}";
    }

    static Webhook read(String body) throws UnreadableWebhookException {
        return read(body.getBytes(StandardCharsets.UTF_8));
    }

    static Webhook read(byte[] body) throws UnreadableWebhookException {
        return read(Sender.ARMS, body);
    }

    static Webhook read(Sender sender, byte[] body) throws UnreadableWebhookException {
        return new WebhookReader("arms-prod", SeverityWords.standard(Severity.WARNING)).read(sender, body);
    }

    static Alert readOne(String body) throws UnreadableWebhookException {
        return read(body).alerts().get(0);
    }
}
