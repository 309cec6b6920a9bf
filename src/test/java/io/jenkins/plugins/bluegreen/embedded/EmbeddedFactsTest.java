package io.jenkins.plugins.bluegreen.embedded;

import static io.jenkins.plugins.bluegreen.embedded.Samples.NS;

import io.jenkins.plugins.bluegreen.embedded.server.Dispatcher;
import io.jenkins.plugins.bluegreen.embedded.server.Rule;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.facts.ApiCaller;
import io.jenkins.plugins.bluegreen.facts.ExportFacts;
import io.jenkins.plugins.bluegreen.facts.JobFacts;
import io.jenkins.plugins.bluegreen.facts.ListFacts;
import io.jenkins.plugins.bluegreen.facts.OwnershipFacts;
import io.jenkins.plugins.bluegreen.facts.PodFacts;
import io.jenkins.plugins.bluegreen.facts.PreconditionFacts;
import io.jenkins.plugins.bluegreen.facts.RefusalFacts;
import io.jenkins.plugins.bluegreen.facts.ValidationFacts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;

/** Runs the facts about an API server against the embedded one. */
@DisplayName("The embedded API server")
@Timeout(60)
class EmbeddedFactsTest
        implements OwnershipFacts,
                ValidationFacts,
                PreconditionFacts,
                ListFacts,
                RefusalFacts,
                ExportFacts,
                PodFacts,
                JobFacts {
    private final EmbeddedCluster cluster = Samples.cluster();
    private final ApiCaller api = ApiCaller.of(cluster.adminConfig());

    @AfterEach
    void close() {
        cluster.close();
    }

    @Override
    public ApiCaller api() {
        return api;
    }

    @Override
    public String namespace() {
        return NS;
    }

    @Override
    public String image() {
        return "esc/backend:1";
    }

    @Override
    public ApiCaller stranger() {
        cluster.requireToken(cluster.token());
        return ApiCaller.of(cluster.config(), "nobody-issued-this");
    }

    @Override
    public ApiCaller limited() {
        cluster.allowOnly(Rule.of("get,patch", "", "services"));
        return ApiCaller.of(cluster.config());
    }

    @Override
    public String limitedUser() {
        return Dispatcher.USER;
    }

    @Override
    public void refuseConfigMaps() {
        cluster.refuse("policy.example.com", object -> Json.text(object, "kind").equals("ConfigMap"), "not here");
    }
}
