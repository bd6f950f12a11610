package io.alertrelay.intake;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Where a connection comes from.
 *
 * @param address as text, without a zone
 * @param holder what its connections are counted by: the address, for IPv6 its first 64 bits, because one customer has
 *     all addresses with that prefix
 */
record Origin(String address, String holder) {
    private static final int PREFIX_BYTES = 8;

    static Origin of(SocketAddress socket) {
        if (!(socket instanceof InetSocketAddress internet) || internet.getAddress() == null) {
            return new Origin("unknown", "unknown");
        }
        InetAddress address = internet.getAddress();
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String bare = zone < 0 ? text : text.substring(0, zone);
        return address instanceof Inet6Address
                ? new Origin(bare, HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), PREFIX_BYTES)))
                : new Origin(bare, bare);
    }
}
