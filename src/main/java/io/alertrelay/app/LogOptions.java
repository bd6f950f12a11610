package io.alertrelay.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options about the log of a process that serves. */
final class LogOptions {
    /** The loggers of the relay's own lines. */
    private static final List<String> OWN = List.of("relay", "io.alertrelay");

    private static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace", "off");

    /** They log what goes over the wire, and with it the integration key that each push has in its query. */
    private static final List<String> HOLD_SECRETS =
            List.of("org.apache.hc.client5.http.headers", "org.apache.hc.client5.http.wire");

    /** How the log is written. */
    enum LogFormat {
        text,
        json
    }

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "How the log is written: ${COMPLETION-CANDIDATES}. Default: text.")
    private LogFormat format;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            split = ",",
            description =
                    "What of the relay's own lines is written: error, warn, info (the default), debug, trace or off;"
                            + " LOGGER=LEVEL for those of a library, such as org.apache.kafka=warn.")
    private List<String> levels = List.of();

    LogFormat format() {
        return format;
    }

    /**
     * Applies the options to the log.
     *
     * @throws ParameterException if a level is none
     */
    void apply(CommandLine line) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        parsed(line).forEach((name, level) -> context.getLogger(name).setLevel(level));
        HOLD_SECRETS.stream()
                .map(context::getLogger)
                .filter(logger -> logger.isEnabledFor(Level.DEBUG))
                .forEach(logger -> logger.setLevel(Level.INFO));
        if (format == LogFormat.json) {
            context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders().forEachRemaining(this::toJson);
        }
    }

    /**
     * From now on a thread of its own writes to the console, so that no thread that logs waits for the console's
     * reader. Past {@code System.out}, which would not tell that a line could not be written.
     */
    static LogOut detach() {
        LogOut out = new LogOut(new FileOutputStream(FileDescriptor.out));
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders().forEachRemaining(appender -> {
            if (appender instanceof ConsoleAppender<ILoggingEvent> console
                    && console.getTarget().equals(ConsoleTarget.SystemOut.getName())) {
                console.setOutputStream(out);
            }
        });
        out.start();
        return out;
    }

    private Map<String, Level> parsed(CommandLine line) {
        Map<String, Level> parsed = new LinkedHashMap<>();
        for (String each : levels) {
            int equals = each.lastIndexOf('=');
            String level = each.substring(equals + 1).strip().toLowerCase(Locale.ROOT);
            if (!LEVELS.contains(level) || equals == 0) {
                throw new ParameterException(
                        line,
                        "--log-level: found \"" + each + "\", expected one of " + String.join(", ", LEVELS)
                                + ", or LOGGER=LEVEL");
            }
            (equals < 0 ? OWN : List.of(each.substring(0, equals).strip()))
                    .forEach(name -> parsed.put(name, Level.valueOf(level)));
        }
        return parsed;
    }

    /** Only for the console: an appender of the user's own configuration stays as it is. */
    private void toJson(Appender<ILoggingEvent> appender) {
        if (appender instanceof ConsoleAppender<ILoggingEvent> console) {
            JsonLines encoder = new JsonLines();
            encoder.setContext(console.getContext());
            encoder.start();
            console.setEncoder(encoder);
        }
    }
}
