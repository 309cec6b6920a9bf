package shop.backend;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
class Backend {
    private final String answer;

    /** {@code VERSION} comes from the ConfigMap; {@code HOSTNAME} is the Pod's name. */
    Backend(@Value("${version:none}") String version, @Value("${hostname:here}") String pod) {
        answer = version + " " + pod + "\n";
    }

    public static void main(String[] arguments) {
        SpringApplication.run(Backend.class, arguments);
    }

    /** Which version answers, and which of its Pods. */
    @GetMapping(path = "/", produces = "text/plain")
    String version() {
        return answer;
    }
}
