package io.jenkins.plugins.signatures;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.tools.StandardLocation;
import org.jenkinsci.Symbol;

/**
 * Writes the index by which a controller finds classes with a {@link Symbol}: a text file with one
 * binary class name a line, as org.jenkins-ci:annotation-indexer does.
 */
@SupportedAnnotationTypes("org.jenkinsci.Symbol")
public class SymbolIndexer extends AbstractProcessor {
    private final Set<String> classes = new TreeSet<>();

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (TypeElement type : ElementFilter.typesIn(round.getElementsAnnotatedWith(Symbol.class))) {
            classes.add(processingEnv.getElementUtils().getBinaryName(type).toString());
        }
        if (round.processingOver() && !classes.isEmpty()) {
            write();
        }
        return false;
    }

    private void write() {
        try (Writer index = processingEnv
                .getFiler()
                .createResource(StandardLocation.CLASS_OUTPUT, "", "META-INF/annotations/org.jenkinsci.Symbol")
                .openWriter()) {
            for (String name : classes) {
                index.write(name + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
