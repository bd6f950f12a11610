package io.alertrelay.text;

/** The host of a URL at which a port can be reached from this machine. */
public final class UrlHost {
    private static final String LOOPBACK = "127.0.0.1";

    private UrlHost() {}

    /**
     * The host as a URL names it.
     *
     * @param host that a port listens on: one that does so everywhere is reached on loopback
     */
    public static String of(String host) {
        if (host.equals("0.0.0.0") || host.equals("::")) {
            return LOOPBACK;
        }
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
