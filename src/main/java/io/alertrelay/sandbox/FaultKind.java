package io.alertrelay.sandbox;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The faults by their names, and the arguments of each, the main one first. */
enum FaultKind {
    STATUS(
            List.of("code", "error", "message"),
            args -> new Fault.Status(
                    args.number("code", 500),
                    args.text("error").orElse("InternalError"),
                    args.text("message").orElse("as ordered"))),
    TOO_MANY_REQUESTS(List.of("retry_after"), args -> new Fault.TooManyRequests(args.text("retry_after"))),
    OK_WITH_ERROR(
            List.of("error", "message"),
            args -> new Fault.OkWithError(
                    args.text("error").orElse("InternalError"),
                    args.text("message").orElse("as ordered"))),
    HANG(List.of(), args -> new Fault.Hang()),
    DELAY(List.of("millis"), args -> new Fault.Delay(Duration.ofMillis(args.number("millis", 2000)))),
    RESET(List.of(), args -> new Fault.Reset()),
    HALF_ANSWER(List.of(), args -> new Fault.HalfAnswer()),
    RESET_AFTER_ACCEPT(List.of(), args -> new Fault.ResetAfterAccept()),
    HTML(List.of(), args -> new Fault.Html()),
    REDIRECT(
            List.of("location"),
            args -> new Fault.Redirect(args.text("location").orElse("/"))),
    ENDLESS(
            List.of("part"),
            args -> new Fault.Endless(EndlessPart.ofWord(args.text("part").orElse("body")))),
    GZIP_BOMB(List.of(), args -> new Fault.GzipBomb());

    private final List<String> arguments;
    private final Function<FaultArguments, Fault> maker;

    FaultKind(List<String> arguments, Function<FaultArguments, Fault> maker) {
        this.arguments = arguments;
        this.maker = maker;
    }

    /**
     * The kind with that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those that exist
     */
    static FaultKind ofWord(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "kind: found " + FieldChecks.quoted(word) + ", expected one of " + words()));
    }

    static String words() {
        return Arrays.stream(values()).map(FaultKind::word).collect(Collectors.joining(", "));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name of the argument that may be written without its name, if the kind takes any. */
    Optional<String> mainArgument() {
        return arguments.stream().findFirst();
    }

    /**
     * The fault with these arguments, or the defaults for those that are missing.
     *
     * @throws IllegalArgumentException if one is unknown or wrong; the message names it
     */
    Fault make(FaultArguments given) {
        given.expectOnly(new TreeSet<>(arguments));
        return maker.apply(given);
    }
}
