package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.kubernetes.objects.ManifestObject;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The hash of a release's manifests, which shows whether they have changed. Computed from all objects before colouring,
 * so that it is the same for both colours. It leaves out the Deployment's replicas, which change without a release.
 */
final class SpecHash {
    private static final int BYTES = 8;
    private static final JsonMapper CANONICAL =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    private SpecHash() {}

    /** The hash of a release. The order of objects and of their fields makes no difference. */
    static String of(String application, String colorLabel, List<ManifestObject> objects) {
        MessageDigest digest = sha256();
        digest.update((application + "\n" + colorLabel + "\n").getBytes(StandardCharsets.UTF_8));
        objects.stream().map(SpecHash::canonical).sorted().forEach(object -> {
            digest.update(object.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
        });
        return hex(digest);
    }

    /** Of a release that rolls out the same content again, in new Pods: {@code DeploymentView.isOf} the content. */
    static String again(String content, String release) {
        MessageDigest digest = sha256();
        digest.update(release.getBytes(StandardCharsets.UTF_8));
        return content + "-" + hex(digest);
    }

    /** The hash of one object's content. */
    static String of(ObjectNode tree) {
        MessageDigest digest = sha256();
        digest.update(canonical(tree).getBytes(StandardCharsets.UTF_8));
        return hex(digest);
    }

    private static String canonical(ManifestObject object) {
        if (!DeploymentChoice.isDeployment(object)) {
            return canonical(object.tree());
        }
        ObjectNode tree = object.tree().deepCopy();
        tree.withObject("/spec").remove("replicas");
        return canonical(tree);
    }

    private static String canonical(ObjectNode tree) {
        try {
            return CANONICAL.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("writing a tree to a string", e);
        }
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
