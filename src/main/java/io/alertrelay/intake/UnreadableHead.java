package io.alertrelay.intake;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

/** The answer to a request whose head can't be parsed. Quotes nothing of it. */
record UnreadableHead(int status, String code, String message) {
    /** @param cause as Netty's decoder gives it */
    static UnreadableHead of(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new UnreadableHead(414, "URITooLong", "the request line is longer than 8 KiB");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new UnreadableHead(431, "HeaderTooLarge", "the headers are longer than 16 KiB");
        }
        if (cause instanceof OnlyHttp1.OtherVersionException) {
            return new UnreadableHead(505, "VersionNotSupported", "expected HTTP/1.1 or HTTP/1.0");
        }
        return new UnreadableHead(400, "BadRequest", "this is no request of HTTP/1.1");
    }
}
