package io.alertrelay.camel;

import io.alertrelay.config.ChannelSettings;
import io.alertrelay.config.SecretMask;
import io.alertrelay.delivery.Push;
import io.alertrelay.flashduty.Answer;
import io.alertrelay.flashduty.AnswerReader;
import io.alertrelay.flashduty.PushSecrets;
import io.alertrelay.record.Delivery;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

/**
 * Hands out the event whose turn it is to the channel's route {@code push}, and reads the answer. From the look-up of
 * the name to the last byte of the answer a request has the channel's timeout; then its connection is closed, whatever
 * it is doing.
 */
final class OutboxConsumer extends HandOutConsumer implements Push {
    private static final byte[] NO_BODY = {};

    private final AnswerReader answers;
    private final SecretMask mask;
    private final PushSecrets secrets;
    private final PushClient client;
    private final TimedCalls calls;
    private final Duration timeout;

    /**
     * For one channel.
     *
     * @param client the HTTP client of its route
     */
    OutboxConsumer(
            Endpoint endpoint, Processor route, PushClient client, AnswerReader answers, ChannelSettings channel) {
        super(endpoint, route);
        // No answer may disclose the query of the push URL. Its texts are masked, not its bytes: a number that is a
        // value of the query, too, is no longer JSON without its digits.
        this.mask = new SecretMask(channel.pushUrl().query());
        this.secrets = secrets(mask);
        this.client = client;
        this.answers = answers;
        this.timeout = channel.timeout();
        this.calls = new TimedCalls("push", channel.maxInFlight());
    }

    private static PushSecrets secrets(SecretMask mask) {
        return new PushSecrets() {
            @Override
            public String mask(String text) {
                return mask.mask(text);
            }

            @Override
            public boolean quotesKey(String text) {
                return mask.quotesKey(text);
            }
        };
    }

    @Override
    public void push(Delivery delivery, Consumer<Answer> then) {
        PushRequest request = new PushRequest(delivery.trace());
        try {
            calls.call(
                    () -> answer(client.during(request, () -> send(delivery))),
                    timeout,
                    request::end,
                    then,
                    why -> then.accept(unanswered(why, request)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            then.accept(Answer.lost("the relay is stopping"));
        } catch (Exception e) {
            throw new IllegalStateException("the push route failed", e);
        }
    }

    private Answer unanswered(TimedCalls.Unanswered why, PushRequest request) {
        if (why == TimedCalls.Unanswered.NO_PLACE) {
            return Answer.notSent("the requests before it hang, and have for more than " + seconds());
        }
        return request.mayHaveArrived()
                ? Answer.lost("no whole answer within " + seconds())
                : Answer.notSent("no connection within " + seconds() + ": name, connection or TLS");
    }

    private Exchange send(Delivery delivery) {
        return hand(exchange -> exchange.getMessage().setBody(delivery.event()));
    }

    private Answer answer(Exchange answered) {
        if (answered.getException() != null) {
            String what = mask.mask(describe(answered.getException()));
            return neverSent(answered.getException()) ? Answer.notSent(what) : Answer.lost(what);
        }
        Integer status = answered.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        return read(
                status == null ? 0 : status,
                Optional.ofNullable(answered.getMessage().getHeader("Retry-After", String.class)),
                body(answered));
    }

    /** The stream is read directly: Camel's conversion to bytes allocates 24 KiB of buffers each time. */
    private static byte[] body(Exchange answered) {
        try (InputStream body = answered.getMessage().getBody(InputStream.class)) {
            return body == null ? NO_BODY : body.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer read(int status, Optional<String> retryAfter, byte[] body) {
        return body.length > AnswerReader.LONGEST
                ? answers.readCut(status, retryAfter, Arrays.copyOf(body, AnswerReader.LONGEST), secrets)
                : answers.read(status, retryAfter, body, secrets);
    }

    private String seconds() {
        return timeout.toMillis() % 1_000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
    }

    /** Sends nothing more, and aborts the requests in flight. */
    @Override
    protected void doStop() throws Exception {
        calls.close();
        super.doStop();
    }

    /** Whether it failed before a byte of the request was written; in doubt it did not. */
    private static boolean neverSent(Exception e) {
        return e instanceof UnknownHostException
                || e instanceof ConnectException
                || e instanceof ConnectTimeoutException
                || e instanceof ConnectionRequestTimeoutException
                || e instanceof SSLHandshakeException;
    }

    /** The kind of failure and its message, which can't have the push URL's query: its author does not know that. */
    private static String describe(Exception e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
