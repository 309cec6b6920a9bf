package io.jenkins.plugins.bluegreen.jenkins.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("C107 The jobs that may use a cluster or a webhook")
class JobNamesTest {
    @ParameterizedTest(name = "{1} of {0}: {2}")
    @DisplayName("are those of the list, and those in its folders")
    @CsvSource(
            nullValues = "null",
            value = {
                "null, shop/backend, true",
                "' ', shop/backend, true",
                "shop, shop, true",
                "shop, shop/a/backend, true",
                "'tools, shop/backend', shop/backend, true",
                "shop, shop2/backend, false",
                "shop/backend, shop/backend2, false",
                "shop/backend, shop, false",
                "shop, tools/shop/backend, false"
            })
    void match(String allowed, String job, boolean matches) {
        assertEquals(matches, JobNames.match(allowed, job));
    }
}
