package io.alertrelay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What may follow what is the type's to say: nobody has to know it, and what may not follow does not compile. */
class ChannelStateTest {
    private static final Map<String, Set<String>> FOLLOWS = Map.of(
            "running", Set.of("slowed", "held"),
            "slowed", Set.of("running", "slowed", "held"),
            "held", Set.of("running", "held", "probing"),
            "probing", Set.of("running", "slowed", "held"));

    @Test
    void eachStateHasTheWaysToThoseThatMayFollow() {
        assertThat(Stream.of(
                                ChannelState.Running.class,
                                ChannelState.Slowed.class,
                                ChannelState.Held.class,
                                ChannelState.Probing.class)
                        .collect(Collectors.toMap(ChannelStateTest::word, ChannelStateTest::followers)))
                .isEqualTo(FOLLOWS);
    }

    @Test
    void onlyAStateMakesTheNext() {
        assertThat(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.alertrelay").stream()
                                .flatMap(type -> type.getConstructorCallsFromSelf().stream())
                                .filter(call -> call.getTargetOwner().isAssignableTo(ChannelState.Unpaused.class)
                                        && !call.getTargetOwner().isEquivalentTo(ChannelState.Running.class)
                                        && !call.getOriginOwner().getName().startsWith(ChannelState.class.getName())))
                .isEmpty();
    }

    private static String word(Class<?> state) {
        return state.getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** Of the methods but those that convert times, and the accessor of what is probed. */
    private static Set<String> followers(Class<?> state) {
        return Stream.of(state.getMethods(), state.getDeclaredMethods())
                .flatMap(Arrays::stream)
                .filter(method -> !Modifier.isStatic(method.getModifiers())
                        && !method.getName().equals("moved")
                        && ChannelState.class.isAssignableFrom(method.getReturnType())
                        && !isComponent(state, method.getName(), method.getParameterCount()))
                .map(method -> word(method.getReturnType()))
                .collect(Collectors.toSet());
    }

    private static boolean isComponent(Class<?> state, String name, int parameters) {
        return parameters == 0
                && Arrays.stream(state.getRecordComponents())
                        .anyMatch(component -> component.getName().equals(name));
    }
}
