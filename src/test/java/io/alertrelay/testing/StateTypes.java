package io.alertrelay.testing;

import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads from types of states what may follow what: a state's methods return those that may follow it. */
public final class StateTypes {
    private StateTypes() {}

    /**
     * The words of the states that may follow, by the state's word. Conversions of times and accessors of components do
     * not count.
     *
     * @param common the type of all states
     */
    public static Map<String, Set<String>> followers(Class<?> common, Stream<Class<?>> states) {
        return states.collect(Collectors.toMap(StateTypes::word, state -> followers(common, state)));
    }

    /**
     * Where a state is made other than by a state.
     *
     * @param common the type that has the states
     * @param made the type of the states that are meant
     * @param first may be made anywhere
     */
    public static List<JavaConstructorCall> madeElsewhere(Class<?> common, Class<?> made, Class<?> first) {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.alertrelay").stream()
                        .flatMap(type -> type.getConstructorCallsFromSelf().stream())
                        .filter(call -> call.getTargetOwner().isAssignableTo(made)
                                && !call.getTargetOwner().isEquivalentTo(first)
                                && !call.getOriginOwner().getName().startsWith(common.getName()))
                        .toList();
    }

    private static Set<String> followers(Class<?> common, Class<?> state) {
        return Stream.of(state.getMethods(), state.getDeclaredMethods())
                .flatMap(Arrays::stream)
                .filter(method -> !Modifier.isStatic(method.getModifiers())
                        && !method.getName().equals("moved")
                        && common.isAssignableFrom(method.getReturnType())
                        && !isAccessor(state, method))
                .map(method -> word(method.getReturnType()))
                .collect(Collectors.toSet());
    }

    private static boolean isAccessor(Class<?> state, Method method) {
        return method.getParameterCount() == 0
                && Arrays.stream(state.getRecordComponents())
                        .anyMatch(component -> component.getName().equals(method.getName()));
    }

    private static String word(Class<?> state) {
        return state.getSimpleName().toLowerCase(Locale.ROOT);
    }
}
