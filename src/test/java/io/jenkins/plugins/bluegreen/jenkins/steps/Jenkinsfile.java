package io.jenkins.plugins.bluegreen.jenkins.steps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ForStatement;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.Phases;

/** A Jenkinsfile as Groovy reads it. */
public final class Jenkinsfile {
    /** The calls in their order, each with those around it, the nearest first. */
    final List<Call> calls = new ArrayList<>();
    /** The lists of texts that are looped over. */
    public final List<List<String>> loops = new ArrayList<>();

    private final Deque<MethodCallExpression> open = new ArrayDeque<>();

    private Jenkinsfile() {}

    public static Jenkinsfile read(Path file) throws IOException {
        CompilationUnit unit = new CompilationUnit();
        unit.addSource("Jenkinsfile", Files.readString(file));
        unit.compile(Phases.CONVERSION);
        Jenkinsfile read = new Jenkinsfile();
        for (Object module : unit.getAST().getModules()) {
            ((ModuleNode) module).getStatementBlock().visit(read.new Visitor());
        }
        return read;
    }

    public List<Call> calls(String name) {
        return calls.stream().filter(call -> call.name().equals(name)).toList();
    }

    /** The calls of a name inside of another one. */
    List<Call> within(Call outer, String name) {
        return calls(name).stream()
                .filter(call -> call.around.contains(outer.expression))
                .toList();
    }

    /** A call of a step or of a block. */
    public record Call(MethodCallExpression expression, List<MethodCallExpression> around) {
        String name() {
            return expression.getMethodAsString();
        }

        List<String> aroundIt() {
            return around.stream().map(MethodCallExpression::getMethodAsString).toList();
        }

        /** The named arguments. */
        public Map<String, Expression> named() {
            return Jenkinsfile.named(expression);
        }

        /** The first argument, a text. */
        String text() {
            return Jenkinsfile.text(arguments(expression).get(0));
        }

        /** Whether it runs on an agent: in {@code node}, or below an {@code agent} that is one. */
        boolean isOnAgent() {
            return around.stream().anyMatch(outer -> outer.getMethodAsString().equals("node") || hasAgent(outer));
        }

        private static boolean hasAgent(MethodCallExpression outer) {
            return body(outer).stream()
                    .filter(inner -> inner.getMethodAsString().equals("agent"))
                    .anyMatch(agent -> !arguments(agent).get(0).getText().equals("none"));
        }
    }

    /** The value of a constant. */
    public static String text(Expression expression) {
        return ((ConstantExpression) expression).getValue().toString();
    }

    /** The named arguments of a call, or the entries of a map. */
    public static Map<String, Expression> named(Expression expression) {
        Optional<MapExpression> map = expression instanceof MapExpression itself
                ? Optional.of(itself)
                : arguments((MethodCallExpression) expression).stream()
                        .filter(MapExpression.class::isInstance)
                        .map(MapExpression.class::cast)
                        .findFirst();
        Map<String, Expression> named = new TreeMap<>();
        map.ifPresent(entries -> entries.getMapEntryExpressions()
                .forEach(entry -> named.put(text(entry.getKeyExpression()), entry.getValueExpression())));
        return named;
    }

    private static List<Expression> arguments(MethodCallExpression call) {
        return ((TupleExpression) call.getArguments()).getExpressions();
    }

    /** The calls that are the statements of a call's closure. */
    private static List<MethodCallExpression> body(MethodCallExpression call) {
        return arguments(call).stream()
                .filter(ClosureExpression.class::isInstance)
                .flatMap(closure -> ((BlockStatement) ((ClosureExpression) closure).getCode()).getStatements().stream())
                .filter(ExpressionStatement.class::isInstance)
                .map(statement -> ((ExpressionStatement) statement).getExpression())
                .filter(MethodCallExpression.class::isInstance)
                .map(MethodCallExpression.class::cast)
                .toList();
    }

    private final class Visitor extends CodeVisitorSupport {
        @Override
        public void visitMethodCallExpression(MethodCallExpression call) {
            calls.add(new Call(call, List.copyOf(open)));
            open.push(call);
            super.visitMethodCallExpression(call);
            open.pop();
        }

        @Override
        public void visitForLoop(ForStatement loop) {
            if (loop.getCollectionExpression() instanceof ListExpression list) {
                loops.add(list.getExpressions().stream().map(Jenkinsfile::text).toList());
            }
            super.visitForLoop(loop);
        }
    }
}
