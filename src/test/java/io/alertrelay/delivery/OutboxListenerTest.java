package io.alertrelay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxListenerTest {
    private final List<String> told = new ArrayList<>();

    @Test
    void ofTwoThatListenBothAreToldOfEverythingInTheirOrder() throws Exception {
        OutboxListener both = new OneThenTheOther(listener("one"), listener("other"));

        for (Method method : OutboxListener.class.getMethods()) {
            if (method.getReturnType() == void.class && !Modifier.isStatic(method.getModifiers())) {
                told.clear();
                method.invoke(
                        both,
                        Arrays.stream(method.getParameterTypes())
                                .map(type -> type == long.class ? (Object) 1L : null)
                                .toArray());

                assertThat(told).containsExactly("one " + method.getName(), "other " + method.getName());
            }
        }
    }

    private OutboxListener listener(String name) {
        return (OutboxListener) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {OutboxListener.class}, (proxy, method, arguments) -> {
                    told.add(name + " " + method.getName());
                    return null;
                });
    }
}
