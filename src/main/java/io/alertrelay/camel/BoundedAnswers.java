package io.alertrelay.camel;

import io.alertrelay.flashduty.AnswerReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/**
 * Keeps only those parts of an answer that the relay uses: the status, {@code Retry-After}, and the body up to one byte
 * more than {@link AnswerReader#LONGEST}, which shows that it was cut. The rest is not waited for: the connection is
 * closed. Compressed bodies are decompressed up to the same bound. No other header is kept, so that Camel interprets no
 * foreign charset, content type or name.
 */
final class BoundedAnswers implements ExecChainHandler {
    private static final int MOST = AnswerReader.LONGEST + 1;

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse answer = chain.proceed(request, scope);
        ClassicHttpResponse bounded = new BasicClassicHttpResponse(answer.getCode());
        Optional.ofNullable(answer.getFirstHeader(HttpHeaders.RETRY_AFTER))
                .map(NameValuePair::getValue)
                .ifPresent(value -> bounded.setHeader(HttpHeaders.RETRY_AFTER, value));
        HttpEntity entity = answer.getEntity();
        if (entity != null) {
            boolean whole = false;
            try {
                byte[] body = entity.getContent().readNBytes(room(entity.getContentLength()));
                whole = body.length < MOST;
                bounded.setEntity(new ByteArrayEntity(unpacked(body, entity.getContentEncoding()), null));
            } finally {
                if (!whole) {
                    scope.execRuntime.discardEndpoint();
                }
            }
        }
        return bounded;
    }

    /**
     * How much to read: the end as well, so that the connection can be used again, and no more, because room is made
     * for it beforehand.
     *
     * @param length that the answer states; negative if it does not
     */
    private static int room(long length) {
        return length < 0 || length >= MOST ? MOST : (int) length + 1;
    }

    /** The relay does not ask for compression, but some gateways compress whatever passes. */
    private static byte[] unpacked(byte[] body, String encoding) {
        return encoding != null && encoding.toLowerCase(Locale.ROOT).contains("gzip") && beginsAsGzip(body)
                ? unpacked(body)
                : body;
    }

    /** Some gateways unpack the body, and leave the header that says it is packed. */
    private static boolean beginsAsGzip(byte[] body) {
        return body.length > 1
                && body[0] == (byte) GZIPInputStream.GZIP_MAGIC
                && body[1] == (byte) (GZIPInputStream.GZIP_MAGIC >> 8);
    }

    /**
     * As far as it can be unpacked, within bounds. If that is nothing, and the end was not reached, then what was
     * received: an empty answer of 200 means that the event was accepted, which nobody has said here.
     */
    private static byte[] unpacked(byte[] body) {
        ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
        byte[] some = new byte[8 << 10];
        boolean whole = body.length < MOST;
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            int count = 0;
            while (count >= 0 && unpacked.size() < MOST) {
                unpacked.write(some, 0, count);
                count = in.read(some, 0, Math.min(some.length, MOST - unpacked.size()));
            }
        } catch (IOException e) {
            // Cut or damaged: it is judged by what could be read.
            whole = false;
        }
        return whole || !unpacked.toString(StandardCharsets.UTF_8).isBlank() ? unpacked.toByteArray() : body;
    }
}
