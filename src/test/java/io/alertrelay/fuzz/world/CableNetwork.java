package io.alertrelay.fuzz.world;

import io.alertrelay.testing.Cable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * All on loopback, and the relay that can be cut off goes through a proxy. While it is cut, connections are accepted
 * and stay silent, and what either side sends is kept.
 */
final class CableNetwork implements BrokerNetwork {
    private static final String LOOPBACK = "127.0.0.1";

    private final List<Integer> behind;
    private final List<Integer> near;
    private final List<Cable> cables = new ArrayList<>();

    /**
     * @param behind the ports at which the brokers listen
     * @param near as many, for the proxy
     */
    CableNetwork(List<Integer> behind, List<Integer> near) throws IOException {
        this.behind = List.copyOf(behind);
        this.near = List.copyOf(near);
        for (int i = 0; i < behind.size(); i++) {
            cables.add(new Cable(near.get(i), behind.get(i)));
        }
    }

    @Override
    public List<String> commandPrefix() {
        return List.of();
    }

    @Override
    public String host() {
        return LOOPBACK;
    }

    @Override
    public String cutHost() {
        return LOOPBACK;
    }

    @Override
    public String reached(int port) {
        return LOOPBACK + ":" + near.get(behind.indexOf(port));
    }

    @Override
    public void cut() {
        cables.forEach(Cable::cut);
    }

    @Override
    public void restore() {
        cables.forEach(Cable::restore);
    }

    @Override
    public void close() throws IOException {
        for (Cable cable : cables) {
            cable.close();
        }
    }
}
