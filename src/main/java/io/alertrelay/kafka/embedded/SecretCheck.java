package io.alertrelay.kafka.embedded;

import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.scram.ScramCredential;
import org.apache.kafka.common.security.scram.ScramCredentialCallback;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;

/**
 * The broker's side of {@link BrokerSecret}: the only user. Kafka makes it by its name and hands it the JAAS entry of
 * the listener.
 */
public final class SecretCheck implements AuthenticateCallbackHandler {
    private String user = "";
    private Optional<ScramCredential> credential = Optional.empty();

    /** For Kafka. */
    public SecretCheck() {}

    @Override
    public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
        Map<String, ?> options = entries.get(0).getOptions();
        user = String.valueOf(options.get("username"));
        ScramMechanism scram = ScramMechanism.forMechanismName(mechanism);
        try {
            credential = Optional.of(new ScramFormatter(scram)
                    .generateCredential(String.valueOf(options.get("password")), scram.minIterations()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + mechanism, e);
        }
    }

    @Override
    public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
        boolean known = false;
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
                known = user.equals(name.getDefaultName());
            } else if (callback instanceof ScramCredentialCallback wanted) {
                if (known) {
                    credential.ifPresent(wanted::scramCredential);
                }
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }

    @Override
    public void close() {}
}
