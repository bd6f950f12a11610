package io.alertrelay.app;

import io.alertrelay.config.ConnectionLimits;
import io.alertrelay.config.ServerSettings;
import io.alertrelay.intake.ConnectionSettings;
import io.alertrelay.intake.IntakeServerSettings;
import java.time.Duration;

/** The public port as it is configured. */
final class PublicPort {
    private static final Duration LINGER = Duration.ofSeconds(2);

    private PublicPort() {}

    static IntakeServerSettings settings(ServerSettings server) {
        ConnectionLimits limits = server.connections();
        return new IntakeServerSettings(
                server.host(),
                server.port(),
                server.maxBodyBytes(),
                server.maxInFlight(),
                server.ackTimeout(),
                server.bodyTimeout(),
                server.senderPatience(),
                new ConnectionSettings(
                        limits.max(),
                        limits.maxPerAddress(),
                        limits.keepAlive(),
                        limits.headerTimeout(),
                        LINGER,
                        limits.trustedProxies()::contains));
    }
}
