package io.alertrelay.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The person who runs a command, for records of it: whoever called {@code sudo} for it, or its user. */
public final class CurrentUser {
    private CurrentUser() {}

    /** The person and the machine, as {@code root@host}. */
    public static String runs() {
        String caller = System.getenv("SUDO_USER");
        return (caller == null ? System.getProperty("user.name", "unknown") : caller) + "@" + host();
    }

    /**
     * The name of this machine. As the kernel has it: Java's way asks the resolver for its address as well, which takes
     * half a minute where no name server answers, and each start asks several times.
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
