package io.alertrelay.fuzz.plan;

import java.util.List;
import java.util.Map;

/** The locale in which a process is started, as systemd, cron, a container or a foreign desktop have it. */
public enum Surroundings {
    /** That of the fuzz itself. */
    INHERITED(false, Map.of(), List.of()),
    /** {@code env -i}. */
    EMPTY(true, Map.of(), List.of()),
    /** ASCII and nothing else. */
    POSIX(false, Map.of("LC_ALL", "C"), List.of()),
    /** A locale that is not installed. */
    MISSING(true, Map.of("LANG", "zh_CN.GB18030"), List.of()),
    /** A default charset that is not UTF-8 though the locale is. */
    GBK(false, Map.of(), List.of("-Dfile.encoding=GBK"));

    private final boolean bare;
    private final Map<String, String> environment;
    private final List<String> options;

    Surroundings(boolean bare, Map<String, String> environment, List<String> options) {
        this.bare = bare;
        this.environment = environment;
        this.options = options;
    }

    /** Whether nothing of the environment is inherited. */
    public boolean bare() {
        return bare;
    }

    /** What is set in it. */
    public Map<String, String> environment() {
        return environment;
    }

    /** For the JVM. */
    public List<String> options() {
        return options;
    }
}
