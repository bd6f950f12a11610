package io.alertrelay.intake;

/** What is bounded at the public port, and what happens beyond the bound. */
public enum Bound {
    /** {@code server.max_connections}, or fewer where there are too few descriptors. */
    CONNECTIONS("connections", "as many connections as there may be; those that idle longest are closed for new ones"),
    /** {@code server.max_connections_per_address}. */
    CONNECTIONS_PER_ADDRESS(
            "connections-per-address",
            "server.max_connections_per_address; those of that address that idle longest are closed for its new ones"),
    /** {@code ulimit -n}. */
    DESCRIPTORS(
            "descriptors",
            "this process may open too few files (ulimit -n) for server.max_connections; it takes fewer connections"),
    /** {@code server.max_in_flight}. */
    WEBHOOKS("webhooks", "server.max_in_flight; webhooks beyond their integration's share are answered 503"),
    /** The memory for bodies. */
    BYTES("bytes", "64 MiB of bodies in flight; webhooks beyond their integration's share are answered 503");

    private final String word;
    private final String meaning;

    Bound(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    /** Its name in metrics. */
    public String word() {
        return word;
    }

    /** What it is and what happens beyond it, for people. */
    public String meaning() {
        return meaning;
    }
}
