package io.alertrelay.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** The person who runs a command, to be recorded: whoever called {@code sudo} for it, or its user. */
public final class CurrentUser {
    private CurrentUser() {}

    /** The person and the machine, as {@code root@host}. */
    public static String runs() {
        return person(System.getenv(), System.getProperty("user.name", "")) + "@" + host();
    }

    /**
     * The person.
     *
     * @param environment of the process
     * @param user as which it runs; empty if that is not known
     */
    static String person(Map<String, String> environment, String user) {
        return Stream.of(environment.getOrDefault("SUDO_USER", ""), user)
                .filter(name -> !name.isBlank())
                .findFirst()
                .orElse("unknown");
    }

    /**
     * The name of this machine. As the kernel has it: Java's way also resolves its address, which takes half a minute
     * where no name server answers, and each start asks several times.
     */
    public static String host() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return byResolver();
        }
    }

    private static String byResolver() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
