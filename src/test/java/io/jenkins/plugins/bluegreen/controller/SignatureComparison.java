package io.jenkins.plugins.bluegreen.controller;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares a hand-written signature with the type that it stands for, by names, as their class loaders differ. */
final class SignatureComparison {
    private static final int KIND =
            Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT;
    /** The meta-annotations whose annotations go to a plugin's indexes. */
    private static final Set<String> INDEXING =
            Set.of("net.java.sezpoz.Indexable", "org.jvnet.hudson.annotation_indexer.Indexed");

    private final Class<?> signature;
    private final Class<?> real;
    private final List<String> differences = new ArrayList<>();

    SignatureComparison(Class<?> signature, Class<?> real) {
        this.signature = signature;
        this.real = real;
    }

    List<String> differences() throws IllegalAccessException {
        compareKind();
        compareSupertypes();
        for (Constructor<?> constructor : signature.getDeclaredConstructors()) {
            if (isUsable(constructor)) {
                compare(constructor, find(constructor));
            }
        }
        for (Method method : signature.getDeclaredMethods()) {
            if (isUsable(method)) {
                compare(method, find(method));
            }
        }
        for (Field field : signature.getDeclaredFields()) {
            if (isUsable(field)) {
                compare(field, find(field));
            }
        }
        return differences;
    }

    private void compareKind() {
        // An enum without bodies of its constants is final, one with them is not.
        int compared = signature.isEnum() ? KIND & ~(Modifier.FINAL | Modifier.ABSTRACT) : KIND;
        expect("modifiers", modifiers(real, compared), modifiers(signature, compared));
        expect("an interface", real.isInterface(), signature.isInterface());
        expect("an enum", real.isEnum(), signature.isEnum());
        expect("an annotation", real.isAnnotation(), signature.isAnnotation());
        if (signature.isAnnotation()) {
            expect("annotations", annotations(real), annotations(signature));
        }
    }

    private void compareSupertypes() {
        Set<String> supertypes = supertypes(real).map(Class::getName).collect(Collectors.toSet());
        supertypes(signature)
                .map(Class::getName)
                .filter(name -> !supertypes.contains(name))
                .forEach(name -> differences.add("is no " + name));
    }

    private void compare(Executable promised, Executable there) {
        compare((Member) promised, there);
        if (there != null) {
            expect(promised + " throws", checked(there), checked(promised));
        }
        if (promised instanceof Method method && there instanceof Method other) {
            expect(method + " default", text(other.getDefaultValue()), text(method.getDefaultValue()));
        }
    }

    private void compare(Field promised, Field there) throws IllegalAccessException {
        compare((Member) promised, there);
        if (there != null && isConstant(promised)) {
            // The compiler copies the constant's value into our classes.
            promised.setAccessible(true);
            there.setAccessible(true);
            expect(promised + " =", there.get(null), promised.get(null));
        }
    }

    private void compare(Member promised, Member there) {
        if (there == null) {
            differences.add("has no " + promised);
            return;
        }
        int compared = KIND & ~(Modifier.PUBLIC | Modifier.PROTECTED);
        expect(promised + " modifiers", modifiers(there, compared), modifiers(promised, compared));
        if (visibility(promised) > visibility(there)) {
            differences.add("is less visible: " + promised);
        }
    }

    private Executable find(Constructor<?> promised) {
        return Arrays.stream(real.getDeclaredConstructors())
                .filter(there -> names(there.getParameterTypes()).equals(names(promised.getParameterTypes())))
                .findFirst()
                .orElse(null);
    }

    private Executable find(Method promised) {
        return hierarchy(real)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(there -> there.getName().equals(promised.getName()))
                .filter(there -> there.getReturnType().getName().equals(promised.getReturnType().getName()))
                .filter(there -> names(there.getParameterTypes()).equals(names(promised.getParameterTypes())))
                .findFirst()
                .orElse(null);
    }

    private Field find(Field promised) {
        return hierarchy(real)
                .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                .filter(there -> there.getName().equals(promised.getName()))
                .filter(there -> there.getType().getName().equals(promised.getType().getName()))
                .findFirst()
                .orElse(null);
    }

    private void expect(String what, Object there, Object promised) {
        if (!Objects.equals(there, promised)) {
            differences.add(what + ": " + promised + ", really " + there);
        }
    }

    /**
     * Whether the plugin can use the member. Other members are in a signature only to keep the plugin's code from using
     * something else.
     */
    private static boolean isUsable(Member member) {
        return !member.isSynthetic() && visibility(member) > 0;
    }

    private static boolean isConstant(Field field) {
        return (field.getType().isPrimitive() || field.getType() == String.class)
                && Modifier.isStatic(field.getModifiers())
                && Modifier.isFinal(field.getModifiers());
    }

    private static int visibility(Member member) {
        return Modifier.isPublic(member.getModifiers()) ? 2 : Modifier.isProtected(member.getModifiers()) ? 1 : 0;
    }

    private static String modifiers(Class<?> type, int compared) {
        return Modifier.toString(type.getModifiers() & compared);
    }

    private static String modifiers(Member member, int compared) {
        return Modifier.toString(member.getModifiers() & compared);
    }

    private static List<String> names(Class<?>[] types) {
        return Arrays.stream(types).map(Class::getName).toList();
    }

    private static Set<String> checked(Executable executable) {
        return Arrays.stream(executable.getExceptionTypes())
                .filter(type -> !RuntimeException.class.isAssignableFrom(type) && !Error.class.isAssignableFrom(type))
                .map(Class::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> annotations(Class<?> annotation) {
        return Arrays.stream(annotation.getAnnotations())
                .map(SignatureComparison::annotation)
                .filter(text -> text.startsWith("@java.lang.annotation.") || INDEXING.contains(text))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String annotation(Annotation annotation) {
        String name = annotation.annotationType().getName();
        return INDEXING.contains(name) ? name : annotation.toString();
    }

    private static String text(Object value) {
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        return value instanceof Object[] values ? Arrays.toString(values) : String.valueOf(value);
    }

    private static Stream<Class<?>> supertypes(Class<?> type) {
        return hierarchy(type).filter(supertype -> supertype != type);
    }

    /** The type itself, its superclasses, and their interfaces. */
    private static Stream<Class<?>> hierarchy(Class<?> type) {
        Set<Class<?>> found = new LinkedHashSet<>();
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            found.add(at);
        }
        for (Class<?> at : List.copyOf(found)) {
            addInterfaces(at, found);
        }
        return found.stream();
    }

    private static void addInterfaces(Class<?> type, Set<Class<?>> found) {
        for (Class<?> parent : type.getInterfaces()) {
            found.add(parent);
            addInterfaces(parent, found);
        }
    }
}
