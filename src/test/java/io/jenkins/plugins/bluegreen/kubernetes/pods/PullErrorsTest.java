package io.jenkins.plugins.bluegreen.kubernetes.pods;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("C78 A pull's error")
class PullErrorsTest {
    private static final String PULL = "failed to pull and unpack image \"r.example.com/a:9\": failed to "
            + "resolve reference \"r.example.com/a:9\": ";

    @ParameterizedTest
    @DisplayName("says that there is no such image")
    @ValueSource(
            strings = {
                "rpc error: code = NotFound desc = " + PULL + "r.example.com/a:9: not found",
                "Back-off pulling image \"a:9\": ErrImagePull: rpc error: code = NotFound desc = " + PULL + "not found",
                PULL + "r.example.com/lookup-timeout:9: not found",
                "reading manifest 9 in docker.io/library/nginx: manifest unknown: manifest unknown",
                "Error response from daemon: manifest for nginx:9 not found: manifest unknown: manifest unknown",
                "reading manifest 9 in quay.io/none/none: name unknown: repository not found"
            })
    void missing(String message) {
        assertTrue(PullErrors.isMissing(message));
    }

    @ParameterizedTest
    @DisplayName("says that the registry did not answer, or refused")
    @ValueSource(
            strings = {
                "Back-off pulling image \"a:9\"",
                PULL + "failed to do request: Head \"https://r.example.com/v2/a/manifests/9\": dial tcp: lookup "
                        + "r.example.com on 10.96.0.10:53: host not found",
                "pinging container registry r.example.com: Get \"https://r.example.com/v2/\": dial tcp: lookup "
                        + "r.example.com: not found",
                "rpc error: code = NotFound desc = lookup r.example.com on 10.96.0.10:53: not found",
                PULL + "unexpected status from HEAD request to https://r.example.com/v2/a/manifests/9: 503 Service "
                        + "Unavailable",
                PULL + "pull access denied, repository does not exist or may require authorization",
                "registry is unavailable: rpc error: code = Unavailable desc = error reading from server: EOF"
            })
    void passing(String message) {
        assertFalse(PullErrors.isMissing(message));
    }
}
