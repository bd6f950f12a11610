package io.alertrelay.delivery;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which part of the account's rate each relay may use, by a log of their claims that all relays read in the same order.
 * A claim for less than a relay has, or has already, holds at once; one for more only if what all have is then no more
 * than the whole. So the parts never add up to more than that, whoever reads how far, and a relay that lowers its claim
 * lends what it does not need. For one thread.
 */
public final class RateShares {
    /** A relay that sends nothing keeps this, so that its first alerts do not wait for the others to give way. */
    private static final double LEAST = 0.1;

    private static final double WHOLE = 1 + 1e-9;

    private final Map<String, Claim> claims = new TreeMap<>();
    private final Map<String, Double> parts = new HashMap<>();

    /**
     * What a relay asks for.
     *
     * @param part of the account's rate that it wants to use from now on
     * @param wants of the rate that it could use, by what it has to send
     */
    public record Claim(double part, double wants) {}

    /** The next claim in the log. */
    public void claimed(String relay, Claim claim) {
        claims.put(relay, claim);
        if (claim.part() <= part(relay) || othersThan(relay) + claim.part() <= WHOLE) {
            parts.put(relay, claim.part());
        }
    }

    /** The next in the log: that relay is no longer at work. */
    public void givenBack(String relay) {
        claims.remove(relay);
        parts.remove(relay);
    }

    /** Nothing of the log holds any more: it is another one. */
    public void forget() {
        claims.clear();
        parts.clear();
    }

    /** The part of the rate that a relay may use; 0 if it has claimed none that could be given. */
    public double part(String relay) {
        return parts.getOrDefault(relay, 0.0);
    }

    /** Whether that relay's last claim was given, and says that it wants as much. */
    public boolean isKnown(String relay, double wants) {
        Claim last = claims.get(relay);
        return last != null && last.part() == part(relay) && last.wants() == wants;
    }

    /** Those that have claimed something. */
    public Set<String> relays() {
        return Set.copyOf(claims.keySet());
    }

    /**
     * What a relay should claim: its part if each gets what it wants as far as the others want theirs too, and what
     * nobody wants is shared by all and one more, who may join and then need not wait; for now no more of it than the
     * others have left.
     *
     * @param wants what it could use of the rate
     * @param atWork all relays, that one included; of one that has claimed nothing (it is of an earlier version, or has
     *     only just begun) it is taken that it uses an equal part
     */
    public Claim due(String relay, double wants, Collection<String> atWork) {
        double equal = 1.0 / atWork.size();
        Map<String, Double> wanted = atWork.stream()
                .collect(Collectors.toMap(
                        name -> name,
                        name -> Math.max(Math.min(LEAST, equal / 2), name.equals(relay) ? wants : wants(name, equal))));
        long silent = atWork.stream()
                .filter(name -> !name.equals(relay) && !claims.containsKey(name))
                .count();
        double left = Math.max(0, 1 - othersThan(relay) - silent * equal);
        return new Claim(Math.min(left, fair(wanted, relay)), wants);
    }

    private double wants(String relay, double unknown) {
        return claims.containsKey(relay) ? claims.get(relay).wants() : unknown;
    }

    private double othersThan(String relay) {
        return parts.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(relay))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** From the one that wants least to the one that wants most: what it wants, or an equal part of what is left. */
    private static double fair(Map<String, Double> wanted, String relay) {
        List<Map.Entry<String, Double>> rising = wanted.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .toList();
        double left = 1;
        double own = 0;
        for (int i = 0; i < rising.size(); i++) {
            double given = Math.min(rising.get(i).getValue(), left / (rising.size() - i));
            left -= given;
            if (rising.get(i).getKey().equals(relay)) {
                own = given;
            }
        }
        return own + left / (rising.size() + 1);
    }
}
