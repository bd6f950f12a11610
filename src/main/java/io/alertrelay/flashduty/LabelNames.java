package io.alertrelay.flashduty;

import io.alertrelay.text.Sha256;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes label names legal: {@code [a-zA-Z_][a-zA-Z0-9_]*}, at most 128 characters, no two the same. A legal name stays
 * as it is. In another, every character that is not allowed becomes {@code _} ({@code k8s.pod} becomes {@code
 * k8s_pod}); a hash of the original name is appended if that is not enough to distinguish it: if two names become the
 * same, if it had to be cut, or if nothing readable is left of it.
 */
final class LabelNames {

    private static final Pattern ILLEGAL_CHARACTER = Pattern.compile("[^a-zA-Z0-9_]");
    private static final Pattern UNREADABLE = Pattern.compile("_*");
    private static final int HASH_DIGITS = 8;

    private LabelNames() {}

    /** The legal name of each of these names. The order of the names makes no difference. */
    static Map<String, String> legal(Collection<String> names) {
        Map<String, String> legal = new HashMap<>();
        names.stream().filter(LabelNames::isLegal).forEach(name -> legal.put(name, name));
        if (legal.size() == names.size()) {
            return legal;
        }
        Set<String> taken = new HashSet<>(legal.values());
        Map<String, Long> shared = names.stream()
                .filter(name -> !isLegal(name))
                .collect(Collectors.groupingBy(LabelNames::plain, Collectors.counting()));
        for (String name : new TreeSet<>(names)) {
            if (!isLegal(name)) {
                String plain = plain(name);
                boolean unambiguous = isLegal(plain)
                        && !UNREADABLE.matcher(plain).matches()
                        && shared.getOrDefault(plain, 0L) == 1
                        && !taken.contains(plain);
                String chosen = unambiguous ? plain : hashed(plain, name, taken);
                taken.add(chosen);
                legal.put(name, chosen);
            }
        }
        return legal;
    }

    private static boolean isLegal(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
            if (!letter && (i == 0 || c < '0' || c > '9')) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= Limits.LABEL_NAME;
    }

    private static String plain(String name) {
        String plain = ILLEGAL_CHARACTER.matcher(name).replaceAll("_");
        return plain.isEmpty() || Character.isDigit(plain.charAt(0)) ? "_" + plain : plain;
    }

    // A sender could choose a name that ends with another's hash: then the next hash is used.
    private static String hashed(String plain, String name, Set<String> taken) {
        String start = plain.substring(0, Math.min(plain.length(), Limits.LABEL_NAME - HASH_DIGITS - 1)) + "_";
        String candidate = start + Sha256.hex(name, HASH_DIGITS);
        for (int round = 1; taken.contains(candidate); round++) {
            candidate = start + Sha256.hex(name + '\0' + round, HASH_DIGITS);
        }
        return candidate;
    }
}
