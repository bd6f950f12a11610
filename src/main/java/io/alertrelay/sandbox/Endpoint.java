package io.alertrelay.sandbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The push URLs of the sandbox. */
enum Endpoint {
    STANDARD("/event/push/alert/standard", new StandardBody(), true),
    ARMS("/event/push/alert/aliyun-arms", new ArmsBody(), false);

    private final String path;
    private final BodyFormat format;
    private final boolean onlyJson;

    Endpoint(String path, BodyFormat format, boolean onlyJson) {
        this.path = path;
        this.format = format;
        this.onlyJson = onlyJson;
    }

    static Optional<Endpoint> ofPath(String path) {
        return Arrays.stream(values()).filter(e -> e.path.equals(path)).findFirst();
    }

    String path() {
        return path;
    }

    PushedBody read(byte[] body) {
        try {
            return format.read(SandboxJson.parse(body));
        } catch (SandboxJson.InvalidException e) {
            return PushedBody.unreadable(String.valueOf(e.getMessage()));
        }
    }

    /** Whether it accepts bodies of that {@code Content-Type}. ARMS itself posts its JSON as text/plain. */
    boolean takes(String contentType) {
        String mediaType = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return !onlyJson || mediaType.equals("application/json");
    }
}
