package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What a Pod takes of a quota")
class PodResourcesTest {
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "250m, 0.25",
        "2, 2",
        "1.5, 1.5",
        "1Ki, 1024",
        "1e3, 1000",
        "1e999999999, 9223372036854775807",
        "1e-999999999, 0.000000001",
        "0, 0",
        "a lot, 0",
        "'', 0",
        "1e99999999999999, 0"
    })
    @DisplayName("is counted within the bounds that a quantity has")
    void quantities(String quantity, BigDecimal amount) {
        ObjectNode pod = new ObjectMapper().createObjectNode();
        pod.withArray("/containers").addObject().withObject("/resources/requests").put("cpu", quantity);
        assertEquals(0, amount.compareTo(PodResources.of(pod, "requests.cpu")), () -> quantity);
    }
}
