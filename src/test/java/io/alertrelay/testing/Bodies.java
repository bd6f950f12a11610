package io.alertrelay.testing;

/** Webhook bodies for tests, made from the contract of ARMS. */
public final class Bodies {
    private Bodies() {}

    /** One firing alert. */
    public static String firing(String name, String severity, String team) {
        return body("firing", alert("firing", name, severity, team));
    }

    /** The recovery of {@link #firing}. */
    public static String resolved(String name, String severity, String team) {
        return body("resolved", alert("resolved", name, severity, team));
    }

    /** A body with these alerts. */
    public static String body(String status, String... alerts) {
        return """
                {"status":"%s","receiver":"relay","externalURL":"https://example.com/1",\
                "groupLabels":{"alertname":"x"},"commonLabels":{},"commonAnnotations":{},"alerts":[%s]}""".formatted(status, String.join(",", alerts));
    }

    /** One alert of a body. */
    public static String alert(String status, String name, String severity, String team) {
        return """
                {"status":"%s","labels":{"alertname":"%s","severity":"%s","team":"%s","_aliyun_arms_userid":"1000"},\
                "annotations":{"message":"%s is not well"},\
                "startsAt":"2026-11-22T02:13:00.000000000Z","endsAt":"2026-11-22T02:20:00.000000000Z",\
                "fingerprint":"%032x"}""".formatted(status, name, severity, team, name, name.hashCode() & 0xffffffffL);
    }
}
