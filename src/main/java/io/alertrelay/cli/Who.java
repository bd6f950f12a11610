package io.alertrelay.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who gives a command, for what is written down of it. */
public final class Who {
    private Who() {}

    /** The user and the machine, as {@code root@host}. */
    public static String runs() {
        String user = System.getProperty("user.name", "unknown");
        try {
            return user + "@" + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return user;
        }
    }
}
