package io.jenkins.plugins.bluegreen.jenkins.steps;

import java.util.Map;
import java.util.TreeMap;

/**
 * Health checks as Pipelines write them without naming everything: {@code actuator(8080)}, {@code http('/ready')},
 * {@code health: [path: '/ready']}, {@code health: 8080}.
 */
final class UnnamedHealth {
    /** Under which Pipeline gives an argument without a name. */
    static final String ANONYMOUS = "<anonymous>";

    private static final String CLASS = "$class";
    private static final String PATH = "path";
    private static final String PORT = "port";

    private UnnamedHealth() {}

    /** The arguments of a check by requests: one without a name is the port or the path. */
    static Map<String, Object> named(Map<String, Object> arguments) {
        Object only = arguments.get(ANONYMOUS);
        Map<String, Object> named = new TreeMap<>(arguments);
        if (only != null && arguments.size() == 1) {
            named.remove(ANONYMOUS);
            put(named, only);
        }
        return named;
    }

    /** The value of {@code health}: without a kind, it is a check by HTTP. */
    static Object typed(Object health) {
        Map<String, Object> typed = new TreeMap<>();
        if (health instanceof Map<?, ?> map && !map.containsKey(CLASS)) {
            map.forEach((name, value) -> typed.put(String.valueOf(name), value));
        } else if (health instanceof Number || health instanceof CharSequence) {
            put(typed, health);
        } else {
            return health;
        }
        typed.put(CLASS, HttpHealth.class.getSimpleName());
        return typed;
    }

    private static void put(Map<String, Object> arguments, Object value) {
        String text = value.toString().strip();
        if (text.matches("[0-9]{1,5}")) {
            arguments.put(PORT, Integer.valueOf(text));
        } else {
            arguments.put(PATH, text);
        }
    }
}
