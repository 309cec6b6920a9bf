package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** The resources of one Pod as a quota counts them ("Resource Quotas" and "Init Containers, Resource sharing"). */
final class PodResources {
    private static final BigDecimal MEBI = BigDecimal.valueOf(1024 * 1024);
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final BigDecimal NANO = BigDecimal.valueOf(1, 9);

    private PodResources() {}

    /** The amount of a quota's resource, such as {@code pods}, {@code requests.cpu} or {@code memory}; 0 for others. */
    static BigDecimal of(JsonNode podSpec, String resource) {
        return switch (resource) {
            case "pods", "count/pods" -> BigDecimal.ONE;
            case "cpu", "memory", "ephemeral-storage" -> sum(podSpec, "requests", resource);
            default -> {
                int dot = resource.indexOf('.');
                String list = dot < 0 ? "" : resource.substring(0, dot);
                yield list.equals("requests") || list.equals("limits")
                        ? sum(podSpec, list, resource.substring(dot + 1))
                        : BigDecimal.ZERO;
            }
        };
    }

    private static BigDecimal sum(JsonNode podSpec, String list, String name) {
        BigDecimal together = BigDecimal.ZERO;
        for (JsonNode container : podSpec.path("containers")) {
            together = together.add(amount(container.path("resources").path(list).path(name)));
        }
        BigDecimal alone = BigDecimal.ZERO;
        for (JsonNode container : podSpec.path("initContainers")) {
            BigDecimal amount = amount(container.path("resources").path(list).path(name));
            if (container.path("restartPolicy").asText().equals("Always")) {
                together = together.add(amount);
            } else {
                alone = alone.max(amount);
            }
        }
        return together.max(alone).add(amount(podSpec.path("overhead").path(name)));
    }

    /**
     * A quantity within the bounds of the API server (apimachinery, {@code resource.Quantity}: rounded up to a nano,
     * capped at 2^63-1). Text that is no quantity is 0: the API server refuses it by name.
     */
    static BigDecimal amount(JsonNode quantity) {
        BigDecimal amount;
        try {
            amount = new Quantity(quantity.asText("0")).getNumericalAmount();
        } catch (IllegalArgumentException | ArithmeticException e) {
            return BigDecimal.ZERO;
        }
        long digits = (long) amount.precision() - amount.scale();
        return digits > MOST.precision() ? MOST : digits < -NANO.scale() ? NANO : amount;
    }

    /** An amount for messages: memory and storage in MiB. */
    static String show(BigDecimal amount, String resource) {
        return resource.endsWith("memory") || resource.endsWith("storage")
                ? amount.divide(MEBI, 0, RoundingMode.CEILING) + "Mi"
                : amount.stripTrailingZeros().toPlainString();
    }
}
