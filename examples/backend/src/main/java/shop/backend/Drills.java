package shop.backend;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Faults to practise with. They are there only in the profile {@code drills}, which the ConfigMap
 * {@code backend-overrides} can add: {@code SPRING_PROFILES_ACTIVE: production,drills}.
 */
@Component
@Profile("drills")
class Drills extends OncePerRequestFilter implements ApplicationRunner {
    private final Queue<byte[]> kept = new ConcurrentLinkedQueue<>();
    private final Duration start;
    private final DataSize leak;
    private final double errors;

    /**
     * @param start {@code DRILLS_START}: how long it takes until the application is ready
     * @param leak {@code DRILLS_LEAK}: memory that each request keeps for good
     * @param errors {@code DRILLS_ERRORS}: the share of requests that are answered with 500, from 0 to 1
     */
    Drills(
            @Value("${drills.start:0s}") Duration start,
            @Value("${drills.leak:0B}") DataSize leak,
            @Value("${drills.errors:0}") double errors) {
        this.start = start;
        this.leak = leak;
        this.errors = errors;
    }

    /** As a cache that is filled first: until this ends, Spring's readiness is OUT_OF_SERVICE. */
    @Override
    public void run(ApplicationArguments arguments) throws InterruptedException {
        Thread.sleep(start.toMillis());
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/actuator");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (leak.toBytes() > 0) {
            kept.add(new byte[(int) leak.toBytes()]);
        }
        if (ThreadLocalRandom.current().nextDouble() < errors) {
            response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            return;
        }
        chain.doFilter(request, response);
    }
}
