package io.alertrelay.delivery;

import io.alertrelay.record.RateClaim;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Decides which part of the account's rate each relay may use, from a log of their claims that all relays read in the
 * same order. A claim for no more than a relay has takes effect at once; one for more only if the sum of all parts is
 * then no more than the whole. So the sum never exceeds the whole, however far each relay has read, and a relay lends
 * what it does not need by lowering its claim. For one thread.
 */
public final class RateShares {
    /** A relay that sends nothing keeps this, so that its first alerts do not wait for the others to give way. */
    private static final double LEAST = 0.1;

    private static final double WHOLE = 1 + 1e-9;

    private final Map<String, RateClaim> claims = new TreeMap<>();
    private final Map<String, Double> parts = new HashMap<>();

    /** The next claim in the log. */
    public void claimed(String relay, RateClaim claim) {
        claims.put(relay, claim);
        if (claim.part() <= part(relay) || othersThan(relay) + claim.part() <= WHOLE) {
            parts.put(relay, claim.part());
        }
    }

    /** The next record in the log: that relay is gone. */
    public void givenBack(String relay) {
        claims.remove(relay);
        parts.remove(relay);
    }

    /** The log was replaced by another one: nothing of it counts any more. */
    public void forget() {
        claims.clear();
        parts.clear();
    }

    /** The part of the rate that a relay may use; 0 if it has made no claim that could be granted. */
    public double part(String relay) {
        return parts.getOrDefault(relay, 0.0);
    }

    /** Whether that relay's last claim was granted and states this demand. */
    public boolean isKnown(String relay, double wants) {
        RateClaim last = claims.get(relay);
        return last != null && last.part() == part(relay) && last.wants() == wants;
    }

    /** The relays that have made claims. */
    public Set<String> relays() {
        return Set.copyOf(claims.keySet());
    }

    /**
     * What a relay should claim: its fair share by what all of them want, where what nobody wants is divided among all
     * and one more, who may join and then need not wait; for now no more than the others have left.
     *
     * @param wants what it could use of the rate
     * @param atWork all relays, that one included; a relay without a claim (it is of an earlier version, or has just
     *     started) is assumed to use an equal part
     */
    public RateClaim due(String relay, double wants, Collection<String> atWork) {
        double equal = 1.0 / atWork.size();
        Map<String, Double> wanted = atWork.stream()
                .collect(Collectors.toMap(
                        name -> name,
                        name -> Math.max(Math.min(LEAST, equal / 2), name.equals(relay) ? wants : wants(name, equal))));
        long silent = atWork.stream()
                .filter(name -> !name.equals(relay) && !claims.containsKey(name))
                .count();
        double left = Math.max(0, 1 - othersThan(relay) - silent * equal);
        return new RateClaim(Math.min(left, fair(wanted, relay)), wants);
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

    /**
     * Fairly divided, from the smallest demand to the largest: what a relay wants, or an equal part of what is left.
     */
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
