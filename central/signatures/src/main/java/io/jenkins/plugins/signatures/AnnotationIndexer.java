package io.jenkins.plugins.signatures;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.StandardLocation;
import org.jvnet.hudson.annotation_indexer.Indexed;

/**
 * An annotation processor that writes a controller's indexes of {@link Indexed} annotations, like
 * org.jenkins-ci:annotation-indexer: a text file per annotation with one binary class name per line.
 */
@SupportedAnnotationTypes("*")
public class AnnotationIndexer extends AbstractProcessor {
    private final Map<String, Set<String>> classes = new TreeMap<>();

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (TypeElement annotation : annotations) {
            if (annotation.getAnnotation(Indexed.class) != null) {
                for (Element annotated : round.getElementsAnnotatedWith(annotation)) {
                    add(annotation, annotated);
                }
            }
        }
        if (round.processingOver()) {
            classes.forEach(this::write);
        }
        return false;
    }

    private void add(TypeElement annotation, Element annotated) {
        Element type = annotated instanceof TypeElement ? annotated : annotated.getEnclosingElement();
        classes.computeIfAbsent(binaryName(annotation), name -> new TreeSet<>()).add(binaryName((TypeElement) type));
    }

    private String binaryName(TypeElement type) {
        return processingEnv.getElementUtils().getBinaryName(type).toString();
    }

    private void write(String annotation, Set<String> names) {
        try (Writer index = processingEnv
                .getFiler()
                .createResource(StandardLocation.CLASS_OUTPUT, "", "META-INF/services/annotations/" + annotation)
                .openWriter()) {
            for (String name : names) {
                index.write(name + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
